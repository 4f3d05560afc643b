"""What part the rows of each scan play in the columns of a query that are asked for, and how that is put."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orchestration.lineage.columns.dependency import Dependencies, Kind, Relation
from orchestration.lineage.following.giving import dependencies_of, taken_of
from orchestration.lineage.trace.answer import ROLES, Role

_FILTERING = {
    Kind.CONDITIONAL: "decides a case",
    Kind.FILTER: "filtered on",
    Kind.JOIN: "joined",
    Kind.GROUP_BY: "grouped by",
}
ORDERED, READ = "ordered", "read"
ROW_BEHIND, VERSION_BEHIND = "another row comes first", "another version comes first"
BESIDE = "stands beside"
_WORDS = ("", *_FILTERING.values(), ORDERED, READ, ROW_BEHIND, VERSION_BEHIND, BESIDE)
_MODELS = 100
RANKS = 1_000_000
"""Numbers of labels that one role has: the role of a label is the label divided by this."""


@dataclass(frozen=True)
class Part:
    """What a scan's rows are to the columns asked for.

    columns: those of the scan that values are made of, ROW for the rows themselves; role, word: of rows that decide.
    """

    columns: frozenset[str]
    role: Role
    word: str


def parts(relation: Relation, asked: Iterable[str], numbers: Iterable[int]) -> dict[int, Part]:
    """The part of each scan in the asked columns of a query; ROW asks for the rows themselves, whatever they hold."""
    asked = list(asked)
    taken = taken_of(relation, asked)
    found: Dependencies = frozenset().union(*(dependencies_of(relation, column) for column in asked)) | relation.control
    return {number: Part(taken.get(number, frozenset()), *_deciding(found, number)) for number in numbers}


def _deciding(found: Dependencies, number: int) -> tuple[Role, str]:
    kinds = {dependency.kind for dependency in found if dependency.scan == number}
    word = next((word for kind, word in _FILTERING.items() if kind in kinds), "")
    if not word and kinds & {Kind.WINDOW, Kind.SORT}:
        return "selector", ORDERED
    return "filter", word or READ


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
