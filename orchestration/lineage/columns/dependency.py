"""One dependency of a column, and what is known of a relation's columns while a query is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from orchestration.lineage.queries import UnfollowableError

ROW = "*"
"""As a column: the row itself, whatever it holds. What counts rows or is constant depends on it."""


class Kind(StrEnum):
    """How a column depends on another, in OpenLineage's words: the first three are direct, of values."""

    IDENTITY = "IDENTITY"
    TRANSFORMATION = "TRANSFORMATION"
    AGGREGATION = "AGGREGATION"
    CONDITIONAL = "CONDITIONAL"
    JOIN = "JOIN"
    GROUP_BY = "GROUP_BY"
    FILTER = "FILTER"
    SORT = "SORT"
    WINDOW = "WINDOW"

    @property
    def is_direct(self) -> bool:
        """Whether the value is made of the other column's value, and not only decided by it."""
        return self in _DIRECT


_DIRECT = (Kind.IDENTITY, Kind.TRANSFORMATION, Kind.AGGREGATION)


class Dependency(NamedTuple):
    """A column of a stored table that something depends on. scan: its number among `scans` of the query."""

    scan: int
    column: str
    kind: Kind


Dependencies = frozenset[Dependency]
NOTHING: Dependencies = frozenset()


def compose(outer: Kind, inner: Kind) -> Kind:
    """The kind of a path of two steps: what decides stays a decision, and the step nearest the source names it."""
    if not inner.is_direct:
        return inner
    if not outer.is_direct:
        return outer
    return max(outer, inner, key=_DIRECT.index)


def taken(found: Iterable[Dependency], kind: Kind) -> Dependencies:
    """Dependencies as they are for what takes them in this kind."""
    return frozenset(Dependency(scan, column, compose(kind, inner)) for scan, column, inner in found)


def has_direct(found: Dependencies) -> bool:
    """Whether any is of a value."""
    return any(dependency.kind.is_direct for dependency in found)


@dataclass(frozen=True)
class Relation:
    """What a relation's columns depend on.

    names, values: by position; rows: the stored rows behind a row, as dependencies on ROW; control: what decided
    which rows there are, so it holds for every column and is not repeated in values.
    """

    names: tuple[str, ...]
    values: tuple[Dependencies, ...]
    rows: Dependencies
    control: Dependencies

    @cached_property
    def _positions(self) -> dict[str, int]:
        lower = [name.lower() for name in self.names]
        return {name: position if lower.count(name) == 1 else -1 for position, name in enumerate(lower)}

    def find(self, name: str) -> int | None:
        """Position of a column, in any case; None where there is none. Raises UnfollowableError for one of several."""
        position = self._positions.get(name.lower())
        if position == -1:
            raise UnfollowableError(f"one of several columns named {name}")
        return position

    def renamed(self, names: Iterable[str]) -> Relation:
        """The same with its first columns named anew, as an alias with a list of columns does."""
        given = tuple(names)
        return Relation((*given, *self.names[len(given) :]), self.values, self.rows, self.control)
