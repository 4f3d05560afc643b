"""Queries in the shapes that DuckDB's SQL offers, over the small tables of tables.py, and what lineage makes of each.

No result depends on an order that is not given: rows with the same `id` are the same row twice, so `id` is a total
order.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """A query and what is expected of its lineage.

    why: what could go wrong with it; refused: a word of the construct that lineage refuses it for, empty where it is
    followed; each_row_counts: no cited row can be left out without the result row changing or vanishing.
    """

    name: str
    sql: str
    why: str = ""
    refused: str = ""
    each_row_counts: bool = False


def _row_level(name: str, sql: str, why: str = "") -> Shape:
    return Shape(name, sql, why, each_row_counts=True)


ROWS = [
    _row_level("columns", "select o.id, o.amount * 2 as double from orders as o", "one row from one row"),
    _row_level("no_alias", "select id, amount from orders", "columns without an input's name"),
    _row_level("from_first", "from orders as o select o.id, o.status", "select comes last"),
    _row_level("only_from", "from orders", "no select at all"),
    _row_level("star", "select * from orders as o", "columns that the text does not name"),
    _row_level("star_of_one", "select o.*, c.country from orders as o join customers as c on c.customer = o.customer"),
    _row_level("star_of_both", "select * from orders as o join prices as p on p.product = o.product", "product twice"),
    _row_level("star_exclude", "select * exclude (amount, status) from orders as o"),
    _row_level("star_replace", "select o.* replace (-o.amount as amount) from orders as o"),
    Shape("star_rename", "select * rename (amount as worth) from orders as o", refused="rename"),
    _row_level("where", "select o.id, o.status from orders as o where o.amount > 3 and o.status is not null"),
    _row_level("alias_reused", "select o.amount * 2 as twice, twice + 1 as more from orders as o where twice > 4"),
    _row_level("alias_shadows", "select -o.amount as amount, o.id from orders as o where amount > 0", "where means o"),
    _row_level("quoted_names", 'select o."id" as "The Id", o."amount" as "select" from "orders" as o'),
    _row_level("table_columns_renamed", "select t.a, t.b from edges as t (a, b) where t.b > 2"),
    _row_level("table_columns_swapped", "select t.a, t.b from edges as t (b, a) where t.a > 2", "a is b"),
    _row_level(
        "case_on_values", "select o.id, case when o.amount > 3 then 'much' else o.status end as s from orders as o"
    ),
    _row_level("order_by_only", "select o.id, o.amount from orders as o order by o.amount nulls last, 1"),
    _row_level("lambda", "select d.id, list_transform(d.tags, lambda t: upper(t)) as tags from docs as d"),
    _row_level("comprehension", "select d.id, [t || '!' for t in d.tags if t <> 'x'] as tags from docs as d"),
    _row_level("struct", "select {'id': o.id, 'worth': o.amount} as pair from orders as o"),
    Shape(
        "row_as_value",
        "select o from orders as o where o.id > 2",
        "the row itself is a value",
        refused="a row as a value",
    ),
    Shape("constant", "select 1 as one, 'x' as letter", "no table at all"),
    Shape(
        "constants_beside_a_table",
        "select k.n, o.id from orders as o join (values (1), (2)) as k (n) on k.n = o.id",
    ),
]

JOINS = [
    _row_level("inner", "select o.id, c.country from orders as o inner join customers as c on c.customer = o.customer"),
    _row_level("left", "select o.id, c.country from orders as o left join customers as c on c.customer = o.customer"),
    _row_level("right", "select o.id, c.country from orders as o right join customers as c on c.customer = o.customer"),
    _row_level(
        "full",
        "select o.id, c.customer, c.country from orders as o full join customers as c on c.customer = o.customer",
        "either side may be missing",
    ),
    _row_level("cross", "select o.id, p.price from orders as o cross join prices as p"),
    _row_level("comma", "select o.id, p.price from orders as o, prices as p where p.product = o.product"),
    _row_level("self", "select a.id, b.id as other from orders as a join orders as b on b.customer = a.customer"),
    _row_level(
        "self_of_three",
        """select x.a, z.b from edges as x join edges as y on y.a = x.b join edges as z on z.a = y.b""",
        "three scans of one table",
    ),
    _row_level("using_inner", "select customer, o.id, c.country from orders as o join customers as c using (customer)"),
    _row_level(
        "using_full", "select customer, o.id from orders as o full join customers as c using (customer)", "merged"
    ),
    _row_level("using_right", "select customer, o.id from orders as o right join customers as c using (customer)"),
    _row_level(
        "using_star", "select * from orders as o left join customers as c using (customer)", "one customer only"
    ),
    Shape("natural", "select * from orders as o natural join prices as p", "joined by common names", refused="natural"),
    _row_level(
        "not_equal",
        """select o.id, p.price from orders as o
        join prices as p on p.product = o.product and p.valid_from <= o.placed_on""",
    ),
    _row_level(
        "is_not_distinct_from",
        """select o.id, c.country from orders as o left join customers as c on c.customer is not distinct
        from o.customer""",
        "null equals null",
    ),
    _row_level(
        "between_bounds",
        """select a.id, b.id as later from orders as a
        join orders as b on b.placed_on between a.placed_on + 1 and a.placed_on + 30""",
    ),
    _row_level(
        "left_with_condition_on_left",
        "select o.id, c.country from orders as o left join customers as c on c.customer = o.customer and o.amount > 3",
        "rows of the left stay whatever the condition",
    ),
    _row_level(
        "left_then_inner",
        """select o.id, c.country, p.price from orders as o left join customers as c on c.customer = o.customer
        join prices as p on p.product = o.product""",
    ),
    Shape(
        "nested_join",
        """select o.id, c.country, p.price from orders as o
        left join (customers as c join prices as p on p.valid_from <= c.since) on c.customer = o.customer""",
        "a join in brackets",
        refused="parentheses",
    ),
    Shape(
        "left_is_null",
        """select o.id, o.customer from orders as o left join customers as c on c.customer = o.customer
        where c.customer is null""",
        "an anti join: what is missing cannot be cited",
        each_row_counts=True,
    ),
    Shape(
        "asof",
        """select o.id, p.price from orders as o
        asof join prices as p on p.product = o.product and p.valid_from <= o.placed_on""",
        "the newest row before",
        each_row_counts=True,
    ),
    Shape(
        "asof_left",
        """select o.id, p.price from orders as o
        asof left join prices as p on p.product = o.product and o.placed_on >= p.valid_from""",
        each_row_counts=True,
    ),
    Shape(
        "asof_using",
        "select o.id, p.price from (select id, product, placed_on as valid_from from orders) as o"
        " asof join prices as p using (product, valid_from)",
        "the last of the columns is the one compared",
    ),
    Shape(
        "positional",
        "select o.id, e.ticket from orders as o positional join events as e",
        "by place",
        refused="positional",
    ),
    Shape(
        "lateral",
        """select o.id, n.price from orders as o,
        lateral (select p.price from prices as p where p.product = o.product) as n""",
        "a derived table that sees its neighbour",
        refused="lateral",
    ),
    Shape(
        "lateral_without_the_word",
        """select o.id, n.total from orders as o
        left join (select sum(p.price) as total from prices as p where p.product = o.product) as n on true""",
        "correlated without a word for it",
    ),
    Shape("semi", "select o.id from orders as o semi join customers as c on c.customer = o.customer", refused="semi"),
    Shape("anti", "select o.id from orders as o anti join customers as c on c.customer = o.customer"),
]

GROUPS = [
    Shape("sum", "select o.customer, sum(o.amount) as total from orders as o group by o.customer"),
    Shape("count_rows", "select o.status, count(*) as n from orders as o group by o.status", "nulls are counted"),
    Shape("count_values", "select o.status, count(o.amount) as n from orders as o group by o.status", "nulls are not"),
    Shape("sum_of_all", "select sum(o.amount) as total, count(*) as n from orders as o", "one row, even of none"),
    Shape(
        "sum_of_all_where",
        "select count(*) as n, max(o.id) as last from orders as o where o.status = 'void'",
        "of none",
    ),
    Shape("having_of_all", "select sum(o.amount) as total from orders as o having count(*) > 2", "one row or none"),
    Shape(
        "filter",
        """select o.customer, count(*) filter (where o.status = 'open') as open,
        sum(o.amount) filter (where o.amount > 3) as much
        from orders as o group by o.customer""",
    ),
    Shape(
        "case_in_sum",
        """select o.customer, sum(case when o.status = 'open' then o.amount else 0 end) as open from orders as o
        group by 1""",
    ),
    Shape(
        "case_of_sums",
        """select o.customer, case when sum(o.amount) > 10 then max(o.status) else min(o.status) end as label
        from orders as o group by o.customer""",
    ),
    Shape(
        "averages",
        """select o.product, avg(o.amount) as mean, median(o.amount) as middle, min(o.amount) as least, max(o.amount)
        as most,
        quantile_disc(o.amount, 0.9) as high, quantile_cont(o.id, 0.25) as low from orders as o group by o.product""",
    ),
    Shape(
        "truth",
        """select o.customer, bool_and(o.amount > 2) as every, bool_or(o.status = 'open') as some
        from orders as o group by o.customer""",
    ),
    Shape(
        "count_distinct",
        "select o.customer, count(distinct o.product) as products from orders as o group by o.customer",
    ),
    Shape("sum_distinct", "select o.customer, sum(distinct o.amount) as total from orders as o group by o.customer"),
    Shape(
        "texts",
        """select o.customer, string_agg(o.status, ',' order by o.id) as statuses, list(o.product order by o.id desc)
        as products
        from orders as o group by o.customer""",
        "ordered lists",
    ),
    Shape(
        "list_filter_order",
        """select o.customer, list(o.amount order by o.id) filter (where o.amount is not null) as amounts
        from orders as o group by o.customer""",
    ),
    Shape(
        "within_group",
        """select o.customer, percentile_disc(0.5) within group (order by o.amount) as m from orders as o
        group by o.customer""",
    ),
    Shape(
        "arg_max",
        """select e.ticket, arg_max(e.status, e.seq) as last, arg_min(e.status, e.seq) as first
        from events as e group by e.ticket""",
    ),
    Shape(
        "arg_max_of_row",
        """select e.ticket, max_by({'s': e.status, 'moment': e.moment}, (e.seq, e.moment)) as last from events as e
        group by e.ticket""",
    ),
    Shape(
        "arg_max_of_several",
        "select e.ticket, arg_max(e.status, e.seq, 2) as last_two from events as e group by e.ticket",
        "a list of winners",
    ),
    Shape(
        "first_ordered",
        """select e.ticket, first(e.status order by e.seq) as first, any_value(e.moment order by e.seq desc) as known
        from events as e group by e.ticket""",
        "any_value passes nulls over",
    ),
    Shape("mode", "select o.product, mode(o.status order by o.status) as usual from orders as o group by o.product"),
    Shape(
        "having",
        "select o.customer, sum(o.amount) as total from orders as o group by o.customer having count(*) > 1",
    ),
    Shape(
        "having_by_alias",
        "select o.customer, sum(o.amount) as total from orders as o group by o.customer having total > 5",
    ),
    Shape("group_by_all", "select o.customer, o.status, sum(o.amount) as total from orders as o group by all"),
    Shape("group_by_position", "select o.status, o.customer, count(*) as n from orders as o group by 2, 1"),
    Shape(
        "group_by_alias",
        "select upper(o.status) as s, count(*) as n from orders as o group by s order by s",
        "an alias",
    ),
    Shape(
        "group_by_expression",
        """select date_trunc('month', o.placed_on) as m, sum(o.amount) as total from orders as o
        group by date_trunc('month', o.placed_on)""",
    ),
    Shape(
        "group_by_hidden_key",
        "select sum(o.amount) as total from orders as o group by o.customer",
        "groups that the result cannot tell apart",
    ),
    Shape(
        "group_without_aggregate", "select o.customer from orders as o group by o.customer", "the distinct of models"
    ),
    Shape(
        "rollup",
        "select o.customer, o.status, sum(o.amount) as total from orders as o group by rollup (o.customer, o.status)",
        "a row in several groups",
    ),
    Shape(
        "cube",
        "select o.customer, o.status, count(*) as n from orders as o group by cube (o.customer, o.status)",
    ),
    Shape(
        "grouping_sets",
        """select o.customer, o.status, count(*) as n, grouping(o.customer) as g from orders as o
        group by grouping sets ((o.customer), (o.status), ())""",
    ),
    Shape(
        "sum_of_join",
        """select c.country, sum(o.amount) as total, count(distinct o.id) as n from orders as o
        join customers as c on c.customer = o.customer group by c.country""",
        "rows fan out",
    ),
    Shape(
        "count_of_left_join",
        """select c.customer, count(o.id) as orders, count(*) as n, coalesce(sum(o.amount), 0) as total
        from customers as c
        left join orders as o on o.customer = c.customer group by c.customer""",
        "a customer without orders counts 0 of them",
    ),
    Shape(
        "quantity_by_full_join",
        """select coalesce(o.customer, c.customer) as who, count(o.id) as n, count(c.country) as m from orders as o
        full join customers as c on c.customer = o.customer group by coalesce(o.customer, c.customer)""",
    ),
    Shape("least_and_most", "select min(o.amount) as least, max(o.placed_on) as last from orders as o"),
    Shape(
        "least_of_some",
        """select o.customer, min(o.amount) filter (where o.status = 'open') as least from orders as o
        group by o.customer having max(o.amount) > 3""",
        "the group stands on a row that gives neither",
    ),
    Shape(
        "least_of_left_join",
        """select c.customer, min(o.amount) as least, max(o.amount + c.since.day()) as most from customers as c
        left join orders as o on o.customer = c.customer group by c.customer""",
        "there may be no row to be least",
    ),
    Shape(
        "most_of_texts_in_order",
        "select o.customer, max(o.status) as s from orders as o group by o.customer order by min(o.amount), 1",
    ),
    Shape(
        "group_key_shadowed",
        "select upper(o.status) as status, count(*) as n from orders as o group by status",
        "the key is the column, not the alias",
    ),
    Shape("sum_in_order", "select o.customer, sum(o.amount order by o.id) as s from orders as o group by o.customer"),
    Shape(
        "average_by_macro",
        "select o.customer, weighted_avg(o.amount, o.id) as mean from orders as o group by o.customer",
        "a macro that hides its aggregates",
    ),
    Shape("average_of_all_by_macro", "select weighted_avg(o.amount, o.id) as mean from orders as o"),
    Shape(
        "sum_of_spans",
        """select a.customer, sum(least(a.amount, b.amount)) as shared from orders as a
        join orders as b on b.product = a.product and b.placed_on between a.placed_on and a.placed_on + 31
        group by a.customer""",
    ),
    Shape(
        "sum_of_asof",
        """select o.customer, sum(o.amount * p.price) as worth, count(p.price) as priced from orders as o
        asof left join prices as p on p.product = o.product and p.valid_from <= o.placed_on group by o.customer""",
    ),
]

WINDOWS = [
    Shape(
        "row_number",
        "select o.id, row_number() over (partition by o.customer order by o.placed_on, o.id) as n from orders as o",
    ),
    Shape(
        "ranks",
        """select o.id, rank() over (order by o.amount) as r, dense_rank() over (order by o.amount) as d,
        percent_rank() over (order by o.amount) as p, cume_dist() over (order by o.amount) as c from orders as o""",
        "over everything",
    ),
    Shape(
        "lag_lead",
        """select e.ticket, e.seq, e.status, lag(e.status) over (partition by e.ticket order by e.seq) as before,
        lead(e.moment, 2, e.moment) over (partition by e.ticket order by e.seq) as after from events as e""",
    ),
    Shape(
        "lag_ignore_nulls",
        """select e.ticket, e.seq, lag(e.status ignore nulls) over (partition by e.ticket order by e.seq) as before
        from events as e""",
    ),
    Shape(
        "first_last",
        """select e.ticket, e.seq, first_value(e.status) over (partition by e.ticket order by e.seq) as first,
        last_value(e.status ignore nulls) over (partition by e.ticket order by e.seq
            rows between unbounded preceding and unbounded following) as last,
        nth_value(e.status, 2) over (partition by e.ticket order by e.seq) as second from events as e""",
    ),
    Shape(
        "running_sum",
        """select o.id, sum(o.amount) over (partition by o.customer order by o.placed_on, o.id
        rows between unbounded preceding and current row) as running from orders as o""",
    ),
    Shape(
        "frame_of_rows",
        """select o.id, max(o.amount) over (order by o.id rows between 1 preceding and 1 following) as around,
        min(o.amount) over (order by o.id rows between 1 following and unbounded following) as later
        from orders as o""",
    ),
    Shape(
        "frame_of_days",
        """select o.id, sum(o.amount) over (partition by o.product order by o.placed_on
        range between interval 30 days preceding and current row) as month from orders as o""",
    ),
    Shape(
        "frame_apart",
        """select o.id, sum(o.amount) over (order by o.id rows between 3 preceding and 2 preceding) as before,
        count(*) over (order by o.id rows between 2 following and 4 following) as after from orders as o""",
        "the rows between must be there too",
    ),
    Shape(
        "frame_of_groups",
        """select o.id, sum(o.amount) over (order by o.placed_on groups between 2 preceding and 1 preceding
        exclude ties) as before from orders as o""",
    ),
    Shape(
        "lag_by_column",
        "select e.seq, lag(e.status, e.seq - 2) over (partition by e.ticket order by e.seq) as s from events as e",
        "how far it looks is in the data",
    ),
    Shape(
        "lag_of_all",
        """select e.seq, lag(e.status, 3, 'none') over (order by e.seq desc) as later,
        lag(e.moment, -2) over (order by e.seq) as m from events as e""",
    ),
    Shape(
        "named_window_on_a_named_window",
        """select o.id, sum(o.amount) over (v rows between 1 preceding and current row) as s, row_number() over v as n
        from orders as o window w as (partition by o.customer), v as (w order by o.id)""",
        refused="a window on a window",
    ),
    Shape(
        "frame_exclude",
        """select o.id, sum(o.amount) over (order by o.id rows between unbounded preceding and unbounded following
        exclude current row) as others from orders as o""",
    ),
    Shape(
        "window_filter",
        """select o.id, count(*) filter (where o.status = 'open') over (partition by o.customer) as open
        from orders as o""",
    ),
    Shape(
        "named_window",
        """select e.ticket, e.seq, lag(e.moment) over w as before, lead(e.moment) over w as after, count(*) over (w)
        as n
        from events as e window w as (partition by e.ticket order by e.seq)""",
    ),
    Shape("ntile", "select o.id, ntile(3) over (order by o.amount, o.id) as third from orders as o"),
    Shape("window_of_all", "select o.id, o.amount, sum(o.amount) over () as total from orders as o", "no partition"),
    Shape(
        "window_of_group",
        """select o.customer, sum(o.amount) as total, rank() over (order by sum(o.amount) desc nulls last) as place,
        sum(sum(o.amount)) over () as everything from orders as o group by o.customer""",
        "a window over aggregates sees all groups",
    ),
    Shape(
        "window_of_group_with_partition",
        """select o.customer, o.status, sum(o.amount) as total, sum(sum(o.amount)) over (partition by o.customer)
        as of_customer
        from orders as o group by o.customer, o.status""",
    ),
    Shape(
        "two_partitions",
        """select o.id, count(*) over (partition by o.customer) as of_customer, count(*) over (partition by o.product)
        as of_product
        from orders as o""",
        "rows of two partitions count",
    ),
    Shape(
        "partition_by_expression",
        """select o.id, count(*) over (partition by date_trunc('month', o.placed_on), o.status is null) as n
        from orders as o""",
    ),
    Shape(
        "window_of_join",
        """select o.id, c.country, count(*) over (partition by c.country) as n, sum(o.amount)
        over (partition by c.country) as total
        from orders as o left join customers as c on c.customer = o.customer""",
    ),
    Shape(
        "window_after_where",
        "select o.id, sum(o.amount) over (partition by o.customer) as total from orders as o where o.status <> 'void'",
    ),
    Shape(
        "qualify_newest",
        """select e.ticket, e.status, e.moment from events as e
        qualify row_number() over (partition by e.ticket order by e.seq desc) = 1""",
        "the losers decided too",
    ),
    Shape(
        "qualify_alias",
        """select e.ticket, e.status, row_number() over (partition by e.ticket order by e.seq desc) as n
        from events as e
        qualify n <= 2""",
    ),
    Shape(
        "qualify_count",
        "select o.id, o.customer from orders as o qualify count(*) over (partition by o.customer) > 1",
    ),
    Shape(
        "qualify_of_group",
        """select o.customer, o.status, sum(o.amount) as total from orders as o group by o.customer, o.status
        having count(*) > 0 qualify row_number() over (partition by o.customer order by count(*) desc, o.status) = 1""",
        "group, having and qualify",
    ),
    Shape(
        "newest_by_filter",
        """with numbered as (
            select e.ticket, e.status, row_number() over (partition by e.ticket order by e.seq desc) as n
            from events as e
        ) select numbered.ticket, numbered.status from numbered where numbered.n = 1""",
    ),
    Shape(
        "gaps_and_islands",
        """with numbered as (
            select e.ticket, e.seq, e.status, row_number() over (partition by e.ticket order by e.seq)
                - row_number() over (partition by e.ticket, e.status order by e.seq) as island from events as e
        ) select numbered.ticket, numbered.status, numbered.island, min(numbered.seq) as from_seq, count(*) as n
        from numbered
        group by numbered.ticket, numbered.status, numbered.island""",
        "rows that lie between two others count",
    ),
    Shape(
        "median_by_middles",
        """with ranked as (
            select o.customer, o.amount, row_number() over (partition by o.customer order by o.amount, o.id) as n,
                count(*) over (partition by o.customer) as total from orders as o where o.amount is not null
        ) select ranked.customer, cast(sum(ranked.amount) * 0.5 as decimal(28,6)) as middle_times_two, count(*) as n
        from ranked
        where ranked.n in ((ranked.total + 1) // 2, (ranked.total + 2) // 2) group by ranked.customer""",
    ),
    Shape(
        "window_of_keys",
        """select o.customer, row_number() over (order by o.customer nulls last) as n from orders as o
        group by o.customer""",
        "a window over groups of no aggregate",
    ),
    Shape(
        "window_of_most",
        """select o.customer, max(o.amount) as most, max(max(o.amount)) over () as top,
        lag(max(o.amount)) over (order by o.customer) as before from orders as o group by o.customer""",
        "a window over groups of which one row is enough",
    ),
    Shape(
        "window_distinct",
        "select o.id, count(distinct o.product) over (partition by o.customer) as n from orders as o",
    ),
    Shape(
        "window_filter_in_order",
        """select o.id, sum(o.amount) filter (where o.status = 'open') over (partition by o.customer order by o.id
        rows between 1 preceding and current row) as s from orders as o""",
    ),
    Shape(
        "qualify_most",
        "select o.id, o.amount from orders as o qualify max(o.amount) over (partition by o.customer) = o.amount",
    ),
    Shape(
        "qualify_not_in_select",
        """select o.status, o.placed_on from orders as o where o.amount > 1
        qualify rank() over (partition by o.product order by o.placed_on, o.id) <= 2""",
    ),
]

