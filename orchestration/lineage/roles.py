"""What part the rows of each scan play in the columns of a query that are asked for, and how that is put."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orchestration.lineage.dependency import ROW, Dependencies, Kind, Relation
from orchestration.lineage.trace import ROLES, Role

_FILTERING = {
    Kind.CONDITIONAL: "decides a case",
    Kind.FILTER: "filtered on",
    Kind.JOIN: "joined",
    Kind.GROUP_BY: "grouped by",
}
ORDERED, READ = "ordered", "read"
ROW_BEHIND, VERSION_BEHIND = "another row comes first", "another version comes first"
_WORDS = ("", *_FILTERING.values(), ORDERED, READ, ROW_BEHIND, VERSION_BEHIND)
_MODELS = 100
RANKS = 1_000_000
"""Numbers of labels that one role has: the role of a label is the label divided by this."""


@dataclass(frozen=True)
class Part:
    """The role of a scan's rows, why, and, of values, the columns that are taken of them."""

    role: Role
    word: str = ""
    columns: frozenset[str] = frozenset()


def parts(relation: Relation, asked: Iterable[str], numbers: Iterable[int]) -> dict[int, Part]:
    """The part of each scan in the asked columns of a query; ROW asks for the rows themselves, whatever they hold.

    A scan whose values, or rows, the columns are made of gives values; one that only orders rows selects; any other
    decides which rows there are.
    """
    found: Dependencies = frozenset().union(*(_of_column(relation, column) for column in asked)) | relation.control
    return {number: _part(found, number) for number in numbers}


def _of_column(relation: Relation, column: str) -> Dependencies:
    if column == ROW:
        return relation.rows
    position = relation.find(column)
    return frozenset() if position is None else relation.values[position]


def _part(found: Dependencies, number: int) -> Part:
    mine = [dependency for dependency in found if dependency.scan == number]
    columns = frozenset(dependency.column for dependency in mine if dependency.kind.is_direct)
    if columns:
        return Part("value", "", columns)
    kinds = {dependency.kind for dependency in mine}
    if kinds & {Kind.WINDOW, Kind.SORT}:
        return Part("selector", ORDERED)
    return Part("filter", next((word for kind, word in _FILTERING.items() if kind in kinds), READ))


@dataclass(frozen=True)
class Labels:
    """Roles and their reasons as numbers, so that rows carry them: of several the smallest stands.

    models: names, in the order in which their reasons are preferred.
    """

    models: Sequence[str]

    def number(self, role: Role, word: str = "", model: str = "") -> int:
        """The number of a role for a reason, a word about a model; 0 is of a value."""
        place = self.models.index(model) if word else 0
        return ROLES.index(role) * RANKS + place * _MODELS + _WORDS.index(word)

    def role(self, number: int) -> Role:
        """The role behind a number."""
        return ROLES[number // RANKS]

    def reason(self, number: int) -> str:
        """The reason behind a number, empty for a value."""
        word = _WORDS[number % _MODELS]
        return f"{word} in {self.models[number % RANKS // _MODELS]}" if word else ""
