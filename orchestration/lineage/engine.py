"""Traces one cell of a release: the rows behind it, and the proof that they are enough."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from orchestration.errors import RapportError
from orchestration.lineage.cells import Cell
from orchestration.lineage.queries import UnfollowableError
from orchestration.lineage.replay import Recomputed, Replay
from orchestration.lineage.state import ReleaseState, open_release
from orchestration.lineage.trace import CITED, Trace, TracedModel
from orchestration.lineage.witness import Walk
from orchestration.raw.typed_text import literal, quoted
from orchestration.settings import Settings


class Tracer:
    """Traces cells of one open release, one after another."""

    def __init__(self, state: ReleaseState) -> None:
        self.state = state
        self.walk = Walk(state)
        self.replay = Replay(state)

    def trace(self, cell: Cell) -> Trace:
        """Trace a cell that the release has. Raises RapportError where it has no such row."""
        started = time.perf_counter()
        value = published_value(self.state, cell)
        models = self.state.graph.needed([self.state.graph.published(cell.table)])
        try:
            cited = self.walk.cited(cell)
            recomputed = self.replay.recompute(cell, cited)
            reason = _difference(value, recomputed)
        except UnfollowableError as error:
            cited, recomputed, reason = CITED.empty_table(), Recomputed(0, None), str(error)
        return Trace(
            release=self.state.folder.name,
            cell=cell,
            value=value,
            verdict="not_proved" if reason else "proved",
            reason=reason,
            recomputed=recomputed.value,
            cited=cited,
            models=tuple(TracedModel(model.name, model.sql_sha256) for model in models),
            parameters={"as_of": self.state.manifest["as_of"], **self.state.manifest["parameters"]},
            seconds=time.perf_counter() - started,
        )

    def close(self) -> None:
        """Free the memory of the replay."""
        self.replay.close()


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
    path = state.folder / "parquet" / f"{cell.table}.parquet"
    where = " and ".join(f"{quoted(name)} is not distinct from ?" for name in cell.key)
    query = f"select {quoted(cell.column)} from read_parquet({literal(str(path))}) where {where}"
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
