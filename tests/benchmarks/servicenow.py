"""`make bench`: the real ServiceNow log, twenty times over, through Rapport and through one hand-written DuckDB script.

Prints seconds and peak memory of each phase, the same figures computed by hand, and the ratio of the two, in one run on
the same input. RAPPORT_REAL_DATA names the folder of the real extracts.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tests.command import ROOT, clean_environment, rapport

COPIES = 20
SOURCES = ROOT / "tests" / "real" / "sources"
HAND_WRITTEN = ROOT / "tests" / "benchmarks" / "servicenow_by_hand.py"
AS_OF = "2018-01-01T00:00:00Z"
NUMBER = re.compile(rb"^(INC\d+),", re.MULTILINE)


def make_log(archive: Path, log: Path) -> int:
    """Write the log with incident numbers suffixed per copy; returns its bytes."""
    with zipfile.ZipFile(archive) as opened:
        header, _, rows = opened.read("incident_event_log.csv").partition(b"\n")
    with log.open("wb") as file:
        file.write(header + b"\n")
        for copy in range(COPIES):
            file.write(NUMBER.sub(rb"\1-%d," % copy, rows))
    return log.stat().st_size


def watched(command: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """Run a command; returns wall-clock seconds, peak resident GB and its standard output."""
    script = (
        "import json, resource, subprocess, sys, time\n"
        "started = time.monotonic()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True, check=True)\n"
        "seconds = time.monotonic() - started\n"
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 / 1024\n"
        "print(json.dumps([seconds, peak, done.stdout]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment,
    )
    seconds, peak, out = json.loads(done.stdout)
    return seconds, peak, out


def main() -> None:
    data = os.environ.get("RAPPORT_REAL_DATA")
    if not data:
        sys.exit("RAPPORT_REAL_DATA names no folder; set it to the folder of the real extracts")
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as place:
        home = Path(place) / "workspace"
        landing = home / "landing" / "servicenow_log"
        landing.mkdir(parents=True)
        shutil.copytree(SOURCES / "servicenow_log", home / "sources" / "servicenow_log")
        log = landing / "incident_event_log.csv"
        size = make_log(Path(data) / "servicenow_incident_log" / "incident_event_log.zip", log)
        print(f"input: {COPIES} copies of the log, {size / 1e9:.2f} GB")

        environment = clean_environment()
        run = [sys.executable, "-m", "orchestration.cli", "run", "--as-of", AS_OF, "--json", "--home", str(home)]
        seconds, peak, out = watched(run, environment)
        by_hand, hand_peak, hand_out = watched([sys.executable, str(HAND_WRITTEN), str(log)], environment)

        phases = {phase["name"]: phase["seconds"] for phase in json.loads(out)["phases"]}
        groups = {
            "load": ("load",),
            "transform": ("staging", "core", "marts"),
            "checks": ("raw checks", "staging checks", "core checks", "marts checks"),
            "publish": ("publish",),
        }
        print(f"{'phase':<28}{'seconds':>9}")
        for name, members in groups.items():
            print(f"{name:<28}{sum(phases[member] for member in members):>9.1f}")
        print(f"{'start, parse, Dagster':<28}{seconds - sum(phases.values()) + phases['prepare']:>9.1f}")
        print(f"{'rapport run, whole process':<28}{seconds:>9.1f}   peak memory {peak:.2f} GB")
        print(f"{'by hand, whole process':<28}{by_hand:>9.1f}   peak memory {hand_peak:.2f} GB")
        print(f"{'ratio':<28}{seconds / by_hand:>9.1f}")

        figures = {name: figure(home, name) for name in json.loads(hand_out)}
        for name, value in json.loads(hand_out).items():
            print(f"{name:<44}{figures[name]:>18}{value:>18}  {'equal' if figures[name] == value else 'DIFFERENT'}")
        if figures != json.loads(hand_out):
            sys.exit("the two ways do not agree")


def figure(home: Path, kpi_id: str) -> str:
    answer = rapport("kpi", kpi_id, "--entity", "portfolio:all", "--period", "all", "--json", home=home)
    return str(answer.json["rows"][0]["value"])


if __name__ == "__main__":
    main()
