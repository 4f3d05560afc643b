"""One export of one system into one landing folder: what it covers, and where its files go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from seeds.simulator.world.client.life import ClientLife
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.planted import Outcome, Planted
from seeds.simulator.writers.shapes import Shape
from seeds.simulator.writers.sinks import ALL_QUOTED, CsvDialect, CsvPages, Envelope, JsonPages, Tally, TextFile


class Sink(Protocol):
    """A file, or pages of files, that records are written to."""

    @property
    def path(self) -> Path:
        """The file that the newest record is in."""

    def close(self) -> None:
        """End it."""


@dataclass
class Export:
    """An export of one system at an instant: records changed after `since` (None: from the beginning) and by `until`.

    A writer is handed lives as they stood at `until`. Of an object delivered as delta it writes the records that
    `shows(changed_at)`; of a snapshot it writes all. Files are named with `stamp`, from which the loader reads
    when the export was taken.
    """

    landing: Path
    system: str
    since: datetime | None
    until: datetime
    tally: Tally
    planted: Planted
    _sinks: list[Sink] = field(default_factory=list)
    _refused: dict[str, str] = field(default_factory=dict)
    """Newest record of each object that goes to quarantine."""

    @property
    def stamp(self) -> str:
        """Instant of the export, such as 20261001T020000Z."""
        return self.until.strftime("%Y%m%dT%H%M%SZ")

    @property
    def folder(self) -> Path:
        """Where the files of the system go."""
        return self.landing / self.system

    def shows(self, changed_at: datetime) -> bool:
        """Whether a delta of this export holds a record changed at an instant."""
        return changed_at <= self.until and (self.since is None or changed_at > self.since)

    def csv(
        self,
        shape: Shape,
        name: str,
        dialect: CsvDialect = ALL_QUOTED,
        rows_a_page: int | None = None,
        repeats_last: bool = False,
        header_of: Callable[[int], Sequence[str]] | None = None,
    ) -> CsvPages:
        """CSV files named `name`, in which `{page}` stands for `` on the first page and `_2`, `_3` … on later ones.

        With `repeats_last`, each page begins with a copy of the last record of the one before, and that is planted.
        `header_of(page)` gives the header of a page where columns are renamed mid-way.
        """
        sink = CsvPages(
            lambda page: self.folder / name.format(page="" if page == 1 else f"_{page}"),
            shape.header,
            self.tally,
            self.until,
            dialect,
            rows_a_page,
            (lambda values: self._plant_copy(shape, sink, values[shape.header.index(shape.key[0])]))
            if repeats_last
            else None,
            header_of,
        )
        self._sinks.append(sink)
        return sink

    def json(
        self,
        shape: Shape,
        name: str,
        envelope: Envelope,
        rows_a_page: int,
        repeats_last: bool = False,
        first_page: str = "",
    ) -> JsonPages:
        """JSON pages named `name`, in which `{page}` stands for `first_page`, and for `_2`, `_3` … on later ones.

        With `repeats_last`, each page begins with a copy of the last record of the one before, and that is planted.
        """
        sink = JsonPages(
            lambda page: self.folder / name.format(page=first_page if page == 1 else f"_{page}"),
            envelope,
            self.tally,
            self.until,
            rows_a_page,
            (lambda record: self._plant_copy(shape, sink, record[shape.key[0]])) if repeats_last else None,
        )
        self._sinks.append(sink)
        return sink

    def text(self, name: str, encoding: str = "utf-8", head: str = "", tail: str = "") -> TextFile:
        """A text file, such as NDJSON, XML or a list download."""
        sink = TextFile(self.folder / name, self.tally, self.until, encoding, head, tail)
        self._sinks.append(sink)
        return sink

    def plant(self, shape: Shape, sink: Sink, record: str, fault: str, outcome: Outcome) -> None:
        """Note a planted fault of the newest record of a sink."""
        file = sink.path.relative_to(self.landing).as_posix()
        self.planted.add(shape.object, file, record, fault, outcome)
        if outcome == "quarantined":
            self._refused[shape.object] = record

    def _plant_copy(self, shape: Shape, sink: Sink, record: object) -> None:
        """A copy of a record that goes to quarantine goes there too."""
        outcome: Outcome = "quarantined" if self._refused.get(shape.object) == str(record) else "deduplicated"
        self.plant(shape, sink, str(record), "stands on the page before too", outcome)

    def close(self) -> None:
        """End all files."""
        for sink in self._sinks:
            sink.close()


class Writer(Protocol):
    """Renders one system's part of the world into one export; a class per system, `SYSTEM` and `SHAPES` beside it.

    The constructor takes (company, export) and opens the sinks. Lives come in order of index: all clients, then all
    suppliers, then the units. A writer takes what its system shows and passes over the rest.
    """

    def write_company(self) -> None:
        """Records of no party: users, stages, schedules, currencies. Called first."""

    def write_client(self, life: ClientLife) -> None:
        """One client, as it stood at `export.until`."""

    def write_supplier(self, life: SupplierLife) -> None:
        """One supplier."""

    def write_unit(self, life: UnitLife) -> None:
        """One business unit."""
