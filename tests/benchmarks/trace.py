"""`make bench`: how long it takes to trace random cells of a company with about five million raw rows.

Start-up (imports, opening the release, reading its SQL), traces (rows behind the cell, and the replay), and the archive
(hashes, lines and raw text of the rows) are timed apart, in one process. SCALE may be named as the only argument, and
a workspace that is there already after it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.command import ROOT, clean_environment

SCALE = "5.5"
CELLS = 200
SEED = 4
WANTED = {"median": 0.1, "p95": 0.3}
"""Seconds of a trace."""


def main() -> None:
    """Print seconds of start-up, trace and archive, and whether traces are as fast as wanted."""
    scale, *places = sys.argv[1:] or [SCALE]
    if places:
        measure(Path(places[0]))
        return
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as place:
        company = Path(place) / "company"
        rapport("simulate", "--scale", scale, "--no-truth", "--out", str(company))
        rapport("run", "--home", str(company))
        measure(company)


def rapport(*arguments: str) -> None:
    """Run a command; a file that is refused is one of the simulated faults, not one of the benchmark."""
    command = [sys.executable, "-m", "orchestration.cli", *arguments]
    code = subprocess.run(command, check=False, cwd=ROOT, env=clean_environment(), stdout=subprocess.DEVNULL).returncode
    assert code in (0, 3), f"rapport {arguments[0]} ended with {code}"


def measure(home: Path) -> None:
    started = time.perf_counter()
    from orchestration.commands.trace import JSON_ROWS
    from orchestration.lineage.release.state import open_release
    from orchestration.lineage.trace.citations import assert_intact, cited_files, located, strongest, told
    from orchestration.lineage.trace.engine import Tracer
    from orchestration.registry import known_systems
    from orchestration.settings import load_settings
    from tests.lineage.random_cells import random_cells

    settings = load_settings(home)
    folder = (home / "releases/current").resolve()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with open_release(settings.workspace, folder) as state:
        tracer = Tracer(state)
        registry = known_systems(settings.workspace.sources)
        print(f"{sum(entry['loaded'] for entry in manifest['inputs']):,} raw rows; start-up {since(started):.2f} s")
        cells = random_cells(folder, CELLS, SEED)
        traces, seconds = [], []
        for cell in cells:
            started = time.perf_counter()
            traces.append(tracer.trace(cell))
            seconds.append(since(started))
        tracer.close()
    print(f"{'seconds':<44}{'median':>9}{'p95':>9}{'max':>9}")
    show("trace: rows behind the cell, and the replay", seconds)
    rows: list[int] = []
    archive: list[float] = []
    for trace in traces:
        started = time.perf_counter()
        files = cited_files(trace.cited, manifest, settings.workspace.lake)
        assert_intact(files, folder.name, lambda done, size: None)
        places = located(trace.cited, files, folder.name)
        chosen = strongest(places, JSON_ROWS).sort_by([("file", "ascending"), ("record", "ascending")])
        told_rows = sum(len(batch) for batch in told(chosen, files, registry))
        archive.append(since(started))
        rows.append(len(places))
        assert told_rows == min(len(places), JSON_ROWS)
    show("archive: hashes, lines, text of 1,000 rows", archive)
    print(f"{'rows behind a cell':<44}{median(rows):>9,.0f}{p95(rows):>9,.0f}{max(rows):>9,}")
    print(f"verdicts: {dict(Counter(trace.verdict for trace in traces))}")
    for trace in traces:
        if trace.reason:
            print(f"  {trace.cell.table}.{trace.cell.column} of {dict(trace.cell.key)}: {trace.reason}")
    found = {"median": median(seconds), "p95": p95(seconds)}
    print(", ".join(f"{name} {found[name]:.3f} s, {WANTED[name]} wanted" for name in WANTED), end=": ")
    print("as wanted" if all(found[name] <= WANTED[name] for name in WANTED) else "SLOWER THAN WANTED")


def since(started: float) -> float:
    return time.perf_counter() - started


def p95(numbers: list[Any]) -> float:
    return quantiles(numbers, n=20, method="inclusive")[-1]


def show(what: str, seconds: list[float]) -> None:
    print(f"{what:<44}{median(seconds):>9.3f}{p95(seconds):>9.3f}{max(seconds):>9.3f}")


if __name__ == "__main__":
    main()