SETS = [
    _row_level(
        "union_all",
        "select o.id, o.status from orders as o union all select e.ticket, e.status from events as e",
        "names come from the first",
    ),
    _row_level(
        "union_all_of_one_table",
        """select o.id, 'open' as why from orders as o where o.status = 'open'
        union all select o.id, 'much' as why from orders as o where o.amount > 3""",
    ),
    _row_level(
        "union_all_nested",
        """select o.id from orders as o union all (select e.ticket from events as e union all select d.id
        from docs as d)
        union all select g.a from edges as g""",
    ),
    _row_level(
        "union_all_of_steps",
        """with big as (select o.id, o.amount from orders as o where o.amount > 3),
        halves as (select big.id, big.amount from big union all select o.id, -o.amount from orders as o
        where o.amount <= 3)
        select halves.id, halves.amount from halves where halves.id <> 2""",
    ),
    _row_level(
        "union_all_with_constants",
        "select o.id, o.status from orders as o union all select 0, 'none'",
        "a row from no table",
    ),
    Shape(
        "sum_of_union_all",
        """with moves as (select o.customer, o.amount from orders as o
            union all select c.customer, cast(1 as decimal(28,6)) from customers as c)
        select moves.customer, sum(moves.amount) as total, count(*) as n from moves group by moves.customer""",
    ),
    _row_level("union_all_ordered", "(select o.id from orders as o) union all (select g.a from edges as g) order by 1"),
    Shape("union", "select o.customer from orders as o union select c.customer from customers as c", refused="union"),
    Shape(
        "union_in_step",
        """with names as (select o.customer from orders as o union distinct select c.customer from customers as c)
        select names.customer from names""",
        refused="union",
    ),
    Shape(
        "intersect",
        "select o.customer from orders as o intersect select c.customer from customers as c",
        refused="intersect",
    ),
    Shape(
        "except", "select o.customer from orders as o except select c.customer from customers as c", refused="except"
    ),
    Shape(
        "except_all",
        "select o.customer from orders as o except all select c.customer from customers as c",
        refused="except",
    ),
    Shape(
        "union_all_by_name",
        "select o.id, o.status from orders as o union all by name select e.status, e.ticket as id from events as e",
        "columns by name, not by place",
        refused="by name",
    ),
    Shape("distinct", "select distinct o.customer, o.status from orders as o", refused="distinct"),
    Shape(
        "distinct_on",
        "select distinct on (o.customer) o.customer, o.id from orders as o order by o.customer, o.id",
        refused="distinct",
    ),
    Shape("limit", "select o.id from orders as o order by o.id limit 2", refused="limit"),
    Shape("offset", "select o.id from orders as o order by o.id offset 1", refused="offset"),
    Shape("fetch", "select o.id from orders as o order by o.id fetch first 2 rows only", refused="fetch"),
    Shape(
        "limit_in_step",
        """with top as (select o.id, o.amount from orders as o order by o.id desc limit 3)
        select sum(top.amount) as total from top""",
        refused="limit",
    ),
    Shape("sample", "select o.id from orders as o using sample 3 rows", refused="sample"),
    Shape("tablesample", "select o.id from orders as o tablesample reservoir(2 rows)", refused="sample"),
    _row_level(
        "union_all_of_figures",
        """with figures as (
            select 'a' as kind, o.id as n, o.status as label from orders as o
            union all select 'b', e.ticket, e.status from events as e
            union all select 'c', g.a, null from edges as g
        ) select figures.kind, figures.n, figures.label from figures where figures.kind <> 'a' or figures.n > 2""",
        "a branch by its constant",
    ),
]

