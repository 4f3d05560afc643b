"""Which inputs of each select give the values of the columns asked for, and which only decide about rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlglot import exp

from orchestration.lineage.columns.dependency import ROW, Dependencies, Relation
from orchestration.lineage.columns.query import lineage
from orchestration.lineage.following.parts import own_inputs
from orchestration.lineage.queries import relation_of, scans, step_of

ColumnsOf = Callable[[str], Sequence[str]]


def taken_of(relation: Relation, asked: Iterable[str]) -> dict[int, frozenset[str]]:
    """The columns of each scan that values of the asked columns are made of; ROW stands for the rows themselves.

    A constant beside a value, such as the 0 of a coalesce, makes no row a value.
    """
    taken: dict[int, set[str]] = {}
    for column in asked:
        found = [dependency for dependency in dependencies_of(relation, column) if dependency.kind.is_direct]
        named = [dependency for dependency in found if dependency.column != ROW]
        for dependency in named or found:
            taken.setdefault(dependency.scan, set()).add(dependency.column)
    return {scan: frozenset(columns) for scan, columns in taken.items()}


def dependencies_of(relation: Relation, column: str) -> Dependencies:
    """What a column depends on for itself; of ROW, the rows behind a row."""
    if column == ROW:
        return relation.rows
    position = relation.find(column)
    return frozenset() if position is None else relation.values[position]


class Reading:
    """Tells of one query, for any columns asked of it, which inputs of its selects only decide."""

    def __init__(self, tree: exp.Query, columns_of: ColumnsOf) -> None:
        self._tree = tree
        self._columns_of = columns_of
        self._place = {id(select): place for place, select in enumerate(tree.find_all(exp.Select))}
        self._asked: dict[int, set[str]] = {}
        self._found: dict[int, frozenset[str]] = {}
        self._known: dict[int, tuple[Relation, dict[str, int], dict[str, exp.Expr]]] = {}

    def deciding(self, asked: Iterable[str]) -> dict[int, frozenset[str]]:
        """By select, in the order of the tree, the names of the inputs that give none of the asked columns' values."""
        self._asked, self._found = {}, {}
        self._query(self._tree, frozenset(asked))
        return self._found

    def _query(self, query: exp.Expr, asked: frozenset[str]) -> None:
        """Read what a query is asked for, then its steps, which by then know what they are asked for."""
        if isinstance(query, exp.Subquery):
            self._query(query.this, asked)
        elif isinstance(query, exp.SetOperation):
            self._query(query.left, asked)
            self._query(query.right, _by_position(asked, self._names(query.left), self._names(query.right)))
        elif isinstance(query, exp.Select):
            self._select(query, asked)
        with_ = query.args.get("with_")
        for cte in reversed(with_.expressions if with_ else ()):
            names = self._names(cte.this)
            wanted = _by_position(frozenset(self._asked.get(id(cte), ())), _listed(cte), names)
            # A step that reads itself may ask itself for any of its columns.
            self._query(cte.this, frozenset({ROW, *names}) if _reads_itself(cte) else wanted)

    def _select(self, select: exp.Select, asked: frozenset[str]) -> None:
        relation, numbers, made = self._alone(select)
        taken = taken_of(relation, asked)
        giving = {name: taken.get(number, frozenset()) for name, number in numbers.items()}
        names = {source.alias_or_name for source in own_inputs(select)}
        self._found[self._place[id(select)]] = frozenset(name for name in names if not giving.get(name))
        for name, source in made.items():
            if isinstance(source, exp.Table):
                self._asked.setdefault(id(step_of(source)), set()).update(giving.get(name, ()))
            else:
                self._query(source.this, giving.get(name, frozenset()))

    def _alone(self, select: exp.Select) -> tuple[Relation, dict[str, int], dict[str, exp.Expr]]:
        """What a select's columns depend on, the number there of each input, and the inputs that the query makes."""
        if id(select) not in self._known:
            made = {source.alias_or_name: source for source in own_inputs(select) if _is_made(source)}
            alone = _alone(select, made)

            def columns_of(name: str) -> Sequence[str]:
                step = name.removeprefix(_STEP)
                return self._columns_of(name) if step == name else self._names_of(made[step])

            numbers = {table.alias_or_name: number for number, table in enumerate(scans(alone))}
            self._known[id(select)] = lineage(alone, columns_of), numbers, made
        return self._known[id(select)]

    def _names_of(self, source: exp.Expr) -> list[str]:
        """The columns of an input."""
        step = step_of(source) if isinstance(source, exp.Table) else None
        if isinstance(source, exp.Table) and step is None:
            return list(self._columns_of(relation_of(source)))
        named = source if step is None else step
        listed = _listed(named)
        return [*listed, *self._names(named.this)[len(listed) :]]

    def _names(self, query: exp.Expr) -> list[str]:
        """The columns of a query's output."""
        select = query
        while not isinstance(select, exp.Select):
            select = select.left if isinstance(select, exp.SetOperation) else select.this
        found: list[str] = []
        for projection in select.expressions:
            if not projection.is_star:
                found.append(projection.alias_or_name)
                continue
            star = projection.this if isinstance(projection, exp.Column) else projection
            left_out = {name.name.lower() for name in star.args.get("except_") or ()}
            for source in own_inputs(select):
                if isinstance(projection, exp.Star) or projection.table == source.alias_or_name:
                    found += [name for name in self._names_of(source) if name.lower() not in left_out]
        return found


_STEP = "__step_"


def _alone(select: exp.Select, made: Iterable[str]) -> exp.Select:
    """A select with its steps and derived tables as if they were stored tables."""
    alone = select.copy()
    alone.set("with_", None)
    for source in own_inputs(alone):
        name = source.alias_or_name
        if name in made:
            alias = exp.TableAlias(this=exp.to_identifier(name))
            source.replace(exp.Table(this=exp.to_identifier(_STEP + name), alias=alias))
    return alone


def _by_position(asked: frozenset[str], names: Sequence[str], others: Sequence[str]) -> frozenset[str]:
    by_name = dict(zip((name.lower() for name in names), others, strict=False))
    return frozenset(by_name.get(column.lower(), column) for column in asked)


def _is_made(source: exp.Expr) -> bool:
    """Whether an input is a step or a derived table of the query rather than a stored table."""
    return isinstance(source, exp.Subquery) or (isinstance(source, exp.Table) and step_of(source) is not None)


def _listed(named: exp.Expr) -> list[str]:
    alias = named.args.get("alias")
    return [name.name for name in alias.args.get("columns") or ()] if alias is not None else []


def _reads_itself(cte: exp.CTE) -> bool:
    return any(step_of(table) is cte for table in cte.this.find_all(exp.Table))
