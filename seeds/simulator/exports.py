"""The exports of all systems of one simulation: one of everything, or a first one and then one a day."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from seeds.simulator.world.client.clients import client_life
from seeds.simulator.world.company import BUSINESS_UNITS, Company
from seeds.simulator.world.history import client_as_of, supplier_as_of, unit_as_of
from seeds.simulator.world.supplier.suppliers import supplier_life
from seeds.simulator.world.timeline import AS_OF
from seeds.simulator.world.unit.units import unit_life
from seeds.simulator.writers.export import Export, Writer
from seeds.simulator.writers.planted import Planted
from seeds.simulator.writers.registry import WRITERS
from seeds.simulator.writers.sinks import Tally

_LATE_EVERY_DAYS, _FIRST_LATE_DAY = 3, 2
_LATE_FILES = {"coupa": "invoices_2*", "zendesk": "ticket_events_2*"}


@dataclass(frozen=True)
class Written:
    """What was written of some systems: raw rows, bytes and planted faults."""

    systems: tuple[str, ...]
    rows: int
    size: int
    planted: int


def write_systems(out: Path, company: Company, days: int, systems: tuple[str, ...]) -> Written:
    """Make every life and write what these systems show of it; other systems are written by other processes.

    `landing/` gets everything, or, with `days`, what was known that many days earlier; `daily/<day>/` the days since.
    """
    # Lives hold no cycles: reference counts free them, and looking for cycles would cost a twentieth of the time.
    gc.disable()
    tally = Tally()
    every_planted = {system: Planted(out / "truth", system) for system in systems}
    landings = _landings(out, days)
    exports: list[list[Export]] = []
    since = None
    for landing, until in landings:
        exports.append([Export(landing, system, since, until, tally, every_planted[system]) for system in systems])
        since = until
    _write_lives(company, [(each[0].until, [_writer(company, export) for export in each]) for each in exports])
    for each in exports:
        for export in each:
            export.close()
    for position, (landing, _) in enumerate(landings[1:-1], start=1):
        if position % _LATE_EVERY_DAYS == _FIRST_LATE_DAY:
            _delay(landing, landings[position + 1][0], every_planted)
    for planted in every_planted.values():
        planted.close()
    gc.enable()
    return Written(systems, tally.rows, tally.size, sum(planted.count for planted in every_planted.values()))


def _writer(company: Company, export: Export) -> Writer:
    return WRITERS[export.system](company, export)


def _write_lives(company: Company, deliveries: list[tuple[datetime, list[Writer]]]) -> None:
    """Hand each life, as it stood at every export, to all writers; one life at a time."""
    for _, writers in deliveries:
        for writer in writers:
            writer.write_company()
    for index in range(1, company.clients + 1):
        client = client_life(company, index)
        for until, writers in deliveries:
            known_client = client_as_of(client, until)
            for writer in writers:
                writer.write_client(known_client)
    for index in range(1, company.suppliers + 1):
        supplier = supplier_life(company, index)
        for until, writers in deliveries:
            known_supplier = supplier_as_of(supplier, until)
            for writer in writers:
                writer.write_supplier(known_supplier)
    for each in BUSINESS_UNITS:
        unit = unit_life(company, each)
        for until, writers in deliveries:
            known_unit = unit_as_of(unit, until)
            for writer in writers:
                writer.write_unit(known_unit)


def _delay(landing: Path, next_landing: Path, planted: Mapping[str, Planted]) -> None:
    """Some files of a day arrive a day late."""
    for system, pattern in _LATE_FILES.items():
        if system in planted:
            for path in sorted((landing / system).glob(pattern)):
                shutil.move(path, next_landing / system / path.name)
                file = f"{system}/{path.name}"
                planted[system].add(pattern.split("_2")[0], file, "", "arrives a day late", "deduplicated")


def _landings(out: Path, days: int) -> list[tuple[Path, datetime]]:
    """Landing folders with the instants of their exports; the last one is AS_OF."""
    first = AS_OF - timedelta(days=days)
    drops = [first + timedelta(days=day) for day in range(1, days + 1)]
    return [(out / "landing", first), *((out / "daily" / at.date().isoformat(), at) for at in drops)]
