"""What a proof says holds: a cited record that is struck out moves its figure, and one that is not cited does not.

Figures of an invented company are traced until enough sums and ratios stand on records of their own; one record of each
is struck out of a copy of the extracts; one run rebuilds all.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from orchestration.lineage.trace.answer import CITED
from orchestration.lineage.trace.cells import Cell
from orchestration.lineage.trace.citations import cited_files, located, told
from orchestration.lineage.trace.engine import Tracer
from orchestration.registry import ObjectContract, known_systems
from seeds.simulator.simulate import simulate
from tests.command import rapport
from tests.lineage.random_cells import FIGURES, tracer_of
from tests.lineage.struck import STRIKEABLE, Place, strike

pytestmark = pytest.mark.heavy

CHANGED = 200
MEASURES = ("numerator", "denominator", "value")
SUMS_AND_RATIOS = (
    "client_reopen_rate",
    "client_sla_attainment",
    "client_win_rate",
    "supplier_otd_lines",
    "supplier_otd_quantity",
    "supplier_otd_value",
    "supplier_spend",
)

Contracts = Mapping[tuple[str, str], ObjectContract]
Record = tuple[str, str, str, str, int]
"""system, instance, object, sha256 and number of a record."""


@dataclass(frozen=True)
class Traced:
    """A figure with the records behind it, and of those that to be struck out, if any."""

    cell: Cell
    cited: frozenset[Record]
    struck: Record | None


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("company") / "workspace"
    simulate(home, Decimal("0.1"), 4, 0, has_truth=False, progress=lambda _: None)
    answer = rapport("run", home=home)
    assert answer.code in (0, 3), answer.err
    return home


def test_a_struck_record_moves_its_figure_and_no_other(company: Path, tmp_path: Path) -> None:
    systems = known_systems(company / "sources")
    contracts = {(name, each.name): each for name, system in systems.items() for each in system.objects}
    with tracer_of(company) as tracer:
        folder = tracer.state.folder
        traced = list(chosen(tracer, contracts, figures(folder)))
        before = {key(t.cell): measures(folder, t.cell) for t in traced}
        copy = tmp_path / "workspace"
        for name in ("landing", "reference"):
            shutil.copytree(company / name, copy / name)
        struck = {t.struck for t in traced if t.struck}
        strike_out(copy, tracer, contracts, struck)
        as_of = tracer.state.manifest["as_of"]
    assert len(struck) == CHANGED

    answer = rapport("run", "--as-of", as_of, home=copy)
    assert answer.code in (0, 3), answer.err
    rebuilt = (copy / "releases/current").resolve()
    moved = {key(t.cell) for t in traced if measures(rebuilt, t.cell) != before[key(t.cell)]}

    assert [t.cell for t in traced if t.struck and key(t.cell) not in moved] == []
    assert [t.cell for t in traced if not (t.cited & struck) and key(t.cell) in moved] == []


def figures(folder: Path) -> Iterator[Cell]:
    """Figures in a random order, those of months first: few rows stand behind them."""
    names = ", ".join(f"'{name}'" for name in SUMS_AND_RATIOS)
    with duckdb.connect() as con:
        rows = con.execute(
            f"""select columns(c -> c not in ('numerator', 'denominator')) from '{folder}/parquet/{FIGURES}.parquet'
            where kpi_id in ({names}) and value is not null
            order by period_grain <> 'month', md5(concat(kpi_id, entity_type, entity_id, slice_value, period_start))"""
        )
        keys = ("kpi_id", "entity_type", "entity_id", "slice_type", "slice_value", "period_grain", "period_start")
        found = [dict(zip((d[0] for d in rows.description or ()), row, strict=True)) for row in rows.fetchall()]
    yield from (Cell(FIGURES, {name: row[name] for name in keys}, "value") for row in found)


def chosen(tracer: Tracer, contracts: Contracts, cells: Iterator[Cell]) -> Iterator[Traced]:
    """Trace figures until enough of them stand apart: with a record to strike that none of the others cites."""
    random = Random(4)
    struck: set[Record] = set()
    cited_by_struck: set[Record] = set()
    for cell in cells:
        trace = tracer.trace(cell)
        assert trace.verdict == "proved", trace
        cited = frozenset(records(trace.cited))
        record = None
        if not cited & struck:
            record = effective(tracer, cell, trace.cited, contracts, cited_by_struck, random)
        if record:
            struck.add(record)
            cited_by_struck |= cited
        yield Traced(cell, cited, record)
        if len(struck) == CHANGED:
            return


def effective(
    tracer: Tracer, cell: Cell, cited: pa.Table, contracts: Contracts, taken: set[Record], random: Random
) -> Record | None:
    """A record that gives the figure its value, stands apart, and without which the replay gives another figure."""
    values = [
        row
        for row in records(cited.filter(pc.equal(cited["role"], "value")))
        if row not in taken and row[0] != "reference" and contracts[row[0], row[2]].format in STRIKEABLE
    ]
    published = dict(zip(MEASURES, measures(tracer.state.folder, cell) or (), strict=True))
    known = [measure for measure in MEASURES if published[measure] is not None]
    for record in random.sample(values, min(3, len(values))):
        others = pa.Table.from_pylist([row for row in cited.to_pylist() if as_record(row) != record], schema=CITED)
        for measure in known:
            if tracer.replay.recompute(Cell(cell.table, cell.key, measure), others).value != published[measure]:
                return record
    return None


def records(cited: pa.Table) -> list[Record]:
    return [as_record(row) for row in cited.to_pylist()]


def as_record(row: dict[str, Any]) -> Record:
    return row["system"], row["instance"], row["object"], row["sha256"], row["record"]


def key(cell: Cell) -> tuple[Any, ...]:
    return tuple(cell.key.values())


def measures(folder: Path, cell: Cell) -> tuple[Any, ...] | None:
    """Numerator, denominator and value of a figure; None where a release has no such figure."""
    where = " and ".join(f"{name} = ?" for name in cell.key)
    with duckdb.connect() as con:
        query = f"select {', '.join(MEASURES)} from '{folder}/parquet/{cell.table}.parquet' where {where}"
        return con.execute(query, list(cell.key.values())).fetchone()


def strike_out(home: Path, tracer: Tracer, contracts: Contracts, struck: set[Record]) -> None:
    """Take records of the traced release out of the landed files of a workspace."""
    state = tracer.state
    rows = [dict(zip(CITED.names, (*record, "value", ""), strict=True)) for record in sorted(struck)]
    cited = pa.Table.from_pylist(rows, schema=CITED)
    files = cited_files(cited, state.manifest, state.lake.lake)
    places: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for batch in told(located(cited, files, state.folder.name), files, known_systems(home / "sources")):
        for row in batch.to_pylist():
            places[row["system"], row["object"], row["file"]].append(Place(row["record"], row["line"], row["raw"]))
    for (system, name, file), of_file in places.items():
        strike(home / "landing" / file, contracts[system, name], of_file)
