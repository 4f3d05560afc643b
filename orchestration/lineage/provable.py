"""What keeps a model's figures from being proved, as far as the text of its SQL can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlglot import exp
from sqlglot.errors import OptimizeError
from sqlglot.optimizer.qualify_columns import qualify_columns

from orchestration.lineage.following.annotate import windows
from orchestration.lineage.queries import DIALECT, step_of

CITATION = ("_file_id", "_record")
"""The columns by which a row of staging says which record of which file it is."""

Rule = Callable[[exp.Query], Iterable[exp.Expr]]

SHOWN = 60  # characters of the SQL that a fault shows

UNREPEATABLE = (
    exp.CurrentCatalog,
    exp.CurrentDate,
    exp.CurrentDatetime,
    exp.CurrentDatabase,
    exp.CurrentSchema,
    exp.CurrentTime,
    exp.CurrentTimestamp,
    exp.CurrentUser,
    exp.CurrentVersion,
    exp.Localtime,
    exp.Localtimestamp,
    exp.Rand,
    exp.Randn,
    exp.SessionUser,
    exp.Uuid,
)
UNREPEATABLE_NAMES = {
    "current_localtime",
    "current_localtimestamp",
    "current_setting",
    "gen_random_uuid",
    "get_current_time",
    "get_current_timestamp",
    "getenv",
    "getvariable",
    "hash",
    "nextval",
    "now",
    "random",
    "setseed",
    "today",
    "transaction_timestamp",
    "txid_current",
    "uuid",
    "uuidv4",
    "uuidv7",
    "version",
}
FILE_READERS = (exp.ReadCSV, exp.ReadParquet)
FILE_READER_NAMES = {"glob", "parquet_scan", "read_blob", "read_csv_auto", "read_json", "read_json_auto", "read_text"}
ORDERED_AGGREGATES = (exp.AnyValue, exp.First, exp.Last, exp.ArrayAgg, exp.GroupConcat, exp.Mode)
ORDERED_AGGREGATE_NAMES = {"arbitrary", "histogram"}
ORDERED_WINDOWS = (
    exp.RowNumber,
    exp.Rank,
    exp.DenseRank,
    exp.PercentRank,
    exp.CumeDist,
    exp.Ntile,
    exp.Lag,
    exp.Lead,
    exp.FirstValue,
    exp.LastValue,
    exp.NthValue,
)
PLAIN_KINDS = {"", "INNER", "CROSS", "OUTER"}
PLAIN_METHODS = {"", "ASOF"}


def faults(tree: exp.Query) -> list[str]:
    """Each construct of a model's SQL that models may not use, with the text it stands in; empty where all is well."""
    return _broken(RULES, tree)


def naming_faults(tree: exp.Query) -> list[str]:
    """Columns whose name or input the SQL leaves open; past staging there are none."""
    return _broken(NAMING_RULES, tree)


def staging_faults(tree: exp.Query) -> list[str]:
    """The columns of CITATION that a staging table does not hand on. A star over a stored table hands on all of it."""
    try:
        named = qualify_columns(tree.copy(), schema={}, expand_alias_refs=False, dialect=DIALECT).named_selects
    except OptimizeError:
        named = tree.named_selects
    return [] if "*" in named else [f"no column {name}" for name in CITATION if name not in named]


def _broken(rules: dict[str, Rule], tree: exp.Query) -> list[str]:
    return [f"{what}: {_shown(found)}" for what, rule in rules.items() for found in rule(tree)]


def _shown(node: exp.Expr) -> str:
    text = node.sql(dialect=DIALECT, comments=False)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _called(tree: exp.Query, kinds: tuple[Any, ...], names: set[str]) -> Iterator[exp.Expr]:
    """Calls of functions, those that sqlglot has no class for by their name."""
    for node in tree.find_all(*kinds, exp.Anonymous):
        if not isinstance(node, exp.Anonymous) or node.name.lower() in names:
            yield node


def _unrepeatable(tree: exp.Query) -> Iterator[exp.Expr]:
    yield from _called(tree, UNREPEATABLE, UNREPEATABLE_NAMES)
    yield from (column for column in tree.find_all(exp.Column) if column.name.lower() == "rowid")


def _file_reads(tree: exp.Query) -> Iterator[exp.Expr]:
    yield from _called(tree, FILE_READERS, FILE_READER_NAMES)
    yield from (table for table in tree.find_all(exp.Table) if not table.db and "." in table.name)


