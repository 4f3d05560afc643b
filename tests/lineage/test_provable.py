"""What a model may not hold is named, with the text it stands in; what it may hold passes."""

import pytest

from orchestration.lineage.provable import RULES, faults, naming_faults, staging_faults
from orchestration.lineage.queries import parse_query

ALLOWED = [
    "select o.id, o.amount from orders as o",
    "select o.id from main.orders as o left join customers as c on c.customer = o.customer where c.customer is null",
    "with s as (select o.id from orders as o) select s.id from s union all select g.a from edges as g",
    "select o.id from orders as o asof left join prices as p on p.product = o.product and p.valid_from <= o.placed_on",
    "select o.customer, count(*) as n, list(o.status order by o.id) as s from orders as o group by o.customer",
    "select e.ticket from events as e qualify row_number() over (partition by e.ticket order by e.seq desc) = 1",
    "select e.ticket, lag(e.seq) over w as s from events as e window w as (partition by e.ticket order by e.seq)",
    "select e.ticket, sum(e.seq) over (partition by e.ticket) as s from events as e where e.status in ('new', 'open')",
    "select d.id, t.tag from docs as d cross join unnest(d.tags) as t (tag)",
]

FAULTS = {
    "what another run would not find again": [
        "select o.id, now() as seen_at from orders as o",
        "select o.id from orders as o where o.placed_on < current_date",
        "select o.id from orders as o order by random()",
        "select uuid() as id from orders as o",
        "select hash(o.id) as h from orders as o",
        "select current_setting('TimeZone') as zone from orders as o",
        "select o.rowid as n from orders as o",
    ],
    "a file that is no extract": [
        "select f.a from read_csv('a.csv') as f",
        "select f.a from read_parquet('a.parquet') as f",
        "select f.a from 'a.parquet' as f",
        "select f.a from read_json('a.json') as f",
    ],
    "rows made distinct": [
        "select distinct o.id from orders as o",
        "select count(distinct o.id) as n from orders as o",
    ],
    "a set operation": [
        "select o.id from orders as o union select d.id from docs as d",
        "select o.id from orders as o intersect select d.id from docs as d",
        "select o.id from orders as o except all select d.id from docs as d",
        "select o.id from orders as o union all by name select d.id from docs as d",
    ],
    "a query inside a from": [
        "select t.id from (select o.id from orders as o) as t",
        "select o.id from orders as o join (select d.id from docs as d) as t on t.id = o.id",
        "select o.id, n.p from orders as o, lateral (select max(p.price) as p from prices as p) as n",
        "(select o.id from orders as o) union all (select d.id from docs as d)",
    ],
    "a query inside an expression": [
        "select (select max(p.price) from prices as p) as most from orders as o",
        "select o.id from orders as o where exists (select 1 from docs as d where d.id = o.id)",
        "select o.id from orders as o where o.id in (select d.id from docs as d)",
        "select o.id from orders as o where o.id = any (select d.id from docs as d)",
        "select array(select d.id from docs as d) as ids from orders as o",
    ],
    "columns that the data makes": [
        "select columns(*) from orders as o",
        "select t.* from customers unpivot (held for kind in (country, parent)) as t",
    ],
    "rows cut off or sampled": [
        "select o.id from orders as o limit 3",
        "select o.id from orders as o offset 3",
        "select o.id from orders as o fetch first 2 rows only",
        "select o.id from orders as o using sample 3 rows",
        "with s as (select o.id from orders as o limit 3) select s.id from s",
    ],
    "a join that is none of": [
        "select o.id from orders as o semi join docs as d on d.id = o.id",
        "select o.id from orders as o anti join docs as d on d.id = o.id",
        "select o.id from orders as o positional join docs as d",
        "select o.id from orders as o natural join prices as p",
    ],
    "an input without a name of its own": [
        "select id from orders",
        "with orders as (select e.ticket as id from events as e) select o.id from main.orders join orders as o on true",
    ],
    "an aggregate whose result depends": [
        "select any_value(o.id) as id from orders as o",
        "select first(o.id) as id from orders as o",
        "select list(o.id) as ids from orders as o",
        "select string_agg(o.status, ',' order by 1) as s from orders as o",
        "select last(o.id) filter (where o.id > 1) as id from orders as o",
    ],
    "a window whose result depends": [
        "select e.seq from events as e qualify row_number() over (partition by e.ticket) = 1",
        "select lag(e.seq ignore nulls) over (partition by e.ticket) as s from events as e",
        "select first_value(e.seq) over w as s from events as e window w as (partition by e.ticket)",
        "select sum(e.seq) over (rows between 1 preceding and current row) as s from events as e",
        "select row_number() over (order by 1) as n from events as e",
    ],
}


@pytest.mark.parametrize("sql", ALLOWED)
def test_what_a_model_may_hold_passes(sql: str) -> None:
    assert faults(parse_query(sql)) == []
    assert naming_faults(parse_query(sql)) == []


@pytest.mark.parametrize(("fault", "sql"), [(fault, sql) for fault, given in FAULTS.items() for sql in given])
def test_what_it_may_not_hold_is_named(fault: str, sql: str) -> None:
    found = faults(parse_query(sql))
    assert any(said.startswith(fault) for said in found), found


def test_each_rule_has_an_example() -> None:
    assert [rule for rule in RULES if not any(rule.startswith(fault) for fault in FAULTS)] == []


def test_a_fault_shows_where_it_stands() -> None:
    assert faults(parse_query("select o.id from orders as o where o.placed_on < today()")) == [
        "what another run would not find again: CURRENT_DATE"
    ]


def test_columns_without_name_or_input_are_named() -> None:
    assert naming_faults(parse_query("select o.*, amount, count(*) as n from orders as o")) == [
        "columns that are not named: *",
        "a column that does not say which input it comes from: amount",
    ]


@pytest.mark.parametrize(
    ("sql", "missing"),
    [
        ("select raw.a, raw._file_id, raw._record from raw.x as raw", []),
        ("select * from raw.x as raw", []),
        ("with v as (select raw._file_id, raw._record from raw.x as raw) select v.* from v", []),
        ("with v as (select raw.a, raw._record from raw.x as raw) select v.* from v", ["no column _file_id"]),
        ("select raw.a from raw.x as raw", ["no column _file_id", "no column _record"]),
    ],
)
def test_staging_hands_on_which_record_a_row_is(sql: str, missing: list[str]) -> None:
    assert staging_faults(parse_query(sql)) == missing
