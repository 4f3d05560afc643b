"""Whatever cell is drawn, of whatever mart or figure, its rows prove it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.lineage.engine import Tracer
from orchestration.lineage.state import open_release
from orchestration.lineage.trace import Trace
from orchestration.settings import load_settings
from tests.lineage.random_cells import random_cells

SEED = int(os.environ.get("RAPPORT_TEST_SEED", "4"))


@contextmanager
def tracer_of(home: Path) -> Iterator[tuple[Tracer, Path]]:
    workspace = load_settings(home).workspace
    folder = (workspace.releases / "current").resolve()
    with open_release(workspace, folder) as state:
        tracer = Tracer(state)
        yield tracer, folder
        tracer.close()


def unproved(home: Path, number: int) -> list[str]:
    """The drawn cells that are not proved, each with the reason."""
    with tracer_of(home) as (tracer, folder):
        traces: list[Trace] = [tracer.trace(cell) for cell in random_cells(folder, number, SEED)]
    assert len(traces) == number
    return [f"{trace.cell}: {trace.reason}" for trace in traces if trace.verdict != "proved"]


def test_cells_of_the_sample_are_proved(sample: Path) -> None:
    assert unproved(sample, 100) == []
