"""From a seed to a workspace of the invented company: extracts, reference data, and the figures known for them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from seeds.simulator.exports import Written, write_systems
from seeds.simulator.parties_file import PartiesFile
from seeds.simulator.reference_data import ReferenceData
from seeds.simulator.truth.company import Truth
from seeds.simulator.world.client.clients import client_life, client_party
from seeds.simulator.world.company import BUSINESS_UNITS, Company
from seeds.simulator.world.supplier.suppliers import supplier_life, supplier_party
from seeds.simulator.world.unit.units import unit_life
from seeds.simulator.writers.planted import gather
from seeds.simulator.writers.registry import WRITERS

_WORK = {"zendesk": 8, "salesforce": 5, "servicenow": 5, "usage": 4, "stripe": 2, "coupa": 2, "sap": 2}
"""About how long a system takes to write, against the lightest."""


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
    started = time.perf_counter()
    _write_parties(out, company)
    written = _write_extracts(out, company, days, progress)
    gather(out / "truth", WRITERS)
    seconds = time.perf_counter() - started
    rows, size = sum(each.rows for each in written), sum(each.size for each in written)
    progress(f"{rows:,} rows written; counting what is true of them" if has_truth else f"{rows:,} rows written")
    started = time.perf_counter()
    figures = count(company).write(out / "truth" / "kpi_values.parquet") if has_truth else None
    planted = sum(each.planted for each in written)
    return Simulation(rows, size, planted, seconds, figures, time.perf_counter() - started)


def _write_parties(out: Path, company: Company) -> None:
    """truth/parties.parquet and reference/."""
    with PartiesFile(out / "truth" / "parties.parquet") as parties, ReferenceData(out / "reference", company) as tables:
        for index in range(1, company.clients + 1):
            client = client_party(company, index)
            parties.add("client", client)
            tables.add_client(client)
        for index in range(1, company.suppliers + 1):
            supplier = supplier_party(company, index)
            parties.add("supplier", supplier)
            tables.add_supplier(supplier)


def _write_extracts(out: Path, company: Company, days: int, progress: Callable[[str], None]) -> list[Written]:
    """All systems, some in a process of their own for each core: each makes the lives again, which is cheap."""
    groups = _groups(min(os.cpu_count() or 1, len(WRITERS)))
    if len(groups) == 1:
        return [write_systems(out, company, days, groups[0])]
    written = []
    with ProcessPoolExecutor(max_workers=len(groups)) as pool:
        waiting = [pool.submit(write_systems, out, company, days, group) for group in groups]
        for done in as_completed(waiting):
            written.append(done.result())
            progress(f"{', '.join(written[-1].systems)}: {written[-1].rows:,} rows")
    return written


def _groups(count: int) -> list[tuple[str, ...]]:
    """All systems in `count` groups of about the same work: the heaviest go first to where there is least."""
    groups: list[list[str]] = [[] for _ in range(count)]
    for system in sorted(WRITERS, key=lambda each: (-_WORK.get(each, 1), each)):
        min(groups, key=lambda group: sum(_WORK.get(each, 1) for each in group)).append(system)
    return [tuple(sorted(group)) for group in groups if group]


def count(company: Company) -> Truth:
    """The truth of a company, life by life."""
    truth = Truth(company)
    for index in range(1, company.clients + 1):
        truth.add_client(client_life(company, index))
    for index in range(1, company.suppliers + 1):
        truth.add_supplier(supplier_life(company, index))
    for unit in BUSINESS_UNITS:
        truth.add_unit(unit_life(company, unit))
    return truth
