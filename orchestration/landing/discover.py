"""What stands in the landing folder: `landing/<system>/[<instance>/]file`. No file is opened here."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.errors import RefusedFileError

DEFAULT_INSTANCE = "default"
_UNFINISHED = (".tmp", ".part")
FILE_ENDINGS = (".csv", ".json", ".ndjson", ".jsonl", ".gz", ".zip", ".txt", ".xml", ".xlsx")
_SYSTEM_LEVEL, _INSTANCE_LEVEL = 1, 2


@dataclass(frozen=True, order=True)
class Arrival:
    """One delivered file. `name` is its path relative to landing; size in bytes, mtime in nanoseconds."""

    system: str
    instance: str
    name: str
    path: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Discovery:
    """Arrivals ready to read, arrivals that still grow, and what is refused by its name alone, all sorted."""

    arrivals: tuple[Arrival, ...]
    waiting: tuple[Arrival, ...]
    refused: tuple[tuple[str, RefusedFileError], ...]


def discover(landing: Path, systems: Collection[str], now_ns: int, settle_seconds: float = 0) -> Discovery:
    """Walk `landing`; a file modified less than `settle_seconds` before `now_ns` (nanoseconds) waits.

    Raises nothing for a single bad name: it is among the refused, with its remedy.
    """
    arrivals: list[Arrival] = []
    waiting: list[Arrival] = []
    refused: list[tuple[str, RefusedFileError]] = []
    for found in _walk(landing, landing, systems):
        if isinstance(found, Arrival):
            settled = now_ns - found.mtime_ns >= settle_seconds * 1e9 or settle_seconds <= 0
            (arrivals if settled else waiting).append(found)
        else:
            refused.append(found)
    return Discovery(tuple(sorted(arrivals)), tuple(sorted(waiting)), tuple(sorted(refused, key=lambda r: r[0])))


def _walk(folder: Path, landing: Path, systems: Collection[str]) -> Iterator[Arrival | tuple[str, RefusedFileError]]:
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        yield folder.relative_to(landing).as_posix(), _unreadable(error)
        return
    for base in names:
        if base.startswith(".") or base.lower().endswith(_UNFINISHED):
            continue
        path = folder / base
        name = path.relative_to(landing).as_posix()
        try:
            status = path.stat()
        except OSError as error:
            yield name, _unreadable(error)
            continue
        parts = name.split("/")
        is_folder = stat.S_ISDIR(status.st_mode)
        problem = _misplaced(parts, is_folder, systems)
        if problem is not None:
            yield name, problem
        elif is_folder:
            yield from _walk(path, landing, systems)
        elif not stat.S_ISREG(status.st_mode):
            yield (
                name,
                RefusedFileError("this is no regular file", "put the file itself into the landing folder"),
            )
        else:
            instance = parts[1] if len(parts) > _INSTANCE_LEVEL else DEFAULT_INSTANCE
            yield Arrival(parts[0], instance, name, path, status.st_size, status.st_mtime_ns)


def _misplaced(parts: list[str], is_folder: bool, systems: Collection[str]) -> RefusedFileError | None:
    base, level = parts[-1], len(parts)
    if not is_folder:
        return (
            RefusedFileError("a file outside any system's folder", "move it into the folder of its system")
            if level == _SYSTEM_LEVEL
            else None
        )
    if level > _INSTANCE_LEVEL or base.lower().endswith(FILE_ENDINGS):
        return RefusedFileError(
            f"{base} is a directory where a file should be",
            "move its files to <system>/ or <system>/<instance>/",
        )
    if level == _SYSTEM_LEVEL and base not in systems:
        return RefusedFileError(
            f"{base!r} is no known system; known: {', '.join(sorted(systems)) or 'none'}",
            "rename the folder, or describe the system in a source folder of that name",
        )
    return None


def _unreadable(error: OSError) -> RefusedFileError:
    return RefusedFileError(
        f"it cannot be read: {error.strerror or error}", "mend the link or the permissions of the file"
    )
