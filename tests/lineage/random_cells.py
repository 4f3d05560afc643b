"""Cells of a release drawn at random, over all marts and all figures alike."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import duckdb

from orchestration.lineage.release.state import open_release
from orchestration.lineage.trace.cells import Cell
from orchestration.lineage.trace.engine import Tracer
from orchestration.publishing.release import RESTRICTED
from orchestration.raw.typed_text import literal, quoted
from orchestration.settings import load_settings

FIGURES = "fct_kpi_values"
SEED = int(os.environ.get("RAPPORT_TEST_SEED", "4"))


@contextmanager
def tracer_of(home: Path) -> Iterator[Tracer]:
    """A tracer of a workspace's current release."""
    workspace = load_settings(home).workspace
    with open_release(workspace, (workspace.releases / "current").resolve()) as state:
        tracer = Tracer(state)
        try:
            yield tracer
        finally:
            tracer.close()


def unproved(home: Path, number: int) -> list[str]:
    """Of so many drawn cells of the current release those that are not proved, each with the reason."""
    with tracer_of(home) as tracer:
        traces = [tracer.trace(cell) for cell in random_cells(tracer.state.folder, number, SEED)]
    assert len(traces) == number
    return [f"{trace.cell}: {trace.reason}" for trace in traces if trace.verdict != "proved"]


def random_cells(folder: Path, number: int, seed: int) -> list[Cell]:
    """Draw cells of a release: first a table or a figure, then a row of it, then a column."""
    random = Random(seed)
    outputs = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    marts = {name: facts for name, facts in sorted(outputs.items()) if facts["schema"] in ("marts", RESTRICTED)}
    rows = {name: f"read_parquet({literal(str(folder / facts['file']))})" for name, facts in marts.items()}
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        kinds = [(name, "true") for name in marts if name != FIGURES]
        figures = con.execute(f"select kpi_id from {rows[FIGURES]} group by 1 order by 1").fetchall()
        kinds += [(FIGURES, f"kpi_id = {literal(kpi_id)}") for (kpi_id,) in figures]
        kinds = [(name, condition) for name, condition in kinds if _count(con, rows[name], condition)]
        drawn = [random.choice(kinds) for _ in range(number)]
        return [_cell(con, name, marts[name]["key"], rows[name], condition, random) for name, condition in drawn]


def _cell(
    con: duckdb.DuckDBPyConnection, table: str, key: list[str], rows: str, condition: str, random: Random
) -> Cell:
    place = random.randrange(_count(con, rows, condition))
    names = ", ".join(quoted(name) for name in key)
    found = con.execute(f"select {names} from {rows} where {condition} order by all limit 1 offset {place}").fetchone()
    columns = [row[0] for row in con.execute(f"describe from {rows}").fetchall()]
    return Cell(table, dict(zip(key, found or (), strict=True)), random.choice(columns))


def _count(con: duckdb.DuckDBPyConnection, rows: str, condition: str) -> int:
    found = con.execute(f"select count(*) from {rows} where {condition}").fetchone()
    return int(found[0]) if found else 0
