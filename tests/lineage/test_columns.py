"""What each column of a query depends on: values, and what decides them, apart."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.lineage.columns.query import dependencies, lineage
from orchestration.lineage.queries import UnfollowableError, parse_query, scans

TABLES = {
    "orders": ["id", "client_id", "amount", "status", "placed_on", "lines", "Note"],
    "clients": ["id", "name", "country", "parent_id"],
    "rates": ["currency", "rate", "valid_from", "valid_to"],
}


def depends(sql: str) -> dict[str, set[str]]:
    """Dependencies by output column, as `<name of the scan in its select>.<column> <kind>`."""
    tree = parse_query(sql)
    names = [table.alias_or_name for table in scans(tree)]
    found = dependencies(tree, TABLES.__getitem__)
    return {name: {f"{names[d.scan]}.{d.column} {d.kind.lower()}" for d in value} for name, value in found.items()}


def value(expression: str, table: str = "orders as o") -> set[str]:
    (found,) = depends(f"select {expression} as x from {table}").values()
    return found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("o.amount", {"o.amount identity"}),
        ("amount", {"o.amount identity"}),
        ("AMOUNT", {"o.amount identity"}),
        ("o.note", {"o.Note identity"}),
        ("cast(o.amount as varchar)", {"o.amount transformation"}),
        ("o.amount * 2 + o.id", {"o.amount transformation", "o.id transformation"}),
        ("coalesce(o.status, o.note)", {"o.status transformation", "o.Note transformation"}),
        ("case when o.status = 'paid' then o.amount end", {"o.status conditional", "o.amount transformation"}),
        ("case o.status when 'paid' then o.amount else o.id end",
         {"o.status conditional", "o.amount transformation", "o.id transformation"}),
        ("if(o.status = 'paid', o.amount, 0)", {"o.status conditional", "o.amount transformation"}),
        ("case when o.status = 'paid' then 1 else 0 end", {"o.status conditional", "o.* transformation"}),
        ("1", {"o.* transformation"}),
        ("null", {"o.* transformation"}),
        ("count(*)", {"o.* aggregation"}),
        ("sum(1)", {"o.* aggregation"}),
        ("sum(o.amount)", {"o.amount aggregation"}),
        ("count(distinct o.client_id)", {"o.client_id aggregation"}),
        ("sum(o.amount) filter (where o.status = 'paid')", {"o.amount aggregation", "o.status filter"}),
        ("count(*) filter (where o.status = 'paid')", {"o.* aggregation", "o.status filter"}),
        ("list(o.amount order by o.placed_on)", {"o.amount aggregation", "o.placed_on sort"}),
        ("arg_max(o.amount, o.placed_on)", {"o.amount aggregation", "o.placed_on sort"}),
        ("first(o.amount order by o.placed_on)", {"o.amount aggregation", "o.placed_on sort"}),
        ("quantile_disc(o.amount, 0.5)", {"o.amount aggregation"}),
        ("percentile_cont(0.5) within group (order by o.amount)", {"o.amount aggregation"}),
        ("product(o.amount)", {"o.amount aggregation"}),
        ("sum(o.amount) / count(*)", {"o.amount aggregation", "o.* aggregation"}),
        ("row_number() over (partition by o.client_id order by o.placed_on)",
         {"o.* transformation", "o.client_id window", "o.placed_on window"}),
        ("lag(o.amount) over (order by o.placed_on)", {"o.amount transformation", "o.placed_on window"}),
        ("sum(o.amount) filter (where o.status = 'paid') over (partition by o.client_id)",
         {"o.amount aggregation", "o.status filter", "o.client_id window"}),
        ("list_transform(o.lines, line -> line + o.amount)", {"o.lines transformation", "o.amount transformation"}),
        ("o.lines.price", {"o.lines transformation"}),
        ("lines[1]", {"o.lines transformation"}),
        ("{'a': o.id, 'b': o.note}", {"o.id transformation", "o.Note transformation"}),
    ],
)  # fmt: skip
def test_a_value_depends_on_the_columns_it_is_made_of_and_on_those_that_decide_it(
    expression: str, expected: set[str]
) -> None:
    assert value(expression) == expected


def test_a_named_window_decides_as_one_written_out() -> None:
    found = depends("select sum(amount) over w as x from orders window w as (partition by client_id order by id)")

    assert found == {"x": {"orders.amount aggregation", "orders.client_id window", "orders.id window"}}


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("where o.status = 'paid'", {"o.status filter"}),
        ("where case when o.status = 'paid' then o.amount end > 1", {"o.status conditional", "o.amount filter"}),
        ("inner join clients as c on c.id = o.client_id", {"o.client_id join", "c.id join"}),
        ("left join clients as c on c.id = o.client_id", {"o.client_id join", "c.id join"}),
        ("semi join clients as c on c.id = o.client_id", {"o.client_id join", "c.id join"}),
        ("anti join clients as c on c.id = o.client_id", {"o.client_id join", "c.id join"}),
        ("asof join rates as r on o.placed_on >= r.valid_from", {"o.placed_on join", "r.valid_from join"}),
        ("cross join clients as c", set()),
        ("qualify row_number() over (partition by o.client_id order by o.id desc) = 1",
         {"o.client_id window", "o.id window", "o.* filter"}),
        ("order by o.placed_on limit 3", {"o.placed_on sort"}),
        ("cross join unnest(o.lines) as l (line)", {"o.lines join"}),
        ("where exists (select 1 from clients as c where c.id = o.client_id and c.country = 'FR')",
         {"o.client_id filter", "c.id filter", "c.country filter", "c.* filter"}),
        ("where o.client_id in (select c.id from clients as c where c.country = 'FR')",
         {"o.client_id filter", "c.id filter", "c.country filter"}),
        ("where o.amount > (select avg(r.rate) from rates as r)", {"o.amount filter", "r.rate filter"}),
    ],
)  # fmt: skip
def test_what_decides_about_rows_holds_for_every_column(rest: str, expected: set[str]) -> None:
    found = depends(f"select o.Note, 1 as one from orders as o {rest}")

    assert found == {"Note": {"o.Note identity", *expected}, "one": {"o.* transformation", *expected}}


@pytest.mark.parametrize("group", ["o.status", "status", "all", "1", "2 + 0, o.status"])
def test_the_keys_of_a_group_hold_for_every_column_and_having_filters(group: str) -> None:
    found = depends(f"select o.status, sum(o.amount) as x from orders as o group by {group} having max(o.id) > 1")

    assert found == {
        "status": {"o.status identity", "o.status group_by", "o.id aggregation"} - {"o.id aggregation"}
        | {"o.id filter"},
        "x": {"o.amount aggregation", "o.status group_by", "o.id filter"},
    }


def test_group_by_all_leaves_out_aggregates() -> None:
    assert depends("select status, sum(amount) as x from orders group by all")["x"] == {
        "orders.amount aggregation", "orders.status group_by"
    }  # fmt: skip


def test_distinct_depends_on_all_it_tells_apart() -> None:
    assert depends("select distinct status, id from orders")["status"] == {
        "orders.status identity", "orders.status group_by", "orders.id group_by"
    }  # fmt: skip
    assert depends("select distinct on (status) id from orders order by placed_on")["id"] == {
        "orders.id identity", "orders.status group_by", "orders.placed_on sort"
    }  # fmt: skip


def test_steps_are_seen_through_and_each_reading_of_a_table_is_a_scan_of_its_own() -> None:
    found = depends(
        """
        with paid as (select client_id, sum(amount) as total from orders where status = 'paid' group by client_id),
        named as (select c.name, paid.total from clients as c left join paid on paid.client_id = c.id)
        select named.name, named.total * 2 as doubled, other.id
        from named
        inner join orders as other on true
        """
    )
    decided = {"orders.status filter", "orders.client_id group_by", "orders.client_id join", "c.id join"}

    assert found == {
        "name": {"c.name identity", *decided},
        "doubled": {"orders.amount aggregation", *decided},
        "id": {"other.id identity", *decided},
    }


def test_what_is_constant_depends_on_the_rows_of_the_first_input_that_has_any() -> None:
    found = depends(
        """
        with grains as (select 'month' as grain union all select 'all_time' as grain),
        counted as (select client_id, 1 as one from orders group by client_id)
        select grains.grain, 1 as two, counted.one from grains cross join counted
        """
    )

    assert found["grain"] == {"orders.client_id group_by"}
    assert found["two"] == {"orders.* aggregation", "orders.client_id group_by"}
    assert found["one"] == {"orders.* aggregation", "orders.client_id group_by"}


def test_a_union_depends_on_the_columns_of_every_branch_by_position() -> None:
    found = depends(
        "select id, amount from orders where status = 'paid' union all select parent_id, 1 as n from clients"
    )

    assert found == {
        "id": {"orders.id identity", "clients.parent_id identity", "orders.status filter"},
        "amount": {"orders.amount identity", "clients.* transformation", "orders.status filter"},
    }


def test_a_distinct_union_compares_all_columns() -> None:
    found = depends("select id, amount from orders union select id, name from clients")

    assert {"orders.amount group_by", "clients.name group_by", "clients.id group_by"} < found["id"]


@pytest.mark.parametrize("operation", ["except", "intersect"])
def test_the_right_side_of_except_and_intersect_only_decides(operation: str) -> None:
    found = depends(f"select id from orders {operation} select id from clients")

    assert found == {"id": {"orders.id identity", "orders.id group_by", "clients.id filter", "clients.* filter"}}


def test_a_union_of_five_hundred_branches_is_read() -> None:
    branches = [f"select o{number}.id from orders as o{number}" for number in range(500)]
    found = depends(" union all ".join(branches))

    assert found["id"] == {f"o{number}.id identity" for number in range(500)}


def test_recursion_is_read_until_nothing_is_added() -> None:
    found = depends(
        """
        with recursive ups as (
            select id, id as top, 0 as steps from clients
            union all
            select ups.id, c.parent_id, ups.steps + 1
            from ups
            inner join clients as c on c.id = ups.top
            where ups.steps < 20
        )
        select id, top from ups
        """
    )

    assert {"clients.id identity", "c.parent_id identity", "c.id join"} < found["top"]
    assert "c.parent_id join" in found["id"]
    assert "c.parent_id identity" not in found["id"]


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("*", ["id", "name", "country", "parent_id"]),
        ("c.*", ["id", "name", "country", "parent_id"]),
        ("* exclude (name, country)", ["id", "parent_id"]),
        ("c.* replace (upper(name) as name)", ["id", "name", "country", "parent_id"]),
        ("* rename (name as client)", ["id", "client", "country", "parent_id"]),
        ("c.name, *", ["name", "id", "name", "country", "parent_id"]),
    ],
)
def test_a_star_is_expanded_as_duckdb_does(select: str, expected: list[str]) -> None:
    sql = f"select {select} from clients as c"
    with duckdb.connect() as con:
        con.execute("create table clients (id int, name varchar, country varchar, parent_id int)")
        assert [column[0] for column in con.execute(sql).description or []] == expected

    if len(set(expected)) < len(expected):
        with pytest.raises(UnfollowableError, match="one of several columns named name"):
            depends(sql)
    else:
        assert list(depends(sql)) == expected


def test_using_makes_one_column_of_two() -> None:
    left = depends("select *, id as x from orders left join clients using (id)")
    full = depends("select id as x from orders full join clients using (id)")

    assert list(left) == [*TABLES["orders"], "name", "country", "parent_id", "x"]
    assert left["x"] == {"orders.id identity", "orders.id join", "clients.id join"}
    assert full["x"] == {"orders.id transformation", "clients.id transformation", "orders.id join", "clients.id join"}


def test_a_natural_join_is_one_on_all_shared_names() -> None:
    assert depends("select name from orders natural join clients")["name"] == {
        "clients.name identity", "orders.id join", "clients.id join"
    }  # fmt: skip


def test_an_alias_is_known_to_what_follows_it_unless_a_column_has_its_name() -> None:
    found = depends("select amount * 2 as doubled, doubled + id as more, status as id from orders where doubled > 0")

    assert found["more"] == {"orders.amount transformation", "orders.id transformation", "orders.amount filter"}


def test_a_nested_query_sees_the_rows_around_it() -> None:
    found = depends(
        "select c.name, (select max(o.amount) from orders as o where o.client_id = c.id) as most from clients as c"
    )

    assert found == {
        "name": {"c.name identity"},
        "most": {"o.amount aggregation", "o.client_id filter", "c.id filter"},
    }


def test_a_lateral_input_sees_the_inputs_before_it() -> None:
    found = depends("select l.twice from orders as o cross join lateral (select o.amount * 2 as twice) as l")

    assert found == {"twice": {"o.amount transformation"}}


def test_unnest_among_the_outputs_makes_rows_for_all_of_them() -> None:
    found = depends("select id, unnest(lines) as line from orders")

    assert found == {
        "id": {"orders.id identity", "orders.lines join"},
        "line": {"orders.lines transformation", "orders.lines join"},
    }


def test_a_made_series_depends_on_its_bounds() -> None:
    found = depends("select g.n, o.id from orders as o cross join generate_series(1, o.amount) as g (n)")

    assert found["n"] == {"o.amount transformation", "o.amount join"}
    assert found["id"] == {"o.id identity", "o.amount join"}


def test_what_holds_for_all_columns_can_be_had_apart() -> None:
    found = lineage(parse_query("select name from clients where country = 'FR'"), TABLES.__getitem__)

    assert [d.column for d in found.control] == ["country"]
    assert [d.column for d in found.rows] == ["*"]
    assert [[d.column for d in value] for value in found.values] == [["name"]]


@pytest.mark.parametrize(
    "sql",
    [
        "select columns(*) from orders",
        "select #1 from orders",
        "select id from orders union by name select id from clients",
        "pivot orders on status using sum(amount)",
        "select * from orders pivot (sum(amount) for status in ('paid'))",
        "select * from orders unpivot (v for n in (id, amount))",
        "select id from orders tablesample 10%",
        "select id from orders using sample 3",
        "select * from orders positional join clients",
        "select [x + 1 for x in lines] from orders",
        "select id from orders, clients",
        "select nothing from orders",
        "select o.nothing from orders as o",
        "select clients from clients",
        "select id from orders where amount > $limit",
        "select * from read_parquet('x.parquet')",
        "select unnest(lines, recursive := true) from orders",
        "select * from orders at (version => 3)",
        "select id from orders union all select id, name from clients",
        "select sum(amount) over w as x from orders",
        "values (1)",
    ],
)
def test_what_is_not_understood_is_refused(sql: str) -> None:
    with pytest.raises(UnfollowableError):
        dependencies(parse_query(sql), TABLES.__getitem__)
