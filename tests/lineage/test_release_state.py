"""A trace works on a release's own state, says what was changed, and names what it cannot follow."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from orchestration.errors import ReleaseChangedError
from orchestration.lineage.trace.answer import Trace
from orchestration.lineage.trace.cells import Cell
from orchestration.lineage.trace.engine import trace_cell
from orchestration.settings import load_settings
from orchestration.warehouse import release_of_warehouse

WIN_RATE = Cell(
    "fct_kpi_values",
    {
        "kpi_id": "client_win_rate",
        "entity_type": "portfolio",
        "entity_id": "all",
        "slice_type": "none",
        "slice_value": "all",
        "period_grain": "all_time",
        "period_start": date(1900, 1, 1),
    },
    "numerator",
)


@pytest.fixture
def home(sample: Path, tmp_path: Path) -> Path:
    home = tmp_path / "moved"
    shutil.copytree(sample, home, symlinks=True)
    return home


def traced(home: Path, cell: Cell) -> Trace:
    return trace_cell(load_settings(home), (home / "releases/current").resolve(), cell)


def change_sql(home: Path, model: str, old: str, new: str, *, is_covered_up: bool) -> None:
    folder = (home / "releases/current").resolve()
    path = folder / "sql" / f"{model}.sql"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    if is_covered_up:
        document = json.loads((folder / "lineage.json").read_text(encoding="utf-8"))
        document["models"][model]["sql_sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        (folder / "lineage.json").write_text(json.dumps(document), encoding="utf-8")


def test_a_warehouse_of_another_release_is_built_again_and_kept(home: Path) -> None:
    workspace = load_settings(home).workspace
    release = release_of_warehouse(workspace)
    workspace.warehouse.unlink()
    assert release_of_warehouse(workspace) is None

    first = traced(home, WIN_RATE)
    rebuilt = list(workspace.rebuilt.iterdir())
    before = rebuilt[0].stat().st_mtime_ns
    second = traced(home, WIN_RATE)

    assert first.verdict == second.verdict == "proved"
    assert first.cited == second.cited
    assert [path.name for path in rebuilt] == [f"{release}.duckdb"]
    assert rebuilt[0].stat().st_mtime_ns == before


def test_sql_that_is_not_what_was_executed_is_said(home: Path) -> None:
    change_sql(home, "fct_opportunities", "select", "select ", is_covered_up=False)

    with pytest.raises(ReleaseChangedError, match=r"fct_opportunities\.sql: is not the SQL that was executed"):
        traced(home, WIN_RATE)


def test_a_construct_that_is_not_followed_is_named_with_its_model(home: Path) -> None:
    change_sql(
        home,
        "cnf_salesforce__opportunity",
        "select\n    opportunities.source_instance,\n    opportunities.opportunity_id as native_id",
        "select distinct\n    opportunities.source_instance,\n    opportunities.opportunity_id as native_id",
        is_covered_up=True,
    )

    trace = traced(home, WIN_RATE)

    assert (trace.verdict, trace.reason) == ("not_proved", "cnf_salesforce__opportunity: DISTINCT is not followed")
    assert trace.cited.num_rows == 0
