"""`python -m seeds.simulator.sample` makes seeds/extracts and seeds/reference anew: a tiny slice of the company.

Larger files are compressed, as callers of these systems often save them; without name or time in their headers.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from seeds.simulator.simulate import simulate

SCALE = Decimal("0.02")
SEED = 7
SEEDS = Path(__file__).resolve().parent.parent
_LARGEST_PLAIN_FILE = 40 * 1024


def make(seeds: Path) -> int:
    """Replace `seeds`/extracts and `seeds`/reference and return the bytes of the extracts."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "company"
        simulate(out, SCALE, SEED, days=0, has_truth=False, progress=lambda _line: None)
        for name, made in (("extracts", out / "landing"), ("reference", out / "reference")):
            shutil.rmtree(seeds / name, ignore_errors=True)
            shutil.copytree(made, seeds / name)
    for path in sorted((seeds / "extracts").rglob("*")):
        if path.is_file() and path.stat().st_size > _LARGEST_PLAIN_FILE:
            _compress(path)
    return sum(path.stat().st_size for path in (seeds / "extracts").rglob("*") if path.is_file())


def _compress(path: Path) -> None:
    with path.with_name(path.name + ".gz").open("wb") as target, gzip.GzipFile("", "wb", 9, target, mtime=0) as zipped:
        zipped.write(path.read_bytes())
    path.unlink()


if __name__ == "__main__":
    sys.stdout.write(f"{make(SEEDS):,} bytes of extracts\n")
