"""`make bench`: how fast companies of several sizes are simulated, and how much memory that takes.

Each size has a process of its own; known figures are timed apart, and left out above scale 10. Memory is the peak of
the largest process, and should not grow with the scale where nothing is counted.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.servicenow import watched
from tests.command import clean_environment

SCALES = (("1", True), ("10", True), ("30", False))
WANTED_ROWS_A_SECOND = 50_000
WRITTEN = re.compile(r"([\d,]+) rows, ([\d,.]+) MB in ([\d,.]+) s: ([\d,]+) rows/s")
COUNTED = re.compile(r"([\d,]+) known figures in .*, ([\d,.]+) s\n")
PEAK = re.compile(r"peak memory ([\d,]+) MB")


def main() -> None:
    """Print a line a size, and whether rows are written as fast as wanted."""
    print(f"{'scale':>6}{'rows':>14}{'MB':>10}{'seconds':>9}{'rows/s':>10}{'figures':>12}{'seconds':>9}{'peak MB':>9}")
    slowest = min(measure(scale, has_truth) for scale, has_truth in SCALES)
    verdict = "as wanted" if slowest >= WANTED_ROWS_A_SECOND else "SLOWER THAN WANTED"
    print(f"{slowest:,} rows/s at the slowest, {WANTED_ROWS_A_SECOND:,} wanted: {verdict}")


def measure(scale: str, has_truth: bool) -> int:
    """Simulate one size and print what it took; returns rows a second."""
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as place:
        command = [sys.executable, "-m", "orchestration.cli", "simulate", "--scale", scale, "--out", f"{place}/company"]
        _, _, out = watched([*command, *(() if has_truth else ("--no-truth",))], clean_environment())
        assert (Path(place) / "company" / "landing").is_dir()
    written, counted, peak = WRITTEN.search(out), COUNTED.search(out), PEAK.search(out)
    assert written and peak, out
    rows, size, seconds, rate = written.groups()
    figures, counting = counted.groups() if counted else ("", "")
    print(f"{scale:>6}{rows:>14}{size:>10}{seconds:>9}{rate:>10}{figures:>12}{counting:>9}{peak[1]:>9}", flush=True)
    return int(rate.replace(",", ""))


if __name__ == "__main__":
    main()
