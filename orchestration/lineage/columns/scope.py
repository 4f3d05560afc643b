"""What a name in a select stands for: its inputs, their columns, earlier aliases, and the selects around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from orchestration.lineage.columns.dependency import NOTHING, Dependencies, Kind, Relation, taken
from orchestration.lineage.queries import UnfollowableError


@dataclass
class Input:
    """An item of FROM. joined: columns that `using` has merged with those of an earlier input, in lower case."""

    name: str
    relation: Relation
    joined: set[str] = field(default_factory=set)


@dataclass
class Scope:
    """The names in reach of a select's expressions.

    ask: reads a query nested in an expression; merged: columns of `using`, in lower case; aliases: of projections
    read so far, in lower case; windows: by name, in lower case.
    """

    ask: Callable[[exp.Query, Scope], Relation]
    outer: Scope | None = None
    inputs: list[Input] = field(default_factory=list)
    merged: dict[str, Dependencies] = field(default_factory=dict)
    aliases: dict[str, Dependencies] = field(default_factory=dict)
    windows: dict[str, exp.Window] = field(default_factory=dict)

    @property
    def rows(self) -> Dependencies:
        """The row of the first input that has stored rows behind it."""
        return next((i.relation.rows for i in self.inputs if i.relation.rows), NOTHING)

    def column(self, column: exp.Column) -> Dependencies:
        """What a column depends on. Raises UnfollowableError where its name stands for nothing, or for several."""
        parts = [part.name for part in column.parts]
        found = self._reach(parts)
        if found is None:
            raise UnfollowableError(f"the name {column.sql(dialect='duckdb')}")
        return found

    def _reach(self, parts: Sequence[str]) -> Dependencies | None:
        found = self._qualified(parts)
        if found is None:
            found = self._unqualified(parts[0])
            if found is not None and len(parts) > 1:
                found = taken(found, Kind.TRANSFORMATION)
        if found is None and self.outer is not None:
            return self.outer._reach(parts)
        return found

    def _qualified(self, parts: Sequence[str]) -> Dependencies | None:
        """`input.column`, and fields of that column if it is followed by more."""
        source = self._input(parts[0]) if len(parts) > 1 else None
        position = source.relation.find(parts[1]) if source else None
        if source is None or position is None:
            return None
        found = source.relation.values[position]
        return found if len(parts) == len(("input", "column")) else taken(found, Kind.TRANSFORMATION)

    def _unqualified(self, name: str) -> Dependencies | None:
        lower = name.lower()
        if lower in self.merged:
            return self.merged[lower]
        holders = [source for source in self.inputs if source.relation.find(lower) is not None]
        if len(holders) > 1:
            raise UnfollowableError(f"the name {name}, which several inputs have,")
        if holders:
            position = holders[0].relation.find(lower)
            return holders[0].relation.values[position] if position is not None else None
        return self.aliases.get(lower)

    def _input(self, name: str) -> Input | None:
        named = [source for source in self.inputs if source.name.lower() == name.lower()]
        if len(named) > 1:
            raise UnfollowableError(f"the name {name}, which several inputs have,")
        return named[0] if named else None

    def star(self, qualifier: str) -> Iterator[tuple[str, str, Dependencies]]:
        """Input, name and dependencies of each column of `*`, or of `qualifier.*`."""
        if qualifier and self._input(qualifier) is None:
            raise UnfollowableError(f"{qualifier}.*")
        for source in self.inputs:
            if qualifier and source.name.lower() != qualifier.lower():
                continue
            for name, value in zip(source.relation.names, source.relation.values, strict=True):
                if qualifier:
                    yield source.name, name, value
                elif name.lower() not in source.joined:
                    yield source.name, name, self.merged.get(name.lower(), value)

    def merge(self, name: str, side: str) -> Dependencies:
        """Make one column of those of this name in the last input and an earlier one, as `using` does.

        side: of the join; a full join takes the value of either. Returns what both depend on.
        """
        *_, last = self.inputs
        position = last.relation.find(name)
        earlier = Scope(self.ask, inputs=self.inputs[:-1], merged=self.merged)._unqualified(name)
        if position is None or earlier is None:
            raise UnfollowableError(f"using ({name})")
        own = last.relation.values[position]
        both = earlier | own
        values = {"FULL": taken(both, Kind.TRANSFORMATION), "RIGHT": own}
        self.merged[name.lower()] = values.get(side, earlier)
        last.joined.add(name.lower())
        return both