UNNEST = [
    _row_level("unnest_in_select", "select d.id, unnest(d.tags) as tag from docs as d"),
    _row_level("two_unnests", "select d.id, unnest(d.tags) as tag, unnest([1, 2, 3]) as n from docs as d", "zipped"),
    _row_level("unnest_in_from", "select d.id, t.tag from docs as d cross join unnest(d.tags) as t (tag)"),
    _row_level("unnest_by_comma", "select d.id, t.tag from docs as d, unnest(d.tags) as t (tag) where t.tag <> 'x'"),
    _row_level("unnest_left", "select d.id, t.tag from docs as d left join unnest(d.tags) as t (tag) on true"),
    _row_level(
        "unnest_of_json",
        """select d.id, cast(json_extract_string(l.line, '$.q') as integer) as q from docs as d
        cross join unnest(json_extract(d.body, '$[*]')) as l (line)""",
    ),
    _row_level(
        "unnest_then_join",
        """with lines as (select d.id, unnest(d.tags) as tag from docs as d)
        select lines.id, lines.tag, o.amount from lines join orders as o on o.status = lines.tag""",
    ),
    Shape(
        "sum_of_unnest",
        """select d.id, sum(cast(json_extract_string(l.line, '$.q') as integer)) as q, count(*) as n from docs as d
        cross join unnest(json_extract(d.body, '$[*]')) as l (line) group by d.id""",
    ),
    Shape(
        "numbered_unnest",
        "select d.id, t.tag, t.n from docs as d cross join unnest(d.tags) with ordinality as t (tag, n)",
    ),
    Shape(
        "unnest_of_range",
        "select g.a, n.n from edges as g cross join unnest(range(g.a, g.b)) as n (n)",
        "a list made of columns",
        each_row_counts=True,
    ),
    Shape("table_function", "select s.n, o.id from generate_series(1, 3) as s (n) left join orders as o on o.id = s.n"),
    Shape("table_function_of_column", "select g.a, s.n from edges as g, generate_series(g.a, g.b) as s (n)"),
    Shape(
        "zero_filled_series",
        """with months as (select cast(unnest(generate_series(date '2026-01-01', date '2026-04-01', interval 1 month))
        as date) as m)
        select months.m, count(o.id) as n, coalesce(sum(o.amount), 0) as total from months
        left join orders as o on cast(date_trunc('month', o.placed_on) as date) = months.m group by months.m""",
        "a month without rows is 0 of no rows",
    ),
    Shape("json_each", "select d.id, j.value from docs as d, json_each(d.body) as j", "a table function over a column"),
    _row_level(
        "lambda_over_columns",
        "select d.id, list_filter(d.tags, lambda t: t <> d.body) as tags, len(d.tags) as n from docs as d",
    ),
    Shape(
        "unnest_then_group",
        """with tags as (select d.id, unnest(d.tags) as tag from docs as d)
        select tags.tag, count(*) as n, list(tags.id order by tags.id) as ids from tags
        where tags.tag is not null group by tags.tag""",
    ),
]

