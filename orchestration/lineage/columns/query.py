"""Column lineage of one query: what each column of its output depends on in the stored tables that it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlglot import exp

from orchestration.lineage.columns.dependency import (
    NOTHING,
    ROW,
    Dependencies,
    Dependency,
    Kind,
    Relation,
    has_direct,
    taken,
)
from orchestration.lineage.columns.expression import is_aggregate, unnested, value_of, values_of
from orchestration.lineage.columns.scope import Input, Scope
from orchestration.lineage.queries import DIALECT, UnfollowableError, relation_of, scans, step_of

ColumnsOf = Callable[[str], Sequence[str]]
"""Column names, in order, of a stored relation named `schema.name`, or `name` where a query names no schema."""


def dependencies(tree: exp.Query, columns_of: ColumnsOf) -> dict[str, Dependencies]:
    """What each output column depends on, by name and in order.

    Filters, joins and the like of a select hold for all its columns. A value that no column gives (a constant, a
    count of rows) depends on the row of the select's first input, as the column ROW. The tree is used as it is, so
    that scans are numbered as `scans` numbers them. Raises UnfollowableError for what is not understood.
    """
    relation = lineage(tree, columns_of)
    return {name: value | relation.control for name, value in zip(relation.names, relation.values, strict=True)}


def lineage(tree: exp.Query, columns_of: ColumnsOf) -> Relation:
    """The same with what holds for all columns kept apart, and the rows behind a row. Raises likewise."""
    relation = _Reading(tree, columns_of).query(tree, None)
    for name in relation.names:
        relation.find(name)
    return relation


class _Reading:
    """One pass over a query, in which each of its steps is read once."""

    def __init__(self, tree: exp.Query, columns_of: ColumnsOf) -> None:
        self._columns_of = columns_of
        self._numbers = {id(table): number for number, table in enumerate(scans(tree))}
        self._steps: dict[int, Relation] = {}

    def query(self, node: exp.Expr, outer: Scope | None) -> Relation:
        match node:
            case exp.Select():
                return self._select(node, outer)
            case exp.SetOperation():
                return self._set_operation(node, outer)
            case exp.Subquery():
                _allow(node, "this", "alias", "with_", "order", "limit", "offset")
                return _in_order(node, self.query(node.this, outer), self.query)
        raise UnfollowableError(type(node).__name__.upper())

    def _select(self, node: exp.Select, outer: Scope | None) -> Relation:
        _allow(
            node,
            *("with_", "expressions", "distinct", "from_", "joins", "where", "group", "having", "qualify", "windows"),
            *("order", "limit", "offset"),
        )
        scope = Scope(self.query, outer)
        scope.windows = {window.name.lower(): window for window in node.args.get("windows") or []}
        control = self._read_inputs(node, scope)
        is_grouped = bool(node.args.get("group")) or any(_aggregates(each) for each in node.expressions)
        rows = taken(scope.rows, Kind.AGGREGATION if is_grouped else Kind.IDENTITY)
        names, values = [], []
        for name, value in _outputs(node, scope, taken(rows, Kind.TRANSFORMATION)):
            names.append(name)
            values.append(value)
        control |= _clauses(node, scope, values)
        return Relation(tuple(names), tuple(values), rows, control)

    def _read_inputs(self, node: exp.Select, scope: Scope) -> Dependencies:
        """Bring the inputs into scope; returns what decides which of their rows come together."""
        from_ = node.args.get("from_")
        if from_ is None:
            return NOTHING
        control = self._add_input(from_.this, scope)
        for join in node.args.get("joins") or []:
            control |= self._join(join, scope)
        return control

    def _add_input(self, source: exp.Expr, scope: Scope) -> Dependencies:
        if isinstance(source, exp.Subquery) and isinstance(source.this, exp.Table) and not source.alias:
            # Brackets around a join: its inputs keep their names.
            _allow(source, "this")
            return self._add_input(source.this, scope)
        relation = self._source(source, scope)
        scope.inputs.append(Input(source.alias_or_name, relation))
        control = relation.control
        if isinstance(source, exp.Table):
            for join in source.args.get("joins") or []:
                control |= self._join(join, scope)
        return control

    def _join(self, join: exp.Join, scope: Scope) -> Dependencies:
        _allow(join, "this", "on", "using", "method", "side", "kind")
        if join.method not in ("", "ASOF", "NATURAL"):
            raise UnfollowableError(f"{join.method} join")
        before = len(scope.inputs)
        control = self._add_input(join.this, scope)
        names = [key.name for key in join.args.get("using") or []]
        if join.method == "NATURAL":
            names = _shared(scope)
        for name in names:
            control |= taken(scope.merge(name, join.side), Kind.JOIN)
        if on := join.args.get("on"):
            control |= values_of([on], scope, Kind.JOIN)
        if join.kind in ("SEMI", "ANTI"):
            del scope.inputs[before:]
        return control

    def _source(self, source: exp.Expr, scope: Scope) -> Relation:
        alias = source.args.get("alias")
        given = [column.name for column in alias.columns] if alias else []
        match source:
            case exp.Table(this=exp.Identifier()):
                _allow(source, "this", "db", "catalog", "alias", "joins")
                relation = self._stored(source)
            case exp.Table(this=exp.GenerateSeries() as series):
                _allow(source, "this", "alias")
                relation = _made(["range" if series.args.get("is_end_exclusive") else "generate_series"], series, scope)
            case exp.Unnest():
                _allow(source, "expressions", "alias")
                relation = _made(["unnest"], source, scope)
            case exp.Values():
                _allow(source, "expressions", "alias")
                relation = _constants(source, scope)
            case exp.Subquery() if not isinstance(source.this, exp.Table):
                relation = self.query(source, scope)
            case exp.Lateral(this=exp.Query() as query):
                relation = self.query(query, scope)
            case _:
                raise UnfollowableError(f"{source.sql(dialect=DIALECT)} as an input")
        return relation.renamed(given)

    def _stored(self, table: exp.Table) -> Relation:
        step = step_of(table)
        if step is not None:
            return self._step(step)
        number = self._numbers[id(table)]
        names = tuple(self._columns_of(relation_of(table)))
        values = tuple(frozenset([Dependency(number, name, Kind.IDENTITY)]) for name in names)
        return Relation(names, values, frozenset([Dependency(number, ROW, Kind.IDENTITY)]), NOTHING)

    def _step(self, step: exp.CTE) -> Relation:
        if id(step) not in self._steps:
            _allow(step, "this", "alias", "materialized")
            given = [column.name for column in step.args["alias"].columns]
            if any(step_of(table) is step for table in step.this.find_all(exp.Table)):
                self._recursive_step(step, given)
            else:
                self._steps[id(step)] = self.query(step.this, None).renamed(given)
        return self._steps[id(step)]

    def _recursive_step(self, step: exp.CTE, given: Sequence[str]) -> None:
        """Read a step that reads itself until nothing is added: dependencies only grow, and there are finitely many."""
        anchor = step.this
        while isinstance(anchor, exp.Union):
            anchor = anchor.this
        if anchor is step.this:
            raise UnfollowableError("recursion without union")
        reached = self.query(anchor, None).renamed(given)
        known = None
        while reached != known:
            self._steps[id(step)] = known = reached
            reached = self.query(step.this, None).renamed(given)

    def _set_operation(self, node: exp.SetOperation, outer: Scope | None) -> Relation:
        # Unions of many branches nest to the left, one level a branch: a loop, since recursion would run too deep.
        operations: list[exp.SetOperation] = []
        first: exp.Expr = node
        while isinstance(first, exp.SetOperation):
            _allow(first, "with_", "this", "expression", "distinct", "order", "limit", "offset")
            operations.append(first)
            first = first.this
        relation = self.query(first, outer)
        for operation in reversed(operations):
            relation = _combined(operation, relation, self.query(operation.expression, outer))
            relation = _in_order(operation, relation, self.query)
        return relation


def _allow(node: exp.Expr, *known: str) -> None:
    """Refuse a clause that is not known here."""
    for name, argument in node.args.items():
        if argument and name not in known:
            raise UnfollowableError(f"{name.strip('_')} of {node.sql(dialect=DIALECT)[:60]}")


def _outputs(node: exp.Select, scope: Scope, rows: Dependencies) -> Iterator[tuple[str, Dependencies]]:
    """Names and dependencies of a select's columns; each alias is in scope for what follows it."""
    for each in node.expressions:
        star = each.this if isinstance(each, exp.Column) else each
        if isinstance(star, exp.Star):
            yield from _expanded(star, each.text("table"), scope)
            continue
        inner = each.unalias()
        if isinstance(inner, exp.Column):
            value = value_of(inner, scope)
        else:
            value = values_of([inner], scope, Kind.TRANSFORMATION)
            value = value if has_direct(value) else value | rows
        if isinstance(each, exp.Alias):
            scope.aliases[each.alias.lower()] = value
        yield _output_name(each, scope), value


