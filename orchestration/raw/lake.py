"""The raw lake: `lake/raw/<system>/<instance>/<object>/<sha256>/`, one entry a file, with receipts."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.raw.receipts import Receipt, read_receipts

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """A committed file with its newest delivery known by as_of. `path` is its folder in the lake."""

    system: str
    instance: str
    object: str
    file_id: str
    path: Path
    receipt: Receipt
    is_current: bool = True

    def describe(self) -> dict[str, Any]:
        """What a release's manifest says of the file; nothing that depends on when it was received."""
        return {
            "system": self.system,
            "instance": self.instance,
            "object": self.object,
            "file": self.receipt.file,
            "sha256": self.file_id,
            "extracted_at": self.extracted_at.isoformat() if self.extracted_at else None,
            "records": self.receipt.records,
            "loaded": self.receipt.loaded,
            "quarantined": self.receipt.quarantined,
            "is_current": self.is_current,
        }

    @property
    def extracted_at(self) -> datetime | None:
        """When the newest delivery was taken; None: known from the beginning."""
        return self.receipt.extracted_at


def raw_root(lake: Path) -> Path:
    """Give the folder of raw entries in a lake."""
    return lake / "raw"


def entry_path(lake: Path, system: str, instance: str, object_name: str, file_id: str) -> Path:
    """Give the folder of one entry."""
    return raw_root(lake) / system / instance / object_name / file_id


def entry_folders(lake: Path) -> list[Path]:
    """Folders of all entries, committed or not, sorted."""
    return sorted(path for path in raw_root(lake).glob("[!.]*/*/*/[!.]*") if path.is_dir())


def committed(lake: Path, as_of: datetime | None) -> list[Entry]:
    """Every file with a delivery extracted at or before `as_of` (aware; None: all), in order of path.

    Of a snapshot object only the files of the newest extraction per system, instance and object are current. Where a
    file was replaced under its name and the extraction time does not tell the two apart, the version that came last is.
    """
    entries: list[Entry] = []
    for folder in entry_folders(lake):
        known = [r for r in read_receipts(folder) if as_of is None or _moment(r) <= as_of]
        if known:
            newest = max(known, key=lambda receipt: (_moment(receipt), receipt.file))
            entries.append(Entry(newest.system, newest.instance, newest.object, newest.file_id, folder, newest))
    newest_of: dict[tuple[str, str, str], datetime] = defaultdict(lambda: _LONG_AGO)
    for entry in entries:
        place = (entry.system, entry.instance, entry.object)
        newest_of[place] = max(newest_of[place], _moment(entry.receipt))
    last_version: dict[tuple[str, str, str, str, datetime], datetime] = {}
    for entry in entries:
        last_version[_version(entry)] = max(
            entry.receipt.received_at, last_version.get(_version(entry), entry.receipt.received_at)
        )
    return [
        replace(
            entry,
            is_current=entry.receipt.received_at == last_version[_version(entry)]
            and (
                entry.receipt.delivery != "snapshot"
                or _moment(entry.receipt) == newest_of[(entry.system, entry.instance, entry.object)]
            ),
        )
        for entry in entries
    ]


def _version(entry: Entry) -> tuple[str, str, str, str, datetime]:
    return (entry.system, entry.instance, entry.object, entry.receipt.file, _moment(entry.receipt))


def recover(lake: Path) -> None:
    """Clear up after a crash: bring back an entry that was being replaced, drop what was being written."""
    for old in raw_root(lake).glob("*/*/*/.*.old"):
        entry = old.with_name(old.name[1 : -len(".old")])
        if entry.exists():
            shutil.rmtree(old)
        else:
            old.rename(entry)
    for unfinished in raw_root(lake).glob("*/*/*/.*.tmp"):
        shutil.rmtree(unfinished)


def _moment(receipt: Receipt) -> datetime:
    return receipt.extracted_at or _LONG_AGO
