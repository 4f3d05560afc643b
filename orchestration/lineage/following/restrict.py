"""Which rows of the scans can stand behind given rows of a query: predicates pushed down to the scans by hand.

DuckDB pushes a filter through what it can prove; it does not push the join with a set of wanted rows through windows,
groups and steps that are read twice. Here a wanted set of an output column is carried down as an expression, through
projections, group keys, partition keys and equalities of joins, to every scan it says something about. A step that is
read several times is restricted only as all its readers agree. What is left out cannot reach a wanted row, so
the annotated rows behind it stay whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from orchestration.lineage.following.parts import is_aggregate, is_windowed, own_inputs, windows, within
from orchestration.lineage.queries import scans, step_of


@dataclass(frozen=True)
class ValueSet:
    """Values that a column has in the wanted rows: as literals, by a query of one column, or both ways.

    literals: where a query gives the values, at least those of them that stand against a literal; None: not known.
    """

    literals: tuple[exp.Expr, ...] | None = None
    query: exp.Query | None = None

    def holds(self, expression: exp.Expr) -> exp.Expr:
        """The condition that an expression has one of the values."""
        if self.query is not None:
            return exp.In(this=expression.copy(), query=exp.Subquery(this=self.query.copy()))
        return exp.In(this=expression.copy(), expressions=[literal.copy() for literal in self.literals or ()])

    def excludes(self, literal: exp.Expr) -> bool:
        """Whether a literal of the query is surely none of the values."""
        return self.literals is not None and literal not in self.literals


@dataclass(frozen=True)
class Wanted:
    """An expression over the columns of a query's output, and the values it has in the wanted rows."""

    expression: exp.Expr
    values: ValueSet


@dataclass
class Restrictions:
    """What may be left out.

    predicates: by scan number; barren: the selects that give no wanted row, by their place in the tree; compared: the
    values that stand against a literal of the query, and the literal: on them depends which selects are barren.
    """

    predicates: dict[int, list[exp.Expr]] = field(default_factory=dict)
    barren: set[int] = field(default_factory=set)
    compared: list[tuple[ValueSet, exp.Expr]] = field(default_factory=list)


def restrictions(tree: exp.Query, wanted: Mapping[str, ValueSet], aggregates: frozenset[str]) -> Restrictions:
    """What may be left out of the scans of a query where only output rows with the wanted values matter."""
    pushing = _Pushing(tree, aggregates)
    pushing.query(tree, [Wanted(exp.column(name, quoted=True), values) for name, values in wanted.items()])
    return pushing.found


@dataclass(frozen=True)
class _Equality:
    """`left = right` holds for each row that counts; where `one_way`, only the right may be restricted by the left."""

    left: exp.Expr
    right: exp.Expr
    one_way: bool