def _output_name(projection: exp.Expr, scope: Scope) -> str:
    """As DuckDB names it: a column by its stored spelling, what has no name by its own text."""
    if isinstance(projection, exp.Column):
        spelled = [name for _, name, _ in scope.star("") if name.lower() == projection.name.lower()]
        return spelled[0] if spelled else projection.name
    return projection.alias or projection.sql(dialect=DIALECT)


def _expanded(star: exp.Star, qualifier: str, scope: Scope) -> Iterator[tuple[str, Dependencies]]:
    _allow(star, "except_", "replace", "rename")
    left_out = {(each.text("table").lower(), each.name.lower()) for each in star.args.get("except_") or []}
    replaced = {each.alias.lower(): each.this for each in star.args.get("replace") or []}
    renamed = {each.this.name.lower(): each.alias for each in star.args.get("rename") or []}
    for source, name, value in scope.star(qualifier):
        lower = name.lower()
        if ("", lower) in left_out or (source.lower(), lower) in left_out:
            continue
        if lower in replaced:
            value = values_of([replaced[lower]], scope, Kind.TRANSFORMATION)  # noqa: PLW2901
        yield renamed.get(lower, name), value


def _clauses(node: exp.Select, scope: Scope, values: Sequence[Dependencies]) -> Dependencies:
    """What the clauses after FROM decide about the rows of a select."""
    control = values_of([found for each in node.expressions for found in unnested(each)], scope, Kind.JOIN)
    for name in ("where", "having", "qualify"):
        if clause := node.args.get(name):
            control |= values_of([clause.this], scope, Kind.FILTER)
    control |= _group_keys(node, scope, values)
    if distinct := node.args.get("distinct"):
        on = distinct.args.get("on")
        keys = values_of(on.expressions, scope, Kind.GROUP_BY) if on else taken(_all(values), Kind.GROUP_BY)
        control |= keys
    for key in _sort_keys(node):
        control |= _key(key, scope, values, Kind.SORT, alias_first=True)
    return control


