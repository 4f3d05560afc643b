"""A release opens in older and newer DuckDB clients than the one that wrote it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT

COUNT = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
print(duckdb.__version__, *con.execute("select count(*), sum(value) from fct_kpi_values").fetchone())
print(duckdb.__version__, *con.execute("select count(*), sum(value) from marts.fct_kpi_values").fetchone())
print(duckdb.__version__, *con.execute("select count(*), sum(value) from read_parquet(?)", [sys.argv[2]]).fetchone())
"""


@pytest.mark.parametrize("version", ["1.4.4", "1.5.5", "2.0.0"])
def test_the_release_reads_alike(sample: Path, version: str) -> None:
    current = sample / "releases" / "current"
    packages = ROOT / ".compat" / f"duckdb-{version}"
    assert version == "1.5.5" or packages.is_dir(), "run `make test`, which installs the other versions beside"
    path = {"PYTHONPATH": str(packages)} if version != "1.5.5" else {}
    files = [str(current / "marts.duckdb"), str(current / "parquet" / "fct_kpi_values.parquet")]

    done = subprocess.run(
        [sys.executable, "-c", COUNT, *files], capture_output=True, text=True, check=True, env=dict(os.environ) | path
    )

    first, *others = (line.split(" ", 1) for line in done.stdout.splitlines())
    assert first[0] == version
    assert [line[1] for line in others] == [first[1]] * 2
    assert int(first[1].split()[0]) > 1000