class _Pushing:
    def __init__(self, tree: exp.Query, aggregates: frozenset[str]) -> None:
        self.aggregates = aggregates
        self.number = {id(table): number for number, table in enumerate(scans(tree))}
        self.place = {id(select): place for place, select in enumerate(tree.find_all(exp.Select))}
        self.demands: dict[int, list[list[Wanted]]] = {}
        self.found = Restrictions()

    def query(self, query: exp.Expr, wanted: list[Wanted]) -> None:
        """Push what is wanted of a query's output into it, then what its steps are wanted for into them."""
        if isinstance(query, exp.Subquery):
            self.query(query.this, wanted)
        elif isinstance(query, exp.SetOperation):
            names = _names(query.left)
            self.query(query.left, wanted)
            self.query(query.right, [_renamed(w, names, _names(query.right)) for w in wanted] if names else [])
        elif isinstance(query, exp.Select):
            self.select(query, wanted)
        with_ = query.args.get("with_")
        for cte in reversed(with_.expressions if with_ else ()):
            agreed = _agreed(self.demands.get(id(cte), []))
            agreed = [w for w in agreed if _stays(w, cte)]
            self.query(cte.this, _under_names(agreed, cte))

    def select(self, select: exp.Select, wanted: list[Wanted]) -> None:
        inside = [w for w in (_inside(w, select) for w in wanted) if w is not None]
        literal = [w for w in inside if isinstance(w.expression, exp.Literal)]
        self.found.compared += [(w.values, w.expression) for w in literal]
        if any(w.values.excludes(w.expression) for w in literal):
            self.found.barren.add(self.place[id(select)])
            return
        known = [w for w in inside if self.passes(w.expression, select)]
        sources = _sources(select)
        nullable = _nullable(select)
        equalities = _equalities(select)
        known = [_over_fewer(w, equalities, sources) for w in known]
        of_input: dict[str, list[Wanted]] = {name: [] for name in sources}
        for name in sources:
            of_input[name] = [w for w in known if _over(w.expression, sources) == {name} and name not in nullable]
        for w in known:
            for name, reached in _carried_over(w, equalities, sources):
                of_input[name].append(reached)
        self.through_tables(sources, nullable, equalities, of_input)
        for name, source in sources.items():
            self.input(name, source, of_input[name])

    def through_tables(
        self,
        sources: Mapping[str, exp.Expr],
        nullable: set[str],
        equalities: list[_Equality],
        of_input: dict[str, list[Wanted]],
    ) -> None:
        """A restricted table restricts what it is joined with to the values that its rows left have."""
        for name, source in sources.items():
            if name in nullable or id(source) not in self.number or not of_input[name]:
                continue
            for left, right in _directions(equalities):
                others = _over(right, sources)
                if _over(left, sources) == {name} and len(others) == 1 and name not in others:
                    (other,) = others
                    if not of_input[other]:
                        kept = exp.select(left.copy()).from_(source.copy())
                        kept = kept.where(*(w.values.holds(w.expression) for w in of_input[name]))
                        of_input[other].append(Wanted(right, ValueSet(query=kept)))

    def input(self, name: str, source: exp.Expr, wanted: list[Wanted]) -> None:
        if isinstance(source, exp.Subquery):
            self.query(source, [_unqualified(w) for w in wanted])
        elif isinstance(source, exp.Table):
            step = step_of(source)
            if step is not None:
                self.demands.setdefault(id(step), []).append([_unqualified(w) for w in wanted])
            elif id(source) in self.number and not source.alias_column_names:
                # Under an alias with columns of its own the table's columns have other names.
                held = self.found.predicates.setdefault(self.number[id(source)], [])
                held += [p for p in (w.values.holds(_unqualified(w).expression) for w in wanted) if p not in held]

    def passes(self, expression: exp.Expr, select: exp.Select) -> bool:
        """Whether rows with other values of an expression have no part in rows with these."""
        if any(
            is_aggregate(node, self.aggregates) or isinstance(node, exp.Window | exp.Query | exp.Unnest | exp.Explode)
            for node in within(expression)
        ):
            return False
        if any(join.side in ("RIGHT", "FULL") for join in select.args.get("joins") or ()):
            return False
        group = select.args.get("group")
        if group is not None:
            plain = not any(group.args.get(kind) for kind in ("all", "rollup", "cube", "grouping_sets", "totals"))
            if not (plain and _made_of(expression, group.expressions)):
                return False
        elif any(
            is_aggregate(node, self.aggregates) and not is_windowed(node)
            for root in (*select.expressions, *filter(None, [select.args.get("having")]))
            for node in within(root)
        ):
            return False
        return all(_made_of(expression, window.args.get("partition_by") or []) for window in windows(select))


def _inside(wanted: Wanted, select: exp.Select) -> Wanted | None:
    """What is wanted of a select's output, as an expression over its inputs; None where that is not to be told."""
    sources = _sources(select)
    only = next(iter(sources)) if len(sources) == 1 else None
    projected = _projected(select)
    has_star = any(projection.is_star for projection in select.expressions)

    def replace(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Column):
            return node
        if node.name.lower() in projected:
            found: exp.Expr = projected[node.name.lower()].copy()
            return found
        return exp.column(node.name, table=only, quoted=True) if has_star and only else exp.Null()

    inside = wanted.expression.transform(replace)
    for column in inside.find_all(exp.Column):
        if not column.table:
            if only is None or column.name.lower() in _own_names(select):
                return None
            column.set("table", exp.to_identifier(only))
    if inside.find(exp.Null) and not wanted.expression.find(exp.Null):
        return None
    return Wanted(inside, wanted.values)


