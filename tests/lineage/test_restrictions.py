"""Which rows of a scan are looked at: only those that can stand behind a row that is wanted."""

from __future__ import annotations

import pytest
from sqlglot import exp

from orchestration.lineage.following.restrict import Restrictions, ValueSet, restrictions
from orchestration.lineage.queries import DIALECT, parse_query, relation_of, scans

WANTED = ValueSet(query=exp.select("id").from_("wanted"))
AGGREGATES = frozenset({"sum", "max", "count"})


def restricted(sql: str) -> tuple[Restrictions, dict[str, str]]:
    """What may be left out where some values of `id` are wanted, and the conditions on each scanned table."""
    tree = parse_query(sql)
    found = restrictions(tree, {"id": WANTED}, AGGREGATES)
    tables = [relation_of(table) for table in scans(tree)]
    return found, {
        tables[n]: " AND ".join(p.sql(DIALECT) for p in held) for n, held in found.predicates.items() if held
    }


def test_a_scan_is_looked_up_by_the_column_that_is_wanted() -> None:
    _, held = restricted("select o.number as id from orders as o")
    assert held == {"orders": "number IN (SELECT id FROM wanted)"}


@pytest.mark.parametrize("join", ["inner join", "left join", "asof left join"])
def test_what_is_joined_is_looked_up_by_the_keys_of_the_rows_left(join: str) -> None:
    later = " and o.day >= p.day" if join.startswith("asof") else ""
    _, held = restricted(
        f"select cast(o.number as varchar) as id, p.price from orders as o {join} prices as p "
        f"on p.product = o.product{later}"
    )
    keys = "SELECT o.product FROM orders AS o WHERE CAST(o.number AS TEXT) IN (SELECT id FROM wanted)"
    assert held["prices"] == f"product IN ({keys})"


def test_groups_that_are_joined_are_looked_up_by_their_key() -> None:
    _, held = restricted(
        "with billed as (select l.number, sum(l.amount) as amount from lines as l group by l.number) "
        "select concat('o', o.number) as id, billed.amount from orders as o "
        "left join billed on billed.number = o.number"
    )
    assert held["lines"].startswith("number IN (SELECT o.number FROM orders AS o WHERE ")


def test_rows_left_of_a_left_join_are_not_looked_up_by_what_is_joined() -> None:
    _, held = restricted("select p.id from orders as o left join prices as p on p.product = o.product")
    assert held == {}


def test_a_column_that_equals_a_literal_stands_for_it() -> None:
    _, held = restricted(
        "select 'client-' || t.name || '-' || k.code as id from tenants as t inner join kinds as k on k.code = 'tenant'"
    )
    assert held["tenants"] == "'client-' || name || '-' || 'tenant' IN (SELECT id FROM wanted)"


def test_a_branch_of_other_literals_need_not_run() -> None:
    tree = parse_query("select 'a' as id, x.n from x union all select 'b' as id, y.n from y")
    found = restrictions(tree, {"id": ValueSet((exp.Literal.string("b"),), WANTED.query)}, AGGREGATES)
    assert found.barren == {next(n for n, s in enumerate(tree.find_all(exp.Select)) if "'a'" in s.sql(DIALECT))}
