"""`rapport simulate`: a workspace of an invented company, with the figures known for it."""

from __future__ import annotations

import resource
from decimal import Decimal, InvalidOperation
from pathlib import Path

from orchestration.console import progress
from orchestration.errors import RapportError

LARGEST_SCALE = 100
LARGEST_SCALE_WITH_TRUTH = 10


def simulate(scale: str, seed: int, out: Path, days: int, has_truth: bool) -> int:
    """Make the workspace and return 0. Raises RapportError for a scale out of range or a folder that is in use."""
    factor = _scale(scale)
    if factor > LARGEST_SCALE_WITH_TRUTH and has_truth:
        raise RapportError(
            f"--scale {scale}: known figures are counted up to {LARGEST_SCALE_WITH_TRUTH}; add --no-truth"
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise RapportError(f"{out}: is not empty; name a new folder, so that nothing of yours is mixed with inventions")
    from seeds.simulator.simulate import simulate as make

    made = make(out, factor, seed, days, has_truth, progress.print)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"{made.rows:,} rows, {made.size / 1e6:,.1f} MB in {made.seconds:,.1f} s: {made.rows_per_second:,.0f} rows/s")
    print(f"{made.planted:,} planted faults in {out}/truth/planted.json")
    if made.figures is not None:
        print(f"{made.figures:,} known figures in {out}/truth/kpi_values.parquet, {made.truth_seconds:,.1f} s")
    print(f"peak memory {peak:,.0f} MB a process")
    print(f"run it: rapport run --home {out}")
    return 0


def _scale(text: str) -> Decimal:
    try:
        factor = Decimal(text)
    except InvalidOperation as error:
        raise RapportError(f"--scale {text!r} is no number; 1 is 300 clients, 0.1 a tenth of that") from error
    if not factor.is_finite() or not 0 < factor <= LARGEST_SCALE:
        raise RapportError(f"--scale {text}: must be above 0 and at most {LARGEST_SCALE}")
    return factor
