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
    marts = {name: facts["key"] for name, facts in sorted(outputs.items()) if facts["schema"] == "marts"}
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        kinds = [(name, "true") for name in marts if name != FIGURES]
        figures = con.execute(f"select kpi_id from {_rows(folder, FIGURES)} group by 1 order by 1").fetchall()
        kinds += [(FIGURES, f"kpi_id = {literal(kpi_id)}") for (kpi_id,) in figures]
        kinds = [kind for kind in kinds if _count(con, folder, kind)]
        return [_cell(con, folder, random.choice(kinds), marts, random) for _ in range(number)]


def _cell(
    con: duckdb.DuckDBPyConnection, folder: Path, kind: tuple[str, str], marts: dict[str, list[str]], random: Random
) -> Cell:
    table, condition = kind
    key = marts[table]
    place = random.randrange(_count(con, folder, kind))
    names = ", ".join(quoted(name) for name in key)
    found = con.execute(
        f"select {names} from {_rows(folder, table)} where {condition} order by all limit 1 offset {place}"
    ).fetchone()
    columns = [row[0] for row in con.execute(f"describe from {_rows(folder, table)}").fetchall()]
    return Cell(table, dict(zip(key, found or (), strict=True)), random.choice(columns))


def _count(con: duckdb.DuckDBPyConnection, folder: Path, kind: tuple[str, str]) -> int:
    found = con.execute(f"select count(*) from {_rows(folder, kind[0])} where {kind[1]}").fetchone()
    return int(found[0]) if found else 0


def _rows(folder: Path, table: str) -> str:
    return f"read_parquet({literal(str(folder / 'parquet' / f'{table}.parquet'))})"
