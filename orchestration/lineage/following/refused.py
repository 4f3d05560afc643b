"""The constructs of a query that are not followed, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from orchestration.lineage.following.parts import visible_inputs
from orchestration.lineage.queries import UnfollowableError

_PLACES_OF_QUERIES = (exp.CTE, exp.SetOperation, exp.From, exp.Join, exp.Subquery)
_INPUTS = (exp.From, exp.Join)
Test = Callable[[Any], object]
_REFUSED: list[tuple[type[exp.Expr], Test, str]] = [
    (exp.Select, lambda node: node.args.get("distinct"), "DISTINCT"),
    (exp.Select, lambda node: node.args.get("sample"), "SAMPLE"),
    (exp.Limit, lambda node: True, "LIMIT"),
    (exp.Fetch, lambda node: True, "FETCH"),
    (exp.Offset, lambda node: True, "OFFSET"),
    (exp.TableSample, lambda node: True, "TABLESAMPLE"),
    (exp.Pivot, lambda node: True, "PIVOT"),
    (exp.Exists, lambda node: isinstance(node.this, exp.Query), "EXISTS"),
    (exp.In, lambda node: node.args.get("query"), "IN with a query"),
    (exp.Columns, lambda node: True, "COLUMNS()"),
    (exp.Intersect, lambda node: True, "INTERSECT"),
    (exp.Except, lambda node: True, "EXCEPT"),
    (exp.Union, lambda node: node.args.get("by_name"), "UNION BY NAME"),
    (exp.Union, lambda node: node.args.get("distinct") is not False, "UNION without ALL"),
    (exp.Join, lambda node: node.kind == "SEMI", "SEMI JOIN"),
    (exp.Join, lambda node: node.method == "NATURAL", "NATURAL JOIN"),
    (exp.Join, lambda node: node.method == "POSITIONAL" or node.kind == "POSITIONAL", "POSITIONAL JOIN"),
    (exp.Lateral, lambda node: any(node.find_all(exp.Query)), "LATERAL"),
    (exp.Group, lambda node: node.args.get("totals"), "GROUP BY with totals"),
    (exp.ReadParquet, lambda node: True, "reading a file"),
    (exp.ReadCSV, lambda node: True, "reading a file"),
    # DuckDB itself loses the partition on the way.
    (exp.Window, lambda node: node.args.get("alias") and isinstance(node.this, exp.Identifier), "a window on a window"),
    (exp.Star, lambda node: node.args.get("rename"), "RENAME"),
    (exp.Subquery, lambda node: isinstance(node.this, exp.Table), "a join in parentheses"),
    (exp.Subquery, lambda node: isinstance(node.parent, _INPUTS) and not node.alias, "a derived table without a name"),
]


def refuse(tree: exp.Query) -> None:
    """Raise UnfollowableError for the first construct of a query that is not followed."""
    for kind, holds, construct in _REFUSED:
        for node in tree.find_all(kind):
            if holds(node):
                raise UnfollowableError(construct)
    for query in tree.find_all(exp.Query):
        if query is not tree and not isinstance(query.parent, _PLACES_OF_QUERIES):
            raise UnfollowableError("a query inside an expression")
    for select in tree.find_all(exp.Select):
        names = {source.alias_or_name.lower() for source in visible_inputs(select)}
        for column in select.find_all(exp.Column):
            if not column.table and column.name.lower() in names and column.find_ancestor(exp.Query) is select:
                raise UnfollowableError("a row as a value")
    for function in tree.find_all(exp.Anonymous):
        if function.name.lower().startswith(("read_", "glob")) and isinstance(function.parent, exp.Table):
            raise UnfollowableError("reading a file")
