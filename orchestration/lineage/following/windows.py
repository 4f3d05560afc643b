"""The rows that a window function looks at, as lists that the same kind of window collects."""

from __future__ import annotations

from sqlglot import exp

from orchestration.lineage.following.lists import collected, flattened

_OF_WHOLE_PARTITIONS = (
    exp.Lag,
    exp.Lead,
    exp.FirstValue,
    exp.LastValue,
    exp.NthValue,
    exp.Ntile,
    exp.PercentRank,
    exp.CumeDist,
)


def looking(window: exp.Window, rows: exp.Expr, whole: bool) -> exp.Expr:
    """The rows that a window's function looks at for one row, over the list of each row's own; or its partition."""
    partition = [key.copy() for key in window.args.get("partition_by") or ()]
    around = exp.Window(this=collected(rows), partition_by=partition)
    if whole:
        return flattened(around)
    return _looked_at(window, rows, around)


def _looked_at(window: exp.Window, rows: exp.Expr, around: exp.Window) -> exp.Expr:
    function, order = window.this, window.args.get("order")
    if isinstance(function, exp.Lag | exp.Lead) and not isinstance(function.this, exp.Order):
        offset = function.args.get("offset") or exp.Literal.number(1)
        if offset.is_int and order:
            # With the rows between: of the cited rows alone the one looked at must be as far away again.
            rows_away = int(offset.to_py())
            is_before = isinstance(function, exp.Lag) == (rows_away >= 0)
            far = exp.Literal.number(abs(rows_away))
            return flattened(_between(around, order, "ROWS", **{"before" if is_before else "after": far}))
    if isinstance(function, exp.RowNumber | exp.Rank | exp.DenseRank) and order:
        kind = "ROWS" if isinstance(function, exp.RowNumber) else "RANGE"
        return flattened(_between(around, order, kind, before="UNBOUNDED"))
    if isinstance(function, exp.AggFunc) and not isinstance(function, _OF_WHOLE_PARTITIONS):
        framed = window.copy()
        framed.set("this", collected(rows))
        _reach_the_row_itself(framed.args.get("spec"))
        return flattened(framed)
    return flattened(around)


def _between(
    around: exp.Window,
    order: exp.Expr,
    kind: str,
    before: exp.Expr | str | None = None,
    after: exp.Expr | str | None = None,
) -> exp.Window:
    """A window in order, from so many rows before the row to so many after it."""
    framed = around.copy()
    framed.set("order", order.copy())
    framed.set(
        "spec",
        exp.WindowSpec(
            kind=kind,
            start=before or "CURRENT ROW",
            start_side="PRECEDING" if before else None,
            end=after or "CURRENT ROW",
            end_side="FOLLOWING" if after else None,
        ),
    )
    return framed


def _reach_the_row_itself(spec: exp.Expr | None) -> None:
    """Widen a frame that lies apart: of the cited rows alone it must lie as far away again."""
    if spec is None:
        return
    spec.set("exclude", None)
    if (spec.args.get("end_side") or "").upper() == "PRECEDING":
        spec.set("end", "CURRENT ROW")
        spec.set("end_side", None)
    if (spec.args.get("start_side") or "").upper() == "FOLLOWING":
        spec.set("start", "CURRENT ROW")
        spec.set("start_side", None)