STEPS = [
    _row_level(
        "step", "with big as (select o.id, o.amount from orders as o where o.amount > 3) select big.id from big"
    ),
    _row_level(
        "step_used_twice",
        """with open as (select o.id, o.customer from orders as o where o.status = 'open')
        select a.id, b.id as other from open as a join open as b on b.customer = a.customer""",
        "one scan in two roles",
    ),
    _row_level(
        "steps_nested",
        """with outer_step as (with inner_step as (select o.id, o.amount from orders as o) select inner_step.id
        from inner_step
            where inner_step.amount > 2)
        select outer_step.id from outer_step""",
    ),
    _row_level(
        "step_named_as_its_table",
        """with orders as (select o.id, -o.amount as amount from orders as o) select orders.id, orders.amount
        from orders""",
        "inside it is the table, outside the step",
    ),
    _row_level(
        "step_shadows_a_step",
        """with s as (select o.id from orders as o), t as (with s as (select e.ticket as id
        from events as e) select s.id from s)
        select s.id, t.id as other from s join t on t.id = s.id""",
    ),
    _row_level(
        "step_with_column_names", "with s (x, y) as (select o.id, o.amount from orders as o) select s.y, s.x from s"
    ),
    _row_level(
        "step_materialized", "with s as materialized (select o.id, o.status from orders as o) select s.id from s"
    ),
    _row_level("step_of_star", "with s as (select * from orders) select s.* exclude (id) from s where s.id > 1"),
    _row_level(
        "derived_table",
        "select t.id from (select o.id, o.amount + 1 as more from orders as o) as t where t.more > 3",
    ),
    Shape(
        "derived_without_alias",
        "select id from (select id, amount from orders) where amount > 2",
        refused="without a name",
    ),
    _row_level("derived_with_columns", "select t.b from (select o.id, o.amount from orders as o) as t (a, b)"),
    _row_level(
        "step_inside_a_derived_table",
        "select t.id from (with s as (select o.id from orders as o where o.amount > 1) select s.id from s) as t",
    ),
    Shape(
        "group_of_group",
        """with by_pair as (select o.customer, o.status, sum(o.amount) as total from orders as o
        group by o.customer, o.status)
        select by_pair.customer, max(by_pair.total) as most, count(*) as n from by_pair group by by_pair.customer""",
    ),
    Shape(
        "group_joined_to_rows",
        """with totals as (select o.customer, sum(o.amount) as total from orders as o group by o.customer)
        select o.id, o.amount, totals.total from orders as o join totals on totals.customer = o.customer""",
        "a share of a total",
    ),
    Shape(
        "totals_joined_crosswise",
        """with totals as (select sum(o.amount) as total, count(*) as n from orders as o)
        select o.id, totals.total, totals.n from orders as o cross join totals where o.amount > 2""",
    ),
    Shape(
        "first_month",
        """with firsts as (select o.customer, min(date_trunc('month', o.placed_on)) as first_month from orders as o
        group by o.customer)
        select firsts.first_month, count(*) as customers from firsts group by firsts.first_month""",
    ),
    Shape(
        "newest_joined",
        """with newest as (select e.ticket, max(e.seq) as seq from events as e group by e.ticket)
        select e.ticket, e.status from events as e join newest on newest.ticket = e.ticket and newest.seq = e.seq""",
    ),
    Shape(
        "above_average",
        """with means as (select o.product, avg(o.amount) as mean from orders as o group by o.product)
        select o.id, o.amount from orders as o join means on means.product = o.product where o.amount > means.mean""",
    ),
    Shape(
        "groups_that_are_missing",
        """with paid as (select o.customer from orders as o where o.status = 'closed' group by o.customer)
        select c.customer, c.country from customers as c left join paid on paid.customer = c.customer
        where paid.customer is null""",
        "an anti join with a group",
        each_row_counts=True,
    ),
    Shape(
        "count_of_missing",
        """with paid as (select o.customer from orders as o where o.status = 'closed' group by o.customer)
        select c.country, count(*) as n from customers as c left join paid on paid.customer = c.customer
        where paid.customer is null group by c.country""",
    ),
    Shape(
        "orders_without_a_later_one",
        """select a.customer, count(*) as n, sum(a.amount) as total from orders as a
        left join orders as b on b.customer = a.customer and b.placed_on > a.placed_on where b.id is null
        group by a.customer""",
        "an anti join with itself",
    ),
    Shape(
        "ratio",
        """with counted as (select o.customer, count(*) filter (where o.status = 'closed') as done, count(*) as n
            from orders as o where o.status <> 'void' group by o.customer)
        select counted.customer, counted.done, counted.n, case when counted.n > 0
        then counted.done * 100 // counted.n end as percent
        from counted""",
    ),
    Shape(
        "two_branches_of_figures",
        """with by_customer as (select 'customer' as kind, o.customer as who, sum(o.amount) as total from orders as o
        group by o.customer),
        by_product as (select 'product' as kind, o.product as who, sum(o.amount) as total from orders as o
        group by o.product)
        select by_customer.* from by_customer union all select by_product.* from by_product""",
    ),
    Shape(
        "spans_of_prices",
        """with spans as (select p.product, p.price, p.valid_from,
            lead(p.valid_from, 1, date '9999-12-31') over (partition by p.product order by p.valid_from) as valid_to
            from prices as p)
        select o.customer, sum(o.amount * spans.price) as worth from orders as o
        join spans on spans.product = o.product and o.placed_on >= spans.valid_from and o.placed_on < spans.valid_to
        group by o.customer""",
    ),
    Shape(
        "window_of_window",
        """with steps as (select e.ticket, e.seq, e.status,
            case when lag(e.status) over (partition by e.ticket order by e.seq) is distinct
            from e.status then 1 else 0 end as changed
            from events as e)
        select steps.ticket, steps.seq, sum(steps.changed) over (partition by steps.ticket order by steps.seq
            rows between unbounded preceding and current row) as run from steps""",
    ),
    Shape(
        "share_of_window_then_group",
        """with shared as (select o.customer, o.product, o.amount, sum(o.amount) over (partition by o.product)
        as of_product
            from orders as o)
        select shared.customer, sum(shared.of_product) as reach, count(*) as n from shared group by shared.customer""",
    ),
    Shape(
        "all_at_once",
        """with newest as (
            select o.* from orders as o qualify row_number() over (partition by o.customer, o.product
            order by o.placed_on desc, o.id desc) = 1
        ), priced as (
            select newest.customer, newest.amount * p.price as worth from newest
            asof left join prices as p on p.product = newest.product and p.valid_from <= newest.placed_on
        ), moves as (
            select priced.customer, priced.worth from priced union all select c.customer, null from customers as c
        ), totals as (
            select moves.customer, sum(moves.worth) as worth, count(*) as n from moves
            group by moves.customer having count(*) > 1
        ) select totals.customer, totals.worth, totals.n, c.country, rank() over (partition by c.country
        order by totals.n) as place
        from totals left join customers as c on c.customer = totals.customer""",
        "most of it together",
    ),
    _row_level("step_that_nobody_reads", "with unread as (select * from docs) select o.id, o.status from orders as o"),
    _row_level(
        "names_in_capitals",
        "with Big as (select O.ID from ORDERS as O where o.Amount > 2) select b.id from BIG as B",
    ),
    _row_level(
        "table_with_its_schema",
        "with orders as (select e.ticket as id from events as e) select o.id, s.id as other from main.orders as o"
        " join orders as s on s.id = o.id",
        "the table and a step of its name",
    ),
    _row_level(
        "column_named_as_its_input",
        "select t.o from (select o.customer as o from orders as o) as t where t.o is not null",
    ),
    Shape(
        "keys_counted",
        """with keys as (select o.customer, o.status from orders as o group by o.customer, o.status)
        select keys.customer, count(*) as n from keys group by keys.customer""",
    ),
    Shape(
        "keys_joined",
        """with late as (select e.ticket from events as e where e.status = 'solved' group by e.ticket)
        select o.id, o.amount from orders as o join late on late.ticket = o.id""",
        "in a group of no aggregate one row is enough",
    ),
    Shape(
        "figures_of_expected_months",
        """with months as (
            select cast(unnest(generate_series(date '2026-01-01', date '2026-04-01', interval 1 month)) as date)
            as month_start
        ), firsts as (
            select o.customer, min(cast(date_trunc('month', o.placed_on) as date)) as first_month from orders as o
            where o.customer is not null group by o.customer
        ), expected as (
            select firsts.customer, months.month_start from firsts
            join months on months.month_start >= firsts.first_month
        ), grouped as (
            select o.customer, cast(date_trunc('month', o.placed_on) as date) as month_start, sum(o.amount) as total
            from orders as o group by o.customer, cast(date_trunc('month', o.placed_on) as date)
        )
        select expected.customer, expected.month_start, coalesce(grouped.total, 0) as total from expected
        left join grouped on grouped.customer = expected.customer and grouped.month_start = expected.month_start""",
        "a figure of none stands on the first month",
    ),
    Shape(
        "rolling_figures",
        """with grouped as (
            select o.customer, cast(date_trunc('month', o.placed_on) as date) as month_start, sum(o.amount) as total
            from orders as o group by o.customer, cast(date_trunc('month', o.placed_on) as date)
        )
        select a.customer, a.month_start, sum(b.total) as total, count(*) as months from grouped as a
        join grouped
        as b on b.customer = a.customer and b.month_start between a.month_start - interval 2 month and a.month_start
        group by a.customer, a.month_start""",
        "a step joined to itself",
    ),
    Shape(
        "two_groups_side_by_side",
        """with placed as (select o.customer, count(*) as n from orders as o group by o.customer),
        held as (select c.customer, count(*) as n from customers as c group by c.customer)
        select coalesce(placed.customer, held.customer) as customer, coalesce(placed.n, 0) as placed, coalesce(held.n,
        0) as held
        from placed full join held on held.customer = placed.customer""",
    ),
    Shape(
        "three_full_joins_using",
        """with a as (select o.customer, count(*) as n from orders as o group by o.customer),
        b as (select c.customer, count(*) as m from customers as c group by c.customer),
        c as (select c.parent as customer, max(c.country) as k from customers as c group by c.parent)
        select customer, a.n, b.m, c.k from a full join b using (customer) full join c using (customer)""",
    ),
    _row_level(
        "join_on_either",
        """select o.id, c.country from orders as o left
        join customers as c on c.customer = o.customer or c.country = o.status""",
    ),
    Shape(
        "concentration",
        """with by_customer as (select o.product, o.customer, sum(o.amount) as amount from orders as o
        group by o.product, o.customer),
        totals as (select by_customer.product, sum(by_customer.amount) as amount from by_customer
        group by by_customer.product),
        shares as (
            select by_customer.product, cast(by_customer.amount * 10000 as bigint) // cast(totals.amount as bigint)
            as share
            from by_customer join totals on totals.product = by_customer.product where totals.amount > 0
        ) select shares.product, sum(shares.share * shares.share) as concentration from shares
        group by shares.product""",
    ),
    Shape(
        "sum_of_newest",
        """with newest as (
            select e.ticket, e.status, e.seq from events as e
            qualify row_number() over (partition by e.ticket order by e.seq desc) = 1
        ) select newest.status, count(*) as n, sum(newest.seq) as s from newest group by newest.status""",
        "losers of one ticket and winners of another",
    ),
    Shape(
        "differences_of_running_sums",
        """with levels as (
            select o.customer, o.id, o.amount, sum(o.amount) over (partition by o.customer order by o.id
                rows between unbounded preceding and current row) as level_after from orders as o
        ), kept as (
            select levels.customer, levels.id, levels.level_after - levels.amount as level_from,
                least(levels.level_after, coalesce(min(levels.level_after) over (partition by levels.customer
                    order by levels.id rows between 1 following and unbounded following), levels.level_after))
                    as level_to
            from levels
        ) select a.customer, a.id, b.id as other, least(a.level_to, b.level_to) - greatest(a.level_from, b.level_from)
        as q
        from kept as a join kept
        as b on b.customer = a.customer and b.level_from < a.level_to and a.level_from < b.level_to""",
        "quantities shared out by levels",
    ),
]

