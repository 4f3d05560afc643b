"""The parts of a select that rewriting and restricting look at: inputs, windows, aggregates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from sqlglot import exp


def inputs(query: exp.Expr) -> Iterator[exp.Expr]:
    """What a query takes its rows from: tables, steps, derived tables, and of a set operation the queries it joins."""
    if isinstance(query, exp.Subquery):
        yield from inputs(query.this)
    elif isinstance(query, exp.SetOperation):
        yield from inputs(query.left)
        yield from inputs(query.right)
    elif isinstance(query, exp.Select):
        yield from visible_inputs(query)


def visible_inputs(select: exp.Select) -> Iterator[exp.Expr]:
    """The inputs of a select whose columns it may name: not the right side of an anti join."""
    for source in own_inputs(select):
        if not (isinstance(source.parent, exp.Join) and source.parent.kind == "ANTI"):
            yield source


def own_inputs(select: exp.Select) -> list[exp.Expr]:
    """What stands after FROM and JOIN of a select itself."""
    from_ = select.args.get("from_")
    found = [from_.this] if from_ is not None else []
    return [*found, *(join.this for join in select.args.get("joins") or ())]


def within(root: exp.Expr) -> Iterator[exp.Expr]:
    """The nodes of an expression, those of queries inside it left out."""
    yield from root.walk(prune=lambda node: isinstance(node, exp.Query) and node is not root)


def is_windowed(call: exp.Expr) -> bool:
    """Whether an aggregate stands as the function of a window, filters and the like between them."""
    child, parent = call, call.parent
    while isinstance(parent, exp.Filter | exp.IgnoreNulls | exp.RespectNulls | exp.WithinGroup):
        child, parent = parent, parent.parent
    return isinstance(parent, exp.Window) and parent.this is child


def is_aggregate(node: exp.Expr, aggregates: frozenset[str]) -> bool:
    """Whether a call is one of an aggregate function, sqlglot's or only DuckDB's."""
    if isinstance(node, exp.AggFunc):
        return True
    return isinstance(node, exp.Anonymous) and node.name.lower() in aggregates


def windows(select: exp.Select) -> Iterator[exp.Window]:
    """The window functions of a select's output, qualify and order; one over a named window is written out."""
    named = {window.name.lower(): window for window in select.args.get("windows") or ()}
    for root in (*select.expressions, *(filter(None, (select.args.get("qualify"), select.args.get("order"))))):
        for window in within(root):
            if isinstance(window, exp.Window):
                yield _written_out(window, named)


def _written_out(window: exp.Window, named: Mapping[str, exp.Window]) -> exp.Window:
    alias = window.args.get("alias")
    if alias is None:
        return window
    base = _written_out(named[alias.name.lower()], named)
    parts = {name: window.args.get(name) or base.args.get(name) for name in ("partition_by", "order", "spec")}
    return exp.Window(this=window.this.copy(), over="OVER", **deepcopy(parts))