def _projected(select: exp.Select) -> dict[str, exp.Expr]:
    """The expressions of a select's output by name, lower case; of a star only those that it replaces."""
    found = {projection.alias_or_name.lower(): projection.unalias() for projection in select.expressions}
    for projection in select.expressions:
        star = projection.find(exp.Star) if projection.is_star else None
        for replaced in (star.args.get("replace") or ()) if star is not None else ():
            found[replaced.alias.lower()] = replaced.unalias()
    return found


def _own_names(select: exp.Select) -> set[str]:
    """Names that a select gives to what it makes; unqualified, they may mean that or a column of an input."""
    return {
        projection.alias.lower()
        for projection in select.expressions
        if isinstance(projection, exp.Alias)
        and not (isinstance(projection.this, exp.Column) and projection.this.name.lower() == projection.alias.lower())
    }


def _made_of(expression: exp.Expr, keys: Iterable[exp.Expr]) -> bool:
    """Whether an expression is made of keys only: each of its columns within one of them, as a whole."""
    texts = {_text(key) for key in keys}
    if _text(expression) in texts:
        return True
    if isinstance(expression, exp.Column):
        return False
    parts = [part for part in expression.iter_expressions() if not isinstance(part, exp.DataType)]
    return all(_made_of(part, keys) for part in parts) if expression.find(exp.Column) else True


def _carried_over(
    wanted: Wanted, equalities: list[_Equality], sources: Mapping[str, exp.Expr]
) -> list[tuple[str, Wanted]]:
    """What the equalities of joins say about other inputs, step by step."""
    reached: list[tuple[str, Wanted]] = []
    seen, waiting = {_text(wanted.expression)}, [wanted.expression]
    while waiting:
        text = _text(waiting.pop())
        for equality in equalities:
            ways = [(equality.left, equality.right)]
            ways += [] if equality.one_way else [(equality.right, equality.left)]
            for here, there in ways:
                if _text(here) == text and _text(there) not in seen:
                    seen.add(_text(there))
                    waiting += [] if equality.one_way else [there]
                    over = _over(there, sources)
                    if len(over) == 1:
                        reached.append((over.pop(), Wanted(there, wanted.values)))
    return reached


def _equalities(select: exp.Select) -> list[_Equality]:
    sources = _sources(select)
    found = []
    where = select.args.get("where")
    for part in _conjuncts(where.this) if where else ():
        if isinstance(part, exp.EQ):
            found.append(_Equality(part.this, part.expression, one_way=False))
    for join in select.args.get("joins") or ():
        name = join.this.alias_or_name
        is_plain = not join.side and join.method != "ASOF" and join.kind not in ("SEMI", "ANTI")
        for part in _conjuncts(join.args["on"]) if join.args.get("on") else ():
            if not isinstance(part, exp.EQ):
                continue
            for left, right in ((part.this, part.expression), (part.expression, part.this)):
                if _over(right, sources) == {name} and name not in _over(left, sources):
                    found.append(_Equality(left, right, one_way=not is_plain))
    own = _own_names(select)
    return [e for e in found if not any(_is_out_of_reach(n, own) for s in (e.left, e.right) for n in s.walk())]


def _is_out_of_reach(node: exp.Expr, own: set[str]) -> bool:
    """Whether a node of an expression has no meaning in the scan of an input."""
    return isinstance(node, exp.Query) or (isinstance(node, exp.Column) and not node.table and node.name.lower() in own)


def _directions(equalities: list[_Equality]) -> list[tuple[exp.Expr, exp.Expr]]:
    """What may restrict what: the second of each pair counts only where it has a value of the first."""
    return [(e.left, e.right) for e in equalities] + [(e.right, e.left) for e in equalities if not e.one_way]


