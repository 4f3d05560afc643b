"""Traces one cell of a release: the rows behind it, and the proof that they are enough."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.errors import RapportError
from orchestration.lineage.queries import UnfollowableError
from orchestration.lineage.release.graph import Model
from orchestration.lineage.release.state import ReleaseState, open_release
from orchestration.lineage.trace.answer import CITED, Trace, TracedModel
from orchestration.lineage.trace.beside import Besides
from orchestration.lineage.trace.cells import Cell
from orchestration.lineage.trace.replay import Recomputed, Replay
from orchestration.lineage.trace.walk import Beside, Walk
from orchestration.raw.typed_text import literal, quoted
from orchestration.settings import Settings

_ROUNDS = 12
"""So often what is cited may bring along what must be cited too, before whole groups and partitions are."""

_HELD_BYTES = 2_000_000_000
"""Holding so much, all is prepared anew, and if that is not enough begun anew.

A prepared statement keeps what it last worked on, a table its deleted rows.
"""


class Tracer:
    """Traces cells of one open release, one after another."""

    def __init__(self, state: ReleaseState) -> None:
        self.state = state
        self._begin()

    def _begin(self) -> None:
        self.walk = Walk(self.state)
        self.replay = Replay(self.state)
        self.besides = Besides(self.state, self.replay)

    def trace(self, cell: Cell) -> Trace:
        """Trace a cell that the release has. Raises RapportError where it has no such row."""
        started = time.perf_counter()
        value = published_value(self.state, cell)
        models = self.state.figures.models_behind(cell)
        try:
            cited, recomputed = self._witness(cell, value, models)
            reason = _difference(value, recomputed)
        except UnfollowableError as error:
            cited, recomputed, reason = CITED.empty_table(), Recomputed(0, None), str(error)
        if self._bytes_held() > _HELD_BYTES:
            self.walk.rest()
            self.replay.rest()
        if self._bytes_held() > _HELD_BYTES:
            self.close()
            self._begin()
        return Trace(
            release=self.state.folder.name,
            cell=cell,
            value=value,
            verdict="not_proved" if reason else "proved",
            reason=reason,
            recomputed=recomputed.value,
            cited=cited,
            models=tuple(TracedModel(model.name, model.sql_sha256) for model in models),
            seconds=time.perf_counter() - started,
        )

    def _bytes_held(self) -> int:
        return _bytes_held(self.walk.state.con) + _bytes_held(self.replay.con)

    def _witness(self, cell: Cell, value: Any, models: list[Model]) -> tuple[pa.Table, Recomputed]:
        """The cited rows and what they give: what suffices, else with what must stand beside it, else the whole."""
        beside: list[Beside] = []
        for _ in range(_ROUNDS):
            cited = self.walk.cited(cell, beside)
            recomputed = self.replay.recompute(cell, cited)
            if not _difference(value, recomputed):
                return cited, recomputed
            missing = [rows for rows in self.besides.missing(cell, models) if rows not in beside]
            if not missing:
                break
            beside += missing
        cited = self.walk.cited(cell, is_wide=True)
        return cited, self.replay.recompute(cell, cited)

    def close(self) -> None:
        """Free the memory of walk and replay."""
        self.besides.close()
        self.walk.close()
        self.replay.close()


def _bytes_held(con: duckdb.DuckDBPyConnection) -> int:
    found = con.execute("select cast(sum(memory_usage_bytes) as bigint) from duckdb_memory()").fetchone()
    return int(found[0]) if found else 0


def trace_cell(settings: Settings, folder: Path, cell: Cell) -> Trace:
    """Trace one cell of the release in `folder`. Raises RapportError as open_release and Tracer.trace do."""
    with open_release(settings.workspace, folder) as state:
        tracer = Tracer(state)
        try:
            return tracer.trace(cell)
        finally:
            tracer.close()


def published_value(state: ReleaseState, cell: Cell) -> Any:
    """The cell's value in the release's own Parquet. Raises RapportError where there is no such row."""
    path = state.folder / state.manifest["outputs"][cell.table]["file"]
    query = f"select {quoted(cell.column)} from read_parquet({literal(str(path))}) where {cell.condition}"
    rows = state.con.execute(query, list(cell.key.values())).fetchall()
    if len(rows) != 1:
        raise RapportError(f"{path}: {len(rows)} rows have the key {dict(cell.key)}")
    return rows[0][0]


def _difference(value: Any, recomputed: Recomputed) -> str:
    """Why the replay does not prove the value; empty where it does."""
    if recomputed.rows != 1:
        return f"from the cited rows alone the row comes {recomputed.rows} times"
    if recomputed.value != value:
        return f"from the cited rows alone the value is {recomputed.value}, published is {value}"
    return ""
