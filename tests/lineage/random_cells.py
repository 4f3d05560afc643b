"""Cells of a release drawn at random: as many of each KPI as of each other table."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lineage.cells import FIGURES, Cell

MEASURES = ("value", "numerator", "denominator")


def random_cells(folder: Path, seed: int) -> Iterator[Cell]:
    """Endless; the same release and seed give the same cells.

    A draw is a KPI or another published table with rows that a model made, then a row, then a column; of a KPI one of
    its measures.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    outputs = {name: output for name, output in manifest["outputs"].items() if name in manifest["models"]}
    chance = random.Random(seed)
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        figures = f"read_parquet('{folder / outputs[FIGURES]['file']}', file_row_number = true)"
        rows_of_kpi = dict(
            con.execute(
                f"select kpi_id, list(file_row_number) from {figures} group by kpi_id order by kpi_id"
            ).fetchall()
        )
        tables = [name for name, output in outputs.items() if name != FIGURES and output["rows"]]
        while True:
            drawn = chance.choice([*rows_of_kpi, *tables])
            table = FIGURES if drawn in rows_of_kpi else drawn
            row = chance.choice(rows_of_kpi.get(drawn) or range(outputs[table]["rows"]))
            key, columns = _row(con, folder / outputs[table]["file"], outputs[table]["key"], row)
            yield Cell(table, key, chance.choice(MEASURES if table == FIGURES else columns))


def _row(con: duckdb.DuckDBPyConnection, path: Path, key: list[str], number: int) -> tuple[dict[str, Any], list[str]]:
    found = con.execute(
        f"select * from read_parquet('{path}', file_row_number = true) where file_row_number = {number}"
    )
    columns = [column[0] for column in found.description or []]
    row = dict(zip(columns, found.fetchone() or (), strict=True))
    return {name: row[name] for name in key}, [name for name in columns if name != "file_row_number"]
