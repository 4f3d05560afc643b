"""The list of planted faults: truth/planted.json, one entry a fault, written as they come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, TextIO

Outcome = Literal["quarantined", "mapped", "warned", "unknown", "deduplicated", "not_counted"]
"""What is due of a planted fault: its record is quarantined; its value is mapped (an unknown one to `unmapped`, a short
or merged id to the record it means); it is warned of and null; the fact counts under the unknown member; the record is
one of several copies or versions of which one stays; the record is kept and counts in no figure."""


class Planted:
    """Writes the list; entries stand in the order in which the faults are written."""

    def __init__(self, path: Path) -> None:
        """Start the list in a new file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: TextIO = path.open("w", encoding="utf-8", newline="\n")
        self._file.write("[")
        self.count = 0

    def add(self, system: str, object_: str, file: str, record: str, fault: str, outcome: Outcome) -> None:
        """Note a fault: file relative to the landing folder, native key of the record, what is wrong in a few words."""
        entry = {
            "system": system,
            "object": object_,
            "file": file,
            "record": record,
            "fault": fault,
            "outcome": outcome,
        }
        self._file.write(("," if self.count else "") + "\n" + json.dumps(entry, ensure_ascii=False))
        self.count += 1

    def close(self) -> None:
        """End the list."""
        self._file.write("\n]\n")
        self._file.close()
