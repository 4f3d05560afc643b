"""The CSV files of one Salesforce export."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zlib import crc32

from seeds.simulator.world.fate import Fate
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.planted import Outcome
from seeds.simulator.writers.salesforce.values import short
from seeds.simulator.writers.shapes import Shape
from seeds.simulator.writers.sinks import CsvPages

_ROWS_A_PAGE = {"account": 25, "contact": 200, "opportunity": 200, "event": 2_000, "task": 2_000}
_USUAL_PAGE = 10_000
_REPEATING = ("contact", "opportunity", "event")
_RENAMED = {"account": {"NumberOfEmployees": "Employees"}}
"""From the second page on, as after somebody set up the export again with labels."""
_SHORT_IDS_EVERY = 61


class Files:
    """One set of pages an object; a delta holds what changed in its span."""

    def __init__(self, export: Export, shapes: Sequence[Shape]) -> None:
        """Open the pages of all objects."""
        self.export = export
        self._pages = {shape.object: _open(export, shape) for shape in shapes}

    def write(self, shape: Shape, changed_at: datetime, values: Sequence[str]) -> bool:
        """Write a record if the export shows it, and say so."""
        if not self.export.shows(changed_at):
            return False
        self._pages[shape.object].write(values)
        return True

    def plant(self, shape: Shape, record: str, fault: str, outcome: Outcome) -> None:
        """Note a fault of the newest record of an object."""
        self.export.plant(shape, self._pages[shape.object], record, fault, outcome)

    def plant_fate(self, shape: Shape, record: str, fate: Fate, required: str) -> None:
        """Note the fate of the newest record, if it is not the usual one."""
        if fate is Fate.QUARANTINED:
            self.plant(shape, record, f"{required} does not read", "quarantined")
        if fate is Fate.ORPHAN:
            self.plant(shape, record, "AccountId names an account that no file holds", "unknown")

    def reference(self, account: str, record: str) -> tuple[str, bool]:
        """An account as a record refers to it: now and then by its 15 characters; and whether it does."""
        is_short = crc32(record.encode()) % _SHORT_IDS_EVERY == 0
        return (short(account) if is_short else account), is_short

    def plant_short(self, shape: Shape, record: str) -> None:
        """Note a reference of 15 characters in the newest record."""
        self.plant(shape, record, "AccountId has 15 characters", "mapped")


def _open(export: Export, shape: Shape) -> CsvPages:
    renamed = _RENAMED.get(shape.object)
    later = [renamed.get(name, name) for name in shape.header] if renamed else []
    return export.csv(
        shape,
        shape.file_names[0].replace("_*", f"_{export.stamp}{{page}}"),
        rows_a_page=_ROWS_A_PAGE.get(shape.object, _USUAL_PAGE),
        repeats_last=shape.object in _REPEATING,
        header_of=(lambda page: shape.header if page == 1 else later) if renamed else None,
    )
