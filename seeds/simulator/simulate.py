"""From a seed to a workspace of the invented company: extracts, reference data, and the figures known for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from seeds.simulator.exports import Exports
from seeds.simulator.parties_file import PartiesFile
from seeds.simulator.reference_data import ReferenceData
from seeds.simulator.truth.company import Truth
from seeds.simulator.world.clients import client_life
from seeds.simulator.world.company import BUSINESS_UNITS, Company
from seeds.simulator.world.suppliers import supplier_life
from seeds.simulator.world.units import unit_life

_PROGRESS_EVERY = 500


@dataclass(frozen=True)
class Simulation:
    """What was made: raw rows and bytes written, planted faults, and seconds, truth apart."""

    rows: int
    size: int
    planted: int
    seconds: float
    figures: int | None
    truth_seconds: float

    @property
    def rows_per_second(self) -> float:
        """Raw rows written a second, truth not counted."""
        return self.rows / self.seconds


def simulate(
    out: Path, scale: Decimal, seed: int, days: int, has_truth: bool, progress: Callable[[str], None]
) -> Simulation:
    """Make `out` a workspace. Lives are made, written and counted one at a time, so that memory stays flat in scale.

    Raises OSError where the folder cannot be written.
    """
    company = Company.of(seed, scale)
    truth = Truth(company) if has_truth else None
    counting = Stopwatch()
    started = time.perf_counter()
    exports = Exports(out, company, days)
    with PartiesFile(out / "truth" / "parties.parquet") as parties, ReferenceData(out / "reference", company) as tables:
        exports.write_company()
        for index in range(1, company.clients + 1):
            client = client_life(company, index)
            parties.add("client", client.client)
            tables.add_client(client.client)
            exports.write_client(client)
            if truth:
                with counting:
                    truth.add_client(client)
            if index % _PROGRESS_EVERY == 0:
                progress(f"{index} of {company.clients} clients, {exports.tally.rows} rows")
        for index in range(1, company.suppliers + 1):
            supplier = supplier_life(company, index)
            parties.add("supplier", supplier.supplier)
            tables.add_supplier(supplier.supplier)
            exports.write_supplier(supplier)
            if truth:
                with counting:
                    truth.add_supplier(supplier)
        for each in BUSINESS_UNITS:
            unit = unit_life(company, each)
            exports.write_unit(unit)
            if truth:
                with counting:
                    truth.add_unit(unit)
    exports.close()
    seconds = time.perf_counter() - started - counting.seconds
    figures = None
    if truth:
        with counting:
            figures = truth.write(out / "truth" / "kpi_values.parquet")
    return Simulation(exports.tally.rows, exports.tally.size, exports.planted.count, seconds, figures, counting.seconds)


class Stopwatch:
    """Adds up the seconds spent inside `with`."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> None:
        self._begun = time.perf_counter()

    def __exit__(self, *_error: object) -> None:
        self.seconds += time.perf_counter() - self._begun