RECURSIONS = [
    Shape(
        "counting",
        """with recursive n (i) as (select 1 union all select n.i + 1 from n where n.i < 4) select n.i, o.id from n
        join orders as o on o.id = n.i""",
        "recursion over no table",
    ),
    Shape(
        "hierarchy",
        """with recursive above as (
            select c.customer, c.parent as ancestor, 1 as steps from customers as c where c.parent is not null
            union all
            select above.customer, c.parent, above.steps + 1 from above
            join customers as c on c.customer = above.ancestor where above.steps < 5 and c.parent is not null
        ) select above.customer, above.ancestor, above.steps from above""",
    ),
    Shape(
        "furthest_ancestor",
        """with recursive above as (
            select c.customer, c.customer as ancestor, 0 as steps from customers as c
            union all
            select above.customer, c.parent, above.steps + 1 from above
            join customers as c on c.customer = above.ancestor where above.steps < 6 and c.parent is not null
        ) select above.customer, arg_max(above.ancestor, (above.steps, above.ancestor)) as top, max(above.steps)
        as steps
        from above group by above.customer""",
    ),
    Shape(
        "clusters",
        """with recursive links as (
            select g.a as x, g.b as y from edges as g union all select g.b as x, g.a as y from edges as g
        ), reached as (
            select links.x as node, links.x as other from links
            union
            select reached.node, links.y as other from reached join links on links.x = reached.other
        ) select reached.node, min(reached.other) as cluster from reached group by reached.node""",
        "cited as the links that made them",
        refused="union",
    ),
    Shape(
        "clusters_by_steps",
        """with recursive links as (
            select g.a as x, g.b as y from edges as g union all select g.b as x, g.a as y from edges as g
        ), reached as (
            select links.x as node, links.x as other, 0 as steps from links group by links.x
            union all
            select reached.node, links.y as other, reached.steps + 1 as steps from reached
            join links on links.x = reached.other
            where reached.steps < 3
        ) select reached.node, min(reached.other) as cluster, count(*) as walks from reached group by reached.node""",
    ),
    Shape(
        "clusters_in_rounds",
        """with links as (
            select g.a as x, g.b as y from edges as g union all select g.b as x, g.a as y from edges as g
        ), round_0 as (
            select l.x, l.x as own from links as l group by l.x
        ), near_1 as (
            select l.x, min(r.own) as own from links as l join round_0 as r on r.x = l.y group by l.x
        ), round_1 as (
            select n.x, least(n.own, r.own, coalesce(e.own, n.own)) as own from near_1 as n
            join round_0 as r on r.x = n.x left join round_0 as e on e.x = n.own
        ), near_2 as (
            select l.x, min(r.own) as own from links as l join round_1 as r on r.x = l.y group by l.x
        ), round_2 as (
            select n.x, least(n.own, r.own, coalesce(e.own, n.own)) as own from near_2 as n
            join round_1 as r on r.x = n.x left join round_1 as e on e.x = n.own
        ), near_3 as (
            select l.x, min(r.own) as own from links as l join round_2 as r on r.x = l.y group by l.x
        ), round_3 as (
            select n.x, least(n.own, r.own, coalesce(e.own, n.own)) as own from near_3 as n
            join round_2 as r on r.x = n.x left join round_2 as e on e.x = n.own
        ), near_4 as (
            select l.x, min(r.own) as own from links as l join round_3 as r on r.x = l.y group by l.x
        ), round_4 as (
            select n.x, least(n.own, r.own, coalesce(e.own, n.own)) as own from near_4 as n
            join round_3 as r on r.x = n.x left join round_3 as e on e.x = n.own
        )
        select round_4.x, round_4.own from round_4""",
        "each round brings along three times the rows of the one before",
    ),
    Shape(
        "reachable",
        """with recursive reached (x, y) as (
            select g.a, g.b from edges as g union select reached.x, g.b from reached join edges as g on g.a = reached.y
        ) select reached.x, reached.y from reached""",
        "a pair may be reached in many ways",
        refused="union",
    ),
    Shape(
        "using_key",
        """with recursive nearest (x, y, n) using key (x, y) as (
            select g.a, g.b, 1 from edges as g
            union select r.x, g.b, r.n + 1 from nearest as r join edges as g on g.a = r.y where r.n < 3
        ) select nearest.x, count(*) as n from nearest group by nearest.x""",
        "rows that replace rows",
        refused="union",
    ),
]

