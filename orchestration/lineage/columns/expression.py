"""What the value of an expression depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import duckdb
from sqlglot import exp

from orchestration.lineage.columns.dependency import NOTHING, Dependencies, Dependency, Kind, has_direct, taken
from orchestration.lineage.columns.scope import Scope
from orchestration.lineage.following.follow import aggregate_functions
from orchestration.lineage.queries import DIALECT, UnfollowableError

_PICKS_A_ROW = (exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue)
"""Functions over a window that give the value of one of its rows as it is."""

_NUMBERS_ROWS = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.Ntile)

_REFUSED = (exp.Columns, exp.PositionalColumn, exp.Comprehension, exp.Placeholder, exp.Parameter, exp.Star, exp.Pivot)


def value_of(node: exp.Expr, scope: Scope) -> Dependencies:
    """Dependencies of an expression's value; those of a plain column are its own.

    Raises UnfollowableError for what is not understood.
    """
    found: set[Dependency] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        read = _reader(current)
        if read is None:
            waiting.extend(current.iter_expressions())
        else:
            found |= read(current, scope)
    return frozenset(found)


def values_of(nodes: Iterable[exp.Expr], scope: Scope, kind: Kind) -> Dependencies:
    """Dependencies of several expressions, taken in one kind."""
    return taken(frozenset().union(*(value_of(node, scope) for node in nodes)), kind)


def is_aggregate(node: exp.Expr) -> bool:
    """Whether a node is a call of a function that makes one value of many rows."""
    if isinstance(node, exp.Anonymous):
        return node.name.lower() in _aggregates()
    return isinstance(node, exp.AggFunc | exp.WithinGroup) and not isinstance(node, _NUMBERS_ROWS)


def unnested(node: exp.Expr) -> list[exp.Expr]:
    """The calls of `unnest` in an expression, nested queries apart."""
    inside = node.walk(prune=lambda below: isinstance(below, exp.Query))
    return [found for found in inside if isinstance(found, exp.Explode | exp.Unnest)]


_Reader = Callable[[exp.Expr, Scope], Dependencies]


def _reader(node: exp.Expr) -> _Reader | None:
    """How a node is read, by the first of its classes that has a way of its own; None: its parts are read."""
    if isinstance(node, _REFUSED):
        raise UnfollowableError(node.sql(dialect=DIALECT))
    for kind in type(node).__mro__:
        if kind in _READERS:
            return _READERS[kind]
    return _aggregate if is_aggregate(node) else None


def _column(node: exp.Expr, scope: Scope) -> Dependencies:
    assert isinstance(node, exp.Column)
    if isinstance(node.this, exp.Star):
        raise UnfollowableError(f"{node.sql(dialect=DIALECT)} in an expression")
    return scope.column(node)


def _case(node: exp.Expr, scope: Scope) -> Dependencies:
    subject, branches, default = node.args.get("this"), node.args["ifs"], node.args.get("default")
    deciding = [branch.this for branch in branches] + ([subject] if subject else [])
    given = [branch.args["true"] for branch in branches] + ([default] if default else [])
    return _decided(deciding, given, scope)


def _if(node: exp.Expr, scope: Scope) -> Dependencies:
    given = [node.args[name] for name in ("true", "false") if node.args.get(name)]
    return _decided([node.this], given, scope)


def _decided(deciding: list[exp.Expr], given: list[exp.Expr], scope: Scope) -> Dependencies:
    return values_of(deciding, scope, Kind.CONDITIONAL) | values_of(given, scope, Kind.TRANSFORMATION)


def _aggregate(node: exp.Expr, scope: Scope) -> Dependencies:
    kind = Kind.TRANSFORMATION if isinstance(node, _PICKS_A_ROW + _NUMBERS_ROWS) else Kind.AGGREGATION
    arguments = [part for part in node.iter_expressions() if not isinstance(part, exp.Star)]
    return _or_rows(values_of(arguments, scope, kind), scope, kind)


def _arg_max(node: exp.Expr, scope: Scope) -> Dependencies:
    value = _or_rows(values_of([node.this], scope, Kind.AGGREGATION), scope, Kind.AGGREGATION)
    return value | values_of([node.expression], scope, Kind.SORT)


def _within_group(node: exp.Expr, scope: Scope) -> Dependencies:
    """A percentile takes its values from the order; only what follows the first key orders and gives nothing."""
    first, *others = [key.this for key in node.expression.expressions]
    values = values_of([*node.this.iter_expressions(), first], scope, Kind.AGGREGATION)
    return values | values_of(others, scope, Kind.SORT)


def _filter(node: exp.Expr, scope: Scope) -> Dependencies:
    return value_of(node.this, scope) | values_of([node.expression.this], scope, Kind.FILTER)


def _ordered(node: exp.Expr, scope: Scope) -> Dependencies:
    """`x order by y` among the arguments of a function."""
    value = value_of(node.this, scope) if node.args.get("this") else NOTHING
    return value | values_of(node.expressions, scope, Kind.SORT)


def _window(node: exp.Expr, scope: Scope) -> Dependencies:
    value = _or_rows(value_of(node.this, scope), scope, Kind.TRANSFORMATION)
    return value | _frame(node, scope)


def _frame(node: exp.Expr, scope: Scope) -> Dependencies:
    order = node.args.get("order")
    deciding = [*node.args.get("partition_by", []), *(order.expressions if order else [])]
    if node.args.get("spec"):
        deciding.append(node.args["spec"])
    found = values_of(deciding, scope, Kind.WINDOW)
    name = node.args.get("alias")
    if name is None:
        return found
    named = scope.windows.get(name.name.lower())
    if named is None:
        raise UnfollowableError(f"the window {name.name}")
    return found | _frame(named, scope)


def _exists(node: exp.Expr, scope: Scope) -> Dependencies:
    if not isinstance(node.this, exp.Query):
        raise UnfollowableError(node.sql(dialect=DIALECT))
    relation = scope.ask(node.this, scope)
    return taken(relation.rows, Kind.TRANSFORMATION) | relation.control


def _query(node: exp.Expr, scope: Scope) -> Dependencies:
    assert isinstance(node, exp.Query)
    relation = scope.ask(node, scope)
    return taken(frozenset().union(*relation.values), Kind.TRANSFORMATION) | relation.control


def _unnest(node: exp.Expr, scope: Scope) -> Dependencies:
    if node.args.get("offset") or (isinstance(node, exp.Explode) and node.expressions):
        raise UnfollowableError("unnest with options")
    return values_of(node.iter_expressions(), scope, Kind.TRANSFORMATION)


def _or_rows(found: Dependencies, scope: Scope, kind: Kind) -> Dependencies:
    """What no column gives its value to depends on the rows."""
    return found if has_direct(found) else found | taken(scope.rows, kind)


@cache
def _aggregates() -> frozenset[str]:
    """Names of DuckDB's aggregates, for those that the parser does not know as such."""
    with duckdb.connect() as con:
        return aggregate_functions(con)


_READERS: dict[type, _Reader] = {
    exp.Column: _column,
    exp.Case: _case,
    exp.If: _if,
    exp.ArgMax: _arg_max,
    exp.ArgMin: _arg_max,
    exp.WithinGroup: _within_group,
    exp.Filter: _filter,
    exp.Order: _ordered,
    exp.Window: _window,
    exp.RowNumber: _aggregate,
    exp.Exists: _exists,
    exp.Query: _query,
    exp.Explode: _unnest,
}