def _over_fewer(wanted: Wanted, equalities: list[_Equality], sources: Mapping[str, exp.Expr]) -> Wanted:
    """An expression over several inputs, with literals in place of columns that are known to be these."""
    if len(_over(wanted.expression, sources)) <= 1:
        return wanted
    pairs = [pair for e in equalities if not e.one_way for pair in ((e.left, e.right), (e.right, e.left))]
    fixed = {_text(column): literal for column, literal in pairs if isinstance(literal, exp.Literal)}

    def replace(node: exp.Expr) -> exp.Expr:
        return fixed.get(_text(node), node)

    return Wanted(wanted.expression.transform(replace), wanted.values)


def _conjuncts(condition: exp.Expr) -> list[exp.Expr]:
    bare = condition.unnest()
    return list(bare.flatten()) if isinstance(bare, exp.And) else [bare]


def _nullable(select: exp.Select) -> set[str]:
    """Inputs whose columns may be null for want of a match, or whose match depends on which rows there are."""
    joins = select.args.get("joins") or ()
    return {join.this.alias_or_name for join in joins if join.side == "LEFT" or join.method == "ASOF"}


def _sources(select: exp.Select) -> dict[str, exp.Expr]:
    return {source.alias_or_name: source for source in own_inputs(select)}


def _over(expression: exp.Expr, sources: Mapping[str, exp.Expr]) -> set[str]:
    """The inputs that an expression is over; a column without a table is of the only one."""
    tables = {column.table for column in expression.find_all(exp.Column)}
    return {next(iter(sources)) if not table and len(sources) == 1 else table for table in tables}


def _unqualified(wanted: Wanted) -> Wanted:
    expression = wanted.expression.copy()
    for column in expression.find_all(exp.Column):
        column.set("table", None)
    return Wanted(expression, wanted.values)


def _agreed(demands: list[list[Wanted]]) -> list[Wanted]:
    if not demands:
        return []
    return [w for w in demands[0] if all(w in demand for demand in demands[1:])]


def _names(query: exp.Expr) -> list[str]:
    select = query
    while not isinstance(select, exp.Select):
        select = select.left if isinstance(select, exp.SetOperation) else select.this
    return [] if any(p.is_star for p in select.expressions) else [p.alias_or_name for p in select.expressions]


def _renamed(wanted: Wanted, names: list[str], others: list[str]) -> Wanted:
    """What is wanted of the first branch of a union, in the names of another."""
    by_name = dict(zip((name.lower() for name in names), others, strict=False))
    expression = wanted.expression.copy()
    for column in list(expression.find_all(exp.Column)):
        column.set("this", exp.to_identifier(by_name.get(column.name.lower(), column.name), quoted=True))
    return Wanted(expression, wanted.values)


def _under_names(wanted: list[Wanted], cte: exp.CTE) -> list[Wanted]:
    """What is wanted of a step by the names it lists for its columns, in the names of its query."""
    listed = cte.args["alias"].args.get("columns") or []
    return [_renamed(w, [name.name for name in listed], _names(cte.this)) for w in wanted] if listed else wanted


def _stays(wanted: Wanted, cte: exp.CTE) -> bool:
    """Whether a step that reads itself hands what is wanted on unchanged; true of any other step."""
    itself = [table for table in cte.this.find_all(exp.Table) if step_of(table) is cte]
    if not itself:
        return True
    if not isinstance(cte.this, exp.SetOperation):
        return False
    select = cte.this.right
    if not isinstance(select, exp.Select) or len(itself) > 1:
        return False
    names, listed = _names(cte.this.left), cte.args["alias"].args.get("columns") or []
    given = _renamed(wanted, [name.name for name in listed] or names, _names(select))
    inside = _inside(given, select)
    own = wanted.expression.copy()
    for column in own.find_all(exp.Column):
        column.set("table", exp.to_identifier(itself[0].alias_or_name))
    return inside is not None and _text(inside.expression) == _text(own)


def _text(part: Any) -> str:
    """An expression as text by which two are the same, quoting and case of names left aside."""
    if isinstance(part, exp.Identifier):
        return part.name.lower()
    if isinstance(part, list):
        return f"[{' '.join(_text(each) for each in part)}]"
    if not isinstance(part, exp.Expr):
        return repr(part)
    held = (f"{name}={_text(value)}" for name, value in sorted(part.args.items()) if value not in (None, False, []))
    return f"{type(part).__name__}({' '.join(held)})"
