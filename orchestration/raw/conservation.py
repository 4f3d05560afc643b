"""The law of conservation: nothing that a file holds is lost on the way, or counted twice."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from orchestration.errors import RapportError
from orchestration.landing.rows import REJECTS, ROWS, LineCounts


class ConservationError(RapportError):
    """The loader's own counts do not add up: a defect of Rapport, so the file is not committed."""

    exit_code = 4


def assert_conserved(file: str, folder: Path, records: int, lines: LineCounts, physical: int | None) -> None:
    """Hold what was written in `folder` against what was read.

    `physical` is the independent count of physical lines, None for a JSON page. Raises ConservationError.
    """
    loaded = pq.read_metadata(folder / ROWS).num_rows
    rejected = pq.read_metadata(folder / REJECTS).num_rows
    if records != loaded + rejected:
        raise ConservationError(
            f"{file}: {records} records read, but {loaded} loaded and {rejected} quarantined; "
            "the file is not committed: report this as a defect"
        )
    if physical is not None and physical != lines.total:
        raise ConservationError(
            f"{file}: {physical} physical lines, but {lines.total} accounted for ({lines}); "
            "the file is not committed: report this as a defect"
        )