def _distinct(tree: exp.Query) -> Iterator[exp.Expr]:
    return (distinct.parent or distinct for distinct in tree.find_all(exp.Distinct))


def _set_operations(tree: exp.Query) -> Iterator[exp.Expr]:
    for union in tree.find_all(exp.SetOperation):
        if not isinstance(union, exp.Union) or union.args.get("distinct") or union.args.get("by_name"):
            yield union


def _queries_in(tree: exp.Query, places: tuple[Any, ...], *, there: bool) -> Iterator[exp.Expr]:
    """Queries that are no step, no branch and not the whole, inside one of the places or (not there) inside no such."""
    for query in tree.find_all(exp.Query):
        parent = query.parent
        branch = isinstance(parent, exp.SetOperation) and not isinstance(query, exp.Subquery)
        if query is tree or branch or isinstance(parent, (exp.CTE, exp.Subquery)):
            continue
        if isinstance(parent, places) is there:
            yield query


def _derived_tables(tree: exp.Query) -> Iterator[exp.Expr]:
    return _queries_in(tree, (exp.From, exp.Join, exp.Lateral, exp.SetOperation), there=True)


def _subqueries(tree: exp.Query) -> Iterator[exp.Expr]:
    return _queries_in(tree, (exp.From, exp.Join, exp.Lateral, exp.SetOperation), there=False)


def _turned(tree: exp.Query) -> Iterator[exp.Expr]:
    return tree.find_all(exp.Pivot, exp.Columns)


def _cut(tree: exp.Query) -> Iterator[exp.Expr]:
    return tree.find_all(exp.Limit, exp.Offset, exp.Fetch, exp.TableSample)


def _joins(tree: exp.Query) -> Iterator[exp.Expr]:
    for join in tree.find_all(exp.Join):
        if join.kind not in PLAIN_KINDS or join.method not in PLAIN_METHODS:
            yield join


def _nameless_inputs(tree: exp.Query) -> Iterator[exp.Expr]:
    # A step of the model itself goes by the name it was given.
    return (table for table in tree.find_all(exp.Table) if not table.alias and step_of(table) is None)


def _unordered_aggregates(tree: exp.Query) -> Iterator[exp.Expr]:
    for call in _called(tree, ORDERED_AGGREGATES, ORDERED_AGGREGATE_NAMES):
        if not any(_orders(order) for order in call.find_all(exp.Order)):
            yield call


def _unordered_windows(tree: exp.Query) -> Iterator[exp.Expr]:
    for select in tree.find_all(exp.Select):
        for window in windows(select):
            spec = window.args.get("spec")
            by_rows = spec is not None and str(spec.args.get("kind")).upper() == "ROWS"
            order = window.args.get("order")
            if (by_rows or window.this.find(*ORDERED_WINDOWS)) and not (order and _orders(order)):
                yield window


def _orders(order: exp.Order) -> bool:
    """Whether an order tells rows apart: inside a window or an aggregate a number is a constant and no position."""
    return any(not isinstance(ordered.this, exp.Literal) for ordered in order.expressions)


def _stars(tree: exp.Query) -> Iterator[exp.Expr]:
    return (star for star in tree.find_all(exp.Star) if not isinstance(star.parent, exp.Count))


def _columns_of_no_input(tree: exp.Query) -> Iterator[exp.Expr]:
    return (column for column in tree.find_all(exp.Column) if not column.table)


RULES: dict[str, Rule] = {
    "what another run would not find again": _unrepeatable,
    "a file that is no extract": _file_reads,
    "rows made distinct; group them": _distinct,
    "a set operation other than union all": _set_operations,
    "a query inside a from; make it a step": _derived_tables,
    "a query inside an expression; join it": _subqueries,
    "columns that the data makes": _turned,
    "rows cut off or sampled": _cut,
    "a join that is none of inner, left, right, full, cross and asof": _joins,
    "an input without a name of its own": _nameless_inputs,
    "an aggregate whose result depends on an order that is not given": _unordered_aggregates,
    "a window whose result depends on an order that is not given": _unordered_windows,
}
"""What a model may not hold, in words that complete `<model>: ...`, and where it does."""

NAMING_RULES: dict[str, Rule] = {
    "columns that are not named": _stars,
    "a column that does not say which input it comes from": _columns_of_no_input,
}
