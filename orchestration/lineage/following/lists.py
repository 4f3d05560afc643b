"""Lists of rows in SQL."""

from __future__ import annotations

from sqlglot import exp


def collected(rows: exp.Expr) -> exp.Expr:
    """The aggregate that collects lists of rows; `flattened` makes one list of them."""
    return exp.ArrayAgg(this=rows.copy())


def flattened(lists: exp.Expr) -> exp.Expr:
    """One list of a list of lists."""
    return exp.Anonymous(this="flatten", expressions=[lists])


def concatenated(lists: list[exp.Expr]) -> exp.Expr:
    """One list of several; a missing one counts as empty."""
    joined = lists[0].copy()
    for following in lists[1:]:
        joined = exp.Anonymous(this="list_concat", expressions=[joined, following.copy()])
    return joined


def distinct(rows: exp.Expr) -> exp.Expr:
    """The list with each row once."""
    return exp.Anonymous(this="list_distinct", expressions=[rows])
