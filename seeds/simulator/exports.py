"""The exports of all systems of one simulation: one of everything, or a first one and then one a day."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from seeds.simulator.world.client_life import ClientLife
from seeds.simulator.world.company import Company
from seeds.simulator.world.history import client_as_of, supplier_as_of, unit_as_of
from seeds.simulator.world.supplier_life import SupplierLife
from seeds.simulator.world.timeline import AS_OF
from seeds.simulator.world.unit_life import UnitLife
from seeds.simulator.writers.export import Export, Writer
from seeds.simulator.writers.planted import Planted
from seeds.simulator.writers.registry import WRITERS
from seeds.simulator.writers.sinks import Tally

_LATE_EVERY_DAYS = 3
_LATE_FILES = ("coupa/invoices_*", "zendesk/ticket_events_*")


@dataclass(frozen=True)
class Delivery:
    """What all systems export at an instant into one landing folder."""

    landing: Path
    until: datetime
    exports: tuple[Export, ...]
    writers: tuple[Writer, ...]


class Exports:
    """Hands each life, as it stood at every export, to all writers."""

    def __init__(self, out: Path, company: Company, days: int) -> None:
        """Open `landing/` and, for daily drops, `daily/<day>/` for each of the last `days` days."""
        self.tally = Tally()
        self.planted = Planted(out / "truth" / "planted.json")
        self._deliveries = []
        since = None
        for landing, until in _places(out, days):
            exports = tuple(Export(landing, system, since, until, self.tally, self.planted) for system in WRITERS)
            writers = tuple(WRITERS[export.system](company, export) for export in exports)
            self._deliveries.append(Delivery(landing, until, exports, writers))
            since = until

    def write_company(self) -> None:
        """Records of no party."""
        for delivery in self._deliveries:
            for writer in delivery.writers:
                writer.write_company()

    def write_client(self, life: ClientLife) -> None:
        """One client."""
        for delivery in self._deliveries:
            known = client_as_of(life, delivery.until)
            for writer in delivery.writers:
                writer.write_client(known)

    def write_supplier(self, life: SupplierLife) -> None:
        """One supplier."""
        for delivery in self._deliveries:
            known = supplier_as_of(life, delivery.until)
            for writer in delivery.writers:
                writer.write_supplier(known)

    def write_unit(self, life: UnitLife) -> None:
        """One business unit."""
        for delivery in self._deliveries:
            known = unit_as_of(life, delivery.until)
            for writer in delivery.writers:
                writer.write_unit(known)

    def close(self) -> None:
        """End all files; then some files of a day arrive a day late."""
        for delivery in self._deliveries:
            for export in delivery.exports:
                export.close()
        for position, delivery in enumerate(self._deliveries[1:-1]):
            if position % _LATE_EVERY_DAYS == 1:
                self._delay(delivery, self._deliveries[position + 2])
        self.planted.close()

    def _delay(self, delivery: Delivery, next_: Delivery) -> None:
        for pattern in _LATE_FILES:
            for path in sorted(delivery.landing.glob(pattern)):
                name = path.relative_to(delivery.landing)
                shutil.move(path, next_.landing / name)
                system, object_ = name.parts[0], path.name.split("_2")[0]
                self.planted.add(system, object_, name.as_posix(), "", "arrives a day late", "deduplicated")


def _places(out: Path, days: int) -> list[tuple[Path, datetime]]:
    """Landing folders with the instants of their exports; the last one is AS_OF."""
    first = AS_OF - timedelta(days=days)
    drops = [first + timedelta(days=day) for day in range(1, days + 1)]
    return [(out / "landing", first), *((out / "daily" / at.date().isoformat(), at) for at in drops)]
