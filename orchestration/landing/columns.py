"""From the names a file uses to the names of its contract."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from orchestration.errors import RefusedFileError
from orchestration.registry import RESERVED_COLUMNS, ObjectContract


@dataclass(frozen=True)
class ColumnPlan:
    """How the columns of one file are kept: `names` has one output name per column, in its order.

    unknown: those to report; absent: columns of the contract that the file does not have.
    """

    names: tuple[str, ...]
    unknown: tuple[str, ...]
    absent: tuple[str, ...]


def contract_names(found: Sequence[str], contract: ObjectContract) -> list[str | None]:
    """Give the contract's name of each column `found` in a file, None for one it does not know.

    Case never counts: DuckDB does not tell `Id` from `ID`, nor do exports. How words are joined does not either, so
    `Close Date` is `CloseDate`, unless another column of the file is spelled as the contract has it.
    """
    exact = {name.casefold(): column.name for column in contract.columns for name in (column.name, *column.aliases)}
    joined: dict[str, set[str]] = defaultdict(set)
    for spelling, name in exact.items():
        joined[_joined(spelling)].add(name)
    named = [exact.get(name.casefold()) for name in found]
    taken = {name for name in named if name is not None}
    meant = (joined.get(_joined(name.casefold()), set()) - taken for name in found)
    return [name or (min(others) if len(others) == 1 else None) for name, others in zip(named, meant, strict=True)]


def _joined(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name)


def plan_columns(found: Sequence[str], contract: ObjectContract, line: int | None) -> ColumnPlan:
    """Name each column `found` in a file, in its order; `line` is the header's, for messages.

    A name the contract does not know is kept, a repeated one as `name_2`, an empty one as
    `column_<position>`. Raises RefusedFileError for two columns that mean the same one of the contract, and
    for a missing required one.
    """
    taken = {name.casefold() for name in RESERVED_COLUMNS} | {c.name.casefold() for c in contract.columns}
    names: list[str] = []
    spelled: dict[str, str] = {}
    unknown: list[str] = []
    for position, (name, target) in enumerate(zip(found, contract_names(found, contract), strict=True), start=1):
        if target is None:
            kept = _free_name(name.strip() or f"column_{position}", taken)
            taken.add(kept.casefold())
            names.append(kept)
            if not any(fnmatchcase(kept, pattern) for pattern in contract.extra_columns):
                unknown.append(kept)
        elif target in spelled:
            raise _named_twice(target, spelled[target], name, line)
        else:
            spelled[target] = name
            names.append(target)
    missing = [name for name in contract.required if name not in spelled]
    if missing:
        # A line of which no name is known may be no header, and what stands there anybody's data.
        is_named = bool(spelled) or line is None or not found
        names_shown = ", ".join(map(repr, found)) or "no column"
        shown = names_shown if is_named else f"{len(found)} columns, none of a name it knows"
        raise RefusedFileError(
            f"required column {', '.join(map(repr, missing))} of {contract.view} is missing; found: {shown}",
            "export the file with that column, or add the name it has here to the column's `aliases`",
            line,
        )
    absent = tuple(c.name for c in contract.columns if c.name not in spelled)
    return ColumnPlan(tuple(names), tuple(unknown), absent)


def _free_name(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def _named_twice(target: str, first: str, second: str, line: int | None) -> RefusedFileError:
    what = (
        f"column {target!r} stands twice in the header"
        if first == second
        else f"{first!r} and {second!r} are two spellings of the one column {target!r}"
    )
    return RefusedFileError(what, "export the file with that column once", line)
