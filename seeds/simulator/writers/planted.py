"""The list of planted faults: truth/planted.json, one entry a fault, written as they come."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TextIO

Outcome = Literal["quarantined", "mapped", "warned", "unknown", "deduplicated", "not_counted"]
"""What is due of a planted fault: its record is quarantined; its value is mapped (an unknown one to `unmapped`, a short
or merged id to the record it means); it is warned of and null; the fact counts under the unknown member; the record is
one of several copies or versions of which one stays; the record is kept and counts in no figure."""


class Planted:
    """Writes the faults of one system, one a line; `gather` makes the list of them."""

    def __init__(self, folder: Path, system: str) -> None:
        """Start the system's part of the list."""
        folder.mkdir(parents=True, exist_ok=True)
        self._file: TextIO = _part(folder, system).open("w", encoding="utf-8", newline="\n")
        self._system = system
        self.count = 0

    def add(self, object_: str, file: str, record: str, fault: str, outcome: Outcome) -> None:
        """Note a fault: file relative to the landing folder, native key of the record, what is wrong in a few words."""
        entry = {
            "system": self._system,
            "object": object_,
            "file": file,
            "record": record,
            "fault": fault,
            "outcome": outcome,
        }
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self.count += 1

    def close(self) -> None:
        """End the part."""
        self._file.close()


def gather(folder: Path, systems: Iterable[str]) -> None:
    """Make `planted.json` of the parts of all systems, in their order, and remove the parts."""
    with (folder / "planted.json").open("w", encoding="utf-8", newline="\n") as whole:
        separator = "[\n"
        for system in systems:
            with _part(folder, system).open(encoding="utf-8") as part:
                for line in part:
                    whole.write(separator + line.rstrip("\n"))
                    separator = ",\n"
            _part(folder, system).unlink()
        whole.write("\n]\n" if separator != "[\n" else "[]\n")


def _part(folder: Path, system: str) -> Path:
    return folder / f"planted.{system}.part"
