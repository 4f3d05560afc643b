"""Rewrites a query so that each row of it carries the rows it was made of.

For scan n of the query the output gains a column `__s<n>`: the list of identities of the rows of that scan behind the
output row (Perm's and GProM's idea of provenance by rewriting, with one column a scan in place of one list for all).
The query's own columns, their order and the number of rows stay as they are.

What stands behind a row: of a join the rows joined; of a group all its rows, but of one that takes only minima and
maxima the rows that attain them, and of one that takes no aggregate a single row, because one suffices; of a window
the rows that its function looks at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp

from orchestration.lineage.following.lists import concatenated, distinct, flattened
from orchestration.lineage.following.parts import inputs, is_aggregate, is_windowed, visible_inputs, windows, within
from orchestration.lineage.following.windows import looking
from orchestration.lineage.queries import UnfollowableError, scans, step_of

ROW = "__row"
"""The column of a scan that says which of its rows a row is."""

Predicates = Mapping[int, list[exp.Expr]]
"""Conditions on the rows of a scan, by the scan's number; their columns are the scanned table's, under its alias."""

_SINGLE = (exp.Min, exp.Max)
_MOST_WAYS = 8
"""So many ways may lead from a scan to a row before each row of the scan is listed once: rounds of joins multiply."""


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
        self.ways: dict[tuple[int, int], int] = {}

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

    def ways_of_input(self, source: exp.Expr, number: int) -> int:
        """How often a row of a scan may stand in the list that an input carries."""
        made = self.step.get(id(source)) if isinstance(source, exp.Table) else source
        return self.ways.get((id(made.this), number), 1) if made is not None else 1

    def query(self, query: exp.Expr, wanted: tuple[int, ...]) -> None:
        """Make a query carry the columns of the wanted scans, in this order, behind its own."""
        with_ = query.args.get("with_")
        for cte in with_.expressions if with_ else ():
            carried = tuple(sorted(self.reach(cte.this)))
            name_columns(cte, carried)
            self.query(cte.this, carried)
        if isinstance(query, exp.Subquery):
            self.query(query.this, wanted)
            self.ways.update({(id(query), number): self.ways.get((id(query.this), number), 1) for number in wanted})
        elif isinstance(query, exp.SetOperation):
            self.query(query.left, wanted)
            self.query(query.right, wanted)
            for number in wanted:
                self.ways[id(query), number] = max(self.ways.get((id(q), number), 1) for q in (query.left, query.right))
        elif isinstance(query, exp.Select):
            self.select(query, wanted)
        else:
            raise UnfollowableError(type(query).__name__.upper())

    def select(self, select: exp.Select, wanted: tuple[int, ...]) -> None:
        own: dict[int, list[exp.Expr]] = {}
        ways: dict[int, int] = {}
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
                ways[number] = ways.get(number, 0) + self.ways_of_input(source, number)
            hidden[name] = [ROW] if is_scan and carried else [marker(number) for number in carried]
        exclude_from_stars(select, hidden)
        carried_by = self.behind(select, own)
        for number in wanted:
            if ways.get(number, 1) > _MOST_WAYS:
                carried_by[number] = distinct(carried_by[number])
                ways[number] = 1
            self.ways[id(select), number] = ways.get(number, 1)
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

    def behind(self, select: exp.Select, own: dict[int, list[exp.Expr]]) -> dict[int, exp.Expr]:
        """The expression of each scan's rows in the select's output; `own` has those of its inputs, apart."""
        if not own:
            return {}
        calls = list(self.aggregate_calls(select))
        if select.args.get("group") or calls or select.args.get("having"):
            rows = self.grouped(calls, own)
        else:
            rows = {number: concatenated(parts) for number, parts in own.items()}
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

    def grouped(self, calls: list[exp.Expr], own: dict[int, list[exp.Expr]]) -> dict[int, exp.Expr]:
        if self.is_wide or any(not isinstance(call, _SINGLE) or call.expressions for call in calls):
            return {number: concatenated(_of_all_rows(parts)) for number, parts in own.items()}
        rows = {number: concatenated(parts) for number, parts in own.items()}
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


def _of_all_rows(parts: list[exp.Expr]) -> list[exp.Expr]:
    """The lists of a group's rows, input by input: each row may bring along the list that another one brought."""
    if len(parts) == 1:
        return [flattened(exp.ArrayAgg(this=parts[0].copy()))]
    return [flattened(exp.ArrayAgg(this=exp.Distinct(expressions=[part.copy()]))) for part in parts]


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


def name_columns(named: exp.Expr, carried: tuple[int, ...]) -> None:
    """Where a step or derived table lists the names of its columns, list the carried ones too."""
    alias = named.args.get("alias")
    if alias is not None and alias.args.get("columns"):
        alias.set("columns", [*alias.args["columns"], *(exp.to_identifier(marker(number)) for number in carried)])


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
