"""Rewrites a query so that each row of it carries the rows it was made of.

For scan n of the query the output gains a column `__s<n>`: the list of identities of the rows of that scan behind the
output row (Perm's and GProM's idea of provenance by rewriting, with one column a scan in place of one list for all).
The query's own columns, their order and the number of rows stay as they are.

What stands behind a row: of a join the rows joined; of a group all its rows, but of one that takes only minima and
maxima the rows that attain them, and of one that takes no aggregate a single row, because one suffices; of a window
the rows that its function looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from orchestration.lineage.queries import UnfollowableError, scans, step_of

ROW = "__row"
"""The column of a scan that says which of its rows a row is."""

Predicates = Mapping[int, list[exp.Expr]]
"""Conditions on the rows of a scan, by the scan's number; their columns are the scanned table's, under its alias."""

_SINGLE = (exp.Min, exp.Max)
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


def marker(scan: int) -> str:
    """Name of the column that carries the rows of a scan."""
    return f"__s{scan}"


@dataclass(frozen=True)
class Scanned:
    """How the rows of one scan are told apart: an expression over the table, and its type."""

    identity: str
    type: str


@dataclass(frozen=True)
class Annotated:
    """The rewritten query, and the numbers of the scans it carries columns for."""

    tree: exp.Query
    numbers: tuple[int, ...]


def annotate(
    tree: exp.Query,
    scanned: Mapping[int, Scanned],
    aggregates: frozenset[str],
    predicates: Predicates | None = None,
    barren: Collection[int] = (),
    deciding: Mapping[int, frozenset[str]] | None = None,
    *,
    with_losers: bool = False,
    is_wide: bool = False,
) -> Annotated:
    """Annotate a query; a scan that is not in `scanned` is taken as given and carries nothing.

    aggregates: names of DuckDB's aggregate functions, lower case; predicates: the rows of a scan that need to be looked
    at; barren: selects, by their place in the tree, that need not run; deciding: by select, the inputs whose rows only
    decide: their identities, which must then be even numbers, become odd; with_losers: where rows are numbered, carry
    the whole partition, those that came later too; is_wide: carry whole groups and partitions, not only what suffices.
    The query must be one that `refuse` lets pass.
    """
    tree = tree.copy()
    for place, select in enumerate(list(tree.find_all(exp.Select))):
        if place in barren:
            select.where(exp.false(), copy=False)
    return _Rewriter(tree, scanned, aggregates, predicates or {}, deciding or {}, with_losers, is_wide).rewrite()


class _Rewriter:
    def __init__(
        self,
        tree: exp.Query,
        scanned: Mapping[int, Scanned],
        aggregates: frozenset[str],
        predicates: Predicates,
        deciding: Mapping[int, frozenset[str]],
        with_losers: bool,
        is_wide: bool,
    ) -> None:
        self.tree = tree
        self.scanned = scanned
        self.aggregates = aggregates
        self.predicates = predicates
        self.with_losers = with_losers
        self.is_wide = is_wide
        places = {place: id(select) for place, select in enumerate(tree.find_all(exp.Select))}
        self.deciding = {places[place]: names for place, names in deciding.items()}
        self.number = {id(table): number for number, table in enumerate(scans(tree))}
        # Taken before anything moves: a name means what it means in the query as it was written.
        self.step = {id(table): step_of(table) for table in tree.find_all(exp.Table)}
        self.reached: dict[int, frozenset[int]] = {}

    def rewrite(self) -> Annotated:
        numbers = tuple(sorted(self.reach(self.tree)))
        self.query(self.tree, numbers)
        return Annotated(self.tree, numbers)

    def reach(self, query: exp.Expr) -> frozenset[int]:
        """The annotated scans that stand behind rows of a query."""
        if id(query) not in self.reached:
            self.reached[id(query)] = frozenset()
            # A recursive step reads itself: what it reaches by other ways is all that it reaches.
            self.reached[id(query)] = frozenset().union(*(self.reach_of_input(i) for i in inputs(query)))
        return self.reached[id(query)]

    def reach_of_input(self, source: exp.Expr) -> frozenset[int]:
        if isinstance(source, exp.Table):
            step = self.step.get(id(source))
            if step is not None:
                return self.reach(step.this)
            number = self.number.get(id(source))
            return frozenset({number} if number is not None and number in self.scanned else ())
        return self.reach(source.this) if isinstance(source, exp.Subquery) else frozenset()

    def query(self, query: exp.Expr, wanted: tuple[int, ...]) -> None:
        """Make a query carry the columns of the wanted scans, in this order, behind its own."""
        with_ = query.args.get("with_")
        for cte in with_.expressions if with_ else ():
            carried = tuple(sorted(self.reach(cte.this)))
            name_columns(cte, carried)
            self.query(cte.this, carried)
        if isinstance(query, exp.Subquery):
            self.query(query.this, wanted)
        elif isinstance(query, exp.SetOperation):
            self.query(query.left, wanted)
            self.query(query.right, wanted)
        elif isinstance(query, exp.Select):
            self.select(query, wanted)
        else:
            raise UnfollowableError(type(query).__name__.upper())

    def select(self, select: exp.Select, wanted: tuple[int, ...]) -> None:
        own: dict[int, list[exp.Expr]] = {}
        hidden: dict[str, list[str]] = {}
        for source in visible_inputs(select):
            name = self.input(source)
            carried = sorted(self.reach_of_input(source))
            is_scan = isinstance(source, exp.Table) and self.step.get(id(source)) is None
            for number in carried:
                column: exp.Expr = exp.column(ROW if is_scan else marker(number), table=name)
                rows_there = exp.array(column) if is_scan else column
                is_deciding = name in self.deciding.get(id(select), ())
                own.setdefault(number, []).append(_only_deciding(rows_there) if is_deciding else rows_there)
            hidden[name] = [ROW] if is_scan and carried else [marker(number) for number in carried]
        rows = {number: concatenated(parts) for number, parts in own.items()}
        exclude_from_stars(select, hidden)
        carried_by = self.behind(select, rows)
        for number in wanted:
            carrying = carried_by.get(number) or exp.cast(exp.null(), f"{self.scanned[number].type}[]")
            select.append("expressions", exp.alias_(carrying, marker(number)))

    def input(self, source: exp.Expr) -> str:
        """Make an input carry its rows; return the name by which the select knows it."""
        name = source.alias_or_name
        if isinstance(source, exp.Subquery):
            carried = tuple(sorted(self.reach(source.this)))
            if not name:
                raise UnfollowableError("a derived table without a name")
            name_columns(source, carried)
            self.query(source.this, carried)
        elif isinstance(source, exp.Table) and self.step.get(id(source)) is None:
            self.scan(source)
        return name

    def scan(self, table: exp.Table) -> None:
        number = self.number.get(id(table), -1)
        if number not in self.scanned:
            return
        columns = [exp.Star(), exp.alias_(exp.maybe_parse(self.scanned[number].identity, dialect="duckdb"), ROW)]
        plain = table.copy()
        given = plain.args["alias"].args.pop("columns", None) if plain.args.get("alias") else None
        selecting = exp.select(*columns).from_(plain)
        for predicate in self.predicates.get(number, ()):
            selecting = selecting.where(predicate, copy=False)
        alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name, quoted=True), columns=given)
        joins = table.args.get("joins")
        if joins:
            raise UnfollowableError("a join in parentheses")
        table.replace(exp.Subquery(this=selecting, alias=alias))

    def behind(self, select: exp.Select, rows: dict[int, exp.Expr]) -> dict[int, exp.Expr]:
        """The expression of each scan's rows in the select's output."""
        if not rows:
            return {}
        calls = list(self.aggregate_calls(select))
        if select.args.get("group") or calls or select.args.get("having"):
            rows = self.grouped(calls, rows)
        parts = {number: [expression] for number, expression in rows.items()}
        for window in windows(select):
            for number, expression in rows.items():
                whole = self.is_wide or (self.with_losers and isinstance(window.this, exp.RowNumber))
                looked_at = looking(window, expression, whole)
                if looked_at not in parts[number]:
                    parts[number].append(looked_at)
        return {number: concatenated(found) for number, found in parts.items()}

    def aggregate_calls(self, select: exp.Select) -> Iterator[exp.Expr]:
        for place in ("expressions", "having", "order", "qualify"):
            value = select.args.get(place)
            for root in value if isinstance(value, list) else [value] if value else []:
                for node in within(root):
                    if is_aggregate(node, self.aggregates) and not is_windowed(node):
                        yield node

    def grouped(self, calls: list[exp.Expr], rows: dict[int, exp.Expr]) -> dict[int, exp.Expr]:
        if self.is_wide or any(not isinstance(call, _SINGLE) or call.expressions for call in calls):
            return {number: flattened(exp.ArrayAgg(this=expression.copy())) for number, expression in rows.items()}
        fields = [exp.PropertyEQ(this=exp.to_identifier(marker(n)), expression=rows[n].copy()) for n in sorted(rows)]
        any_row = exp.Min(this=exp.Struct(expressions=fields))
        attaining = [_attaining(call, fields) for call in calls]
        carried: dict[int, exp.Expr] = {}
        for number in rows:
            some = [_field(row, number) for row in attaining]
            existence = _field(any_row, number)
            if not some:
                carried[number] = existence
                continue
            none = exp.and_(*(exp.Is(this=row.copy(), expression=exp.null()) for row in attaining))
            carried[number] = exp.case().when(none, existence).else_(concatenated(some))
        return carried


def _only_deciding(rows: exp.Expr) -> exp.Expr:
    """The same rows, marked as such that give no value."""
    row = exp.to_identifier("r")
    odd = exp.Lambda(this=exp.BitwiseOr(this=row, expression=exp.Literal.number(1)), expressions=[row.copy()])
    return exp.Transform(this=rows, expression=odd)


def _attaining(call: exp.Expr, fields: list[exp.PropertyEQ]) -> exp.Expr:
    """The row at which a minimum or maximum is attained, the same one each time where several do."""
    measure = call.this
    value = exp.PropertyEQ(this=exp.to_identifier("v"), expression=measure.copy())
    row = type(call)(this=exp.Struct(expressions=[value, *(field.copy() for field in fields)]))
    condition: exp.Expr = exp.Not(this=exp.Is(this=measure.copy(), expression=exp.null()))
    if isinstance(call.parent, exp.Filter):
        condition = exp.and_(condition, call.parent.expression.this.copy())
    return exp.Filter(this=row, expression=exp.Where(this=condition))


def _field(row: exp.Expr, number: int) -> exp.Expr:
    return exp.func("struct_extract", exp.paren(row.copy()), exp.Literal.string(marker(number)), dialect="duckdb")


def looking(window: exp.Window, rows: exp.Expr, whole: bool) -> exp.Expr:
    """The rows that a window's function looks at for one row, over the list of each row's own; or its partition."""
    partition = [key.copy() for key in window.args.get("partition_by") or ()]
    around = exp.Window(this=flattened_argument(rows), partition_by=partition)
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
        framed.set("this", flattened_argument(rows))
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


def flattened_argument(rows: exp.Expr) -> exp.Expr:
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


def name_columns(named: exp.Expr, carried: tuple[int, ...]) -> None:
    """Where a step or derived table lists the names of its columns, list the carried ones too."""
    alias = named.args.get("alias")
    if alias is not None and alias.args.get("columns"):
        alias.set("columns", [*alias.args["columns"], *(exp.to_identifier(marker(number)) for number in carried)])


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
    from_ = select.args.get("from_")
    if from_ is not None:
        yield from_.this
    for join in select.args.get("joins") or ():
        if join.kind != "ANTI":
            yield join.this


def within(root: exp.Expr) -> Iterator[exp.Expr]:
    """The nodes of an expression, those of queries inside it left out."""
    yield from root.walk(prune=lambda node: isinstance(node, exp.Query) and node is not root)


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


def exclude_from_stars(select: exp.Select, hidden: Mapping[str, list[str]]) -> None:
    """Keep the carried columns of the inputs out of `*` and `input.*`."""
    for projection in select.expressions:
        for star in [node for node in within(projection) if isinstance(node, exp.Star)]:
            if isinstance(star.parent, exp.Count):
                continue
            if star.args.get("rename") or (star.parent is not select and not isinstance(star.parent, exp.Column)):
                raise UnfollowableError(f"{projection.sql('duckdb')}")
            tables = [star.parent.table] if isinstance(star.parent, exp.Column) else list(hidden)
            names = sorted({name for table in tables for name in hidden.get(table, ())})
            if names:
                star.set("except_", [*(star.args.get("except_") or []), *map(exp.to_identifier, names)])


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


def refuse(tree: exp.Query, aggregates: frozenset[str]) -> None:
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
