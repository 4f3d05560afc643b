"""A model's executed SQL as a tree: what all of lineage agrees on about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import sqlglot
from sqlglot import exp

from orchestration.errors import RapportError

DIALECT = "duckdb"


class UnfollowableError(RapportError):
    """A query holds a construct that lineage does not follow; it is named, never followed wrongly."""

    def __init__(self, construct: str, model: str = "") -> None:
        self.construct = construct
        self.model = model
        super().__init__(f"{model}: {construct} is not followed" if model else f"{construct} is not followed")


def parse_query(sql: str) -> exp.Query:
    """Parse one query of DuckDB's SQL. Raises UnfollowableError for anything else."""
    try:
        tree = sqlglot.parse_one(sql, read=DIALECT)
    except sqlglot.errors.ParseError as error:
        raise UnfollowableError(f"SQL that does not parse ({error.errors[0]['description']})") from error
    if not isinstance(tree, exp.Query):
        raise UnfollowableError(type(tree).__name__.upper())
    for node in tree.walk():
        # Where a word stands in the text: nobody asks, and copying it takes most of the time of copying a tree.
        node._meta = None
    return tree


def relation_of(table: exp.Table) -> str:
    """`schema.name` of a table; the name alone where no schema is given."""
    return f"{table.db}.{table.name}" if table.db else table.name


def scans(tree: exp.Query) -> list[exp.Table]:
    """The stored tables that a query reads, one entry each time it reads one, in the order of the tree (depth first).

    A name that a CTE in reach has is that step, not a table, and a table function is none either. The index in this
    list is the scan's number, by which column lineage and row annotations speak of it.
    """
    tables = tree.find_all(exp.Table, bfs=False)
    return [table for table in tables if isinstance(table.this, exp.Identifier) and step_of(table) is None]


def step_of(table: exp.Table) -> exp.CTE | None:
    """The CTE in reach that a table's name stands for; None for a stored table."""
    if table.db:
        return None
    below: exp.Expr = table
    while (node := below.parent) is not None:
        steps = []
        if isinstance(node, exp.With):
            # Inside a step the steps before it are in reach, and itself where the steps may be recursive.
            position = next(n for n, cte in enumerate(node.expressions) if cte is below)
            steps = node.expressions[: position + 1 if node.args.get("recursive") else position]
        elif isinstance(node, exp.Query) and node.args.get("with_") not in (None, below):
            steps = node.args["with_"].expressions
        named = [cte for cte in steps if cte.alias.lower() == table.name.lower()]
        if named:
            return cast(exp.CTE, named[-1])
        below = node
    return None


def inline_views(tree: exp.Query, views: Mapping[str, exp.Query]) -> exp.Query:
    """A copy of a query in which each scan of a view is the view's own query, views within views included."""
    tree = tree.copy()
    for table in scans(tree):
        view = views.get(relation_of(table))
        if view is not None:
            alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name))
            table.replace(exp.Subquery(this=inline_views(view, views), alias=alias))
    return tree
