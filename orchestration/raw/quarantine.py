"""What was refused of files that were loaded, and loading them again after a mend."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pyarrow.parquet as pq

from orchestration.landing.rows import REJECTS
from orchestration.raw.lake import Entry, committed, raw_root
from orchestration.raw.load import reload_entries
from orchestration.raw.outcome import FileOutcome
from orchestration.registry import Registry


@dataclass(frozen=True)
class Quarantined:
    """One record in quarantine. `line` is physical; `raw` may hold personal data."""

    system: str
    instance: str
    object: str
    file: str
    file_id: str
    record: int | None
    line: int
    rule: str
    reason: str
    raw: str


def quarantined(lake: Path, file: str | None = None, rule: str | None = None) -> list[Quarantined]:
    """Give records in quarantine by file and line; only of `file` (name, base name, pattern) and `rule`."""
    found: list[Quarantined] = []
    for entry in _entries(lake, file, rule):
        place = (entry.system, entry.instance, entry.object, entry.receipt.file, entry.file_id)
        rejects = pq.read_table(entry.path / REJECTS).to_pylist()
        found += [
            Quarantined(*place, r["_record"], r["line"], r["rule"], r["reason"], r["raw"])
            for r in rejects
            if rule is None or r["rule"] == rule
        ]
    return sorted(found, key=lambda row: (row.file, row.line, row.record or 0))


def retry(lake: Path, registry: Registry, file: str | None = None, rule: str | None = None) -> list[FileOutcome]:
    """Load the archived originals of files with quarantined records again, as contracts are now.

    Returns what became of each. Raises ConservationError where counts do not add up.
    """
    folders = [entry.path for entry in _entries(lake, file, rule)]
    return reload_entries(lake, registry, folders, raw_root(lake) / ".scratch")


def _entries(lake: Path, file: str | None, rule: str | None) -> list[Entry]:
    return [
        entry
        for entry in committed(lake, None)
        if entry.receipt.quarantined
        and (rule is None or rule in entry.receipt.by_rule)
        and (file is None or _names(entry.receipt.file, file))
    ]


def _names(name: str, wanted: str) -> bool:
    base = name.rsplit("/", 1)[-1].rsplit("!", 1)[-1]
    return wanted in (name, base) or fnmatchcase(name, wanted)