INSIDE_EXPRESSIONS = [
    Shape(
        "exists",
        "select o.id from orders as o where exists (select 1 from customers as c where c.customer = o.customer)",
        refused="exists",
    ),
    Shape(
        "not_exists",
        "select o.id from orders as o where not exists (select 1 from customers as c where c.customer = o.customer)",
        refused="exists",
    ),
    Shape(
        "exists_in_select",
        "select o.id, exists (select 1 from events as e where e.ticket = o.id) as has from orders as o",
        refused="exists",
    ),
    Shape(
        "in", "select o.id from orders as o where o.customer in (select c.customer from customers as c)", refused="in"
    ),
    Shape(
        "not_in",
        "select o.id from orders as o where o.customer not in (select c.customer from customers as c)",
        refused="in",
    ),
    Shape("in_list", "select o.id from orders as o where o.status in ('open', 'void')", "values are no query"),
    Shape(
        "any",
        "select o.id from orders as o where o.customer = any (select c.customer from customers as c)",
        refused="a query inside an expression",
    ),
    Shape(
        "scalar",
        "select o.id, (select max(p.price) from prices as p) as most from orders as o",
        refused="a query inside an expression",
    ),
    Shape(
        "scalar_correlated",
        """select o.id, (select max(p.price) from prices as p where p.product = o.product) as most from orders as o""",
        refused="a query inside an expression",
    ),
    Shape(
        "scalar_in_where",
        "select o.id from orders as o where o.amount > (select avg(p.price) from prices as p)",
        refused="a query inside an expression",
    ),
    Shape(
        "scalar_in_join",
        """select o.id, c.country from orders as o left join customers as c on c.customer = (select min(x.customer)
        from customers as x)""",
        refused="a query inside an expression",
    ),
    Shape(
        "scalar_in_having",
        """select o.customer, count(*) as n from orders as o group by o.customer having count(*) > (select min(e.seq)
        from events as e)""",
        refused="a query inside an expression",
    ),
    Shape(
        "scalar_in_case_in_step",
        """with s as (select o.id, case when o.amount > 3 then (select count(*) from docs as d) end as n
        from orders as o)
        select s.id, s.n from s""",
        refused="a query inside an expression",
    ),
    Shape(
        "array_of_query",
        "select o.id, array(select p.price from prices as p order by p.price) as all_prices from orders as o",
        refused="a query inside an expression",
    ),
    Shape(
        "scalar_in_aggregate",
        """select o.customer, sum(o.amount * (select count(*) from prices as p)) as total from orders as o
        group by o.customer""",
        refused="a query inside an expression",
    ),
    Shape(
        "scalar_in_order",
        "select o.id from orders as o order by (select max(p.price) from prices as p), o.id",
        refused="a query inside an expression",
    ),
]

TURNED = [
    Shape(
        "pivot_statement",
        """pivot (select o.customer, o.status, o.amount
        from orders as o) on status in ('open', 'closed') using sum(amount)""",
        refused="pivot",
    ),
    Shape(
        "pivot_in_from",
        """select t.* from (select o.customer, o.status, o.amount from orders as o)
        pivot (sum(amount) for status in ('open', 'closed')) as t""",
        refused="pivot",
    ),
    Shape(
        "unpivot",
        "select t.* from customers unpivot (held for kind in (country, parent)) as t",
        refused="pivot",
    ),
    Shape("columns_of_all", "select columns(*) from orders as o", refused="columns"),
    Shape("columns_by_pattern", "select columns('^(id|amount)$') from orders as o", refused="columns"),
    Shape("columns_in_aggregate", "select min(columns(* exclude (status))) from orders as o", refused="columns"),
]

SHAPES = [*ROWS, *JOINS, *GROUPS, *WINDOWS, *SETS, *UNNEST, *STEPS, *RECURSIONS, *INSIDE_EXPRESSIONS, *TURNED]