def _group_keys(node: exp.Select, scope: Scope, values: Sequence[Dependencies]) -> Dependencies:
    group = node.args.get("group")
    if group is None:
        return NOTHING
    _allow(group, "expressions", "all")
    if group.args.get("all"):
        keys = [value for each, value in zip(node.expressions, values, strict=False) if not _aggregates(each)]
        if any(each.is_star for each in node.expressions):
            raise UnfollowableError("group by all with *")
        return taken(_all(keys), Kind.GROUP_BY)
    return frozenset().union(*(_key(each, scope, values, Kind.GROUP_BY) for each in group.expressions))


def _key(
    key: exp.Expr, scope: Scope, values: Sequence[Dependencies], kind: Kind, alias_first: bool = False
) -> Dependencies:
    """A key of grouping or order: an expression, the number of an output, or `all` of them."""
    if isinstance(key, exp.Var) and key.name.upper() == "ALL":
        return taken(_all(values), kind)
    if isinstance(key, exp.Literal) and key.is_int:
        return taken(values[int(key.name) - 1], kind)
    if alias_first and isinstance(key, exp.Column) and not key.table and key.name.lower() in scope.aliases:
        return taken(scope.aliases[key.name.lower()], kind)
    return values_of([key], scope, kind)


def _sort_keys(node: exp.Expr) -> list[exp.Expr]:
    order = node.args.get("order")
    return [each.this for each in order.expressions] if order else []


def _in_order(node: exp.Expr, relation: Relation, ask: Callable[[exp.Query, Scope | None], Relation]) -> Relation:
    """A relation with the order of a set operation or of brackets, which speaks of its output."""
    scope = Scope(ask, inputs=[Input("", relation)])
    keys = [_key(key, scope, relation.values, Kind.SORT) for key in _sort_keys(node)]
    return Relation(relation.names, relation.values, relation.rows, relation.control.union(*keys))


def _combined(operation: exp.SetOperation, left: Relation, right: Relation) -> Relation:
    if len(left.values) != len(right.values):
        raise UnfollowableError("a union of unlike branches")
    control = left.control | right.control
    if isinstance(operation, exp.Union):
        values = tuple(one | other for one, other in zip(left.values, right.values, strict=True))
        rows = left.rows | right.rows
    else:
        values, rows = left.values, left.rows
        control |= taken(_all(right.values) | right.rows, Kind.FILTER)
    if operation.args.get("distinct") or not isinstance(operation, exp.Union):
        control |= taken(_all(values), Kind.GROUP_BY)
    return Relation(left.names, values, rows, control)


def _made(names: Sequence[str], function: exp.Expr, scope: Scope) -> Relation:
    """Rows that a function makes: how many there are depends on its arguments as their values do."""
    value = values_of(
        [function] if isinstance(function, exp.Func) else function.expressions, scope, Kind.TRANSFORMATION
    )
    return Relation(tuple(names), (value,), NOTHING, taken(value, Kind.JOIN))


def _constants(values: exp.Values, scope: Scope) -> Relation:
    lines = [line.expressions if isinstance(line, exp.Tuple) else [line] for line in values.expressions]
    columns = tuple(values_of(column, scope, Kind.TRANSFORMATION) for column in zip(*lines, strict=True))
    return Relation(tuple(f"col{number}" for number in range(len(columns))), columns, NOTHING, NOTHING)


def _shared(scope: Scope) -> list[str]:
    *earlier, last = scope.inputs
    return [name for name in last.relation.names if any(i.relation.find(name) is not None for i in earlier)]


def _aggregates(node: exp.Expr) -> bool:
    """Whether an expression makes one value of many rows, windows and nested queries apart."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if is_aggregate(current):
            return True
        if isinstance(current, exp.Window):
            inside = current.this
            while isinstance(inside, exp.Filter | exp.IgnoreNulls | exp.RespectNulls):
                inside = inside.this
            waiting += [part for part in current.iter_expressions() if part is not current.this]
            waiting += inside.iter_expressions()
        elif not isinstance(current, exp.Query):
            waiting += current.iter_expressions()
    return False


def _all(values: Sequence[Dependencies]) -> Dependencies:
    return frozenset().union(*values)
