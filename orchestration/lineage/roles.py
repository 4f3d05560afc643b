"""What part the rows of each scan play in the columns of a query that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestration.lineage.dependency import ROW, Dependencies, Kind, Relation
from orchestration.lineage.trace import Role

_FILTERING = {
    Kind.CONDITIONAL: "decides a case",
    Kind.FILTER: "filtered on",
    Kind.JOIN: "joined",
    Kind.GROUP_BY: "grouped by",
}


@dataclass(frozen=True)
class Part:
    """The role of a scan's rows, why, and, of values, the columns that are taken of them."""

    role: Role
    reason: str = ""
    columns: frozenset[str] = frozenset()


def parts(relation: Relation, asked: Iterable[str], scans: Mapping[int, object], model: str) -> dict[int, Part]:
    """The part of each scan in the asked columns of a model; ROW asks for the rows themselves, whatever they hold.

    A scan whose values, or rows, the columns are made of gives values; one that only orders rows selects; any other
    decides which rows there are.
    """
    found: Dependencies = frozenset().union(*(_of_column(relation, column) for column in asked)) | relation.control
    return {number: _part(found, number, model) for number in scans}


def _of_column(relation: Relation, column: str) -> Dependencies:
    if column == ROW:
        return relation.rows
    position = relation.find(column)
    return frozenset() if position is None else relation.values[position]


def _part(found: Dependencies, number: int, model: str) -> Part:
    mine = [dependency for dependency in found if dependency.scan == number]
    columns = frozenset(dependency.column for dependency in mine if dependency.kind.is_direct)
    if columns:
        return Part("value", "", columns)
    kinds = {dependency.kind for dependency in mine}
    if kinds & {Kind.WINDOW, Kind.SORT}:
        return Part("selector", f"ordered in {model}")
    reasons = [word for kind, word in _FILTERING.items() if kind in kinds]
    return Part("filter", f"{reasons[0] if reasons else 'read'} in {model}")
