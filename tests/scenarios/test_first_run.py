"""The main job as a new user meets it."""

import json
import shutil
import time
from pathlib import Path

import duckdb

from tests.command import EXTRACTS, Answer, rapport


def test_the_first_run_publishes_a_release_and_shows_its_figures(sample_run: tuple[Path, Answer]) -> None:
    home, answer = sample_run

    assert answer.code == 0, answer.err
    current = (home / "releases" / "current").resolve()
    assert f"release {current.name}" in answer.out
    assert "SLA attainment" in answer.out
    assert "Spend" in answer.out


def test_progress_tells_phases_rows_and_seconds_apart_from_the_results(sample_run: tuple[Path, Answer]) -> None:
    _, answer = sample_run

    phases = [line.split()[0] for line in answer.err.splitlines() if line.endswith(" s")]
    assert phases[:3] == ["prepare", "load", "raw"]
    assert {"staging", "core", "marts", "publish"} <= set(phases)
    assert "files loaded" in answer.err
    assert "records new" in answer.err


def test_a_second_run_says_that_nothing_is_new_within_five_seconds(sample: Path) -> None:
    before = sorted(path.name for path in (sample / "releases").iterdir())
    lake = {path: path.stat().st_mtime_ns for path in (sample / "lake").rglob("*")}

    started = time.monotonic()
    answer = rapport("run", "--landing", EXTRACTS, home=sample)
    seconds = time.monotonic() - started

    assert answer.code == 0
    assert "nothing new" in answer.err
    assert seconds < 5
    assert sorted(path.name for path in (sample / "releases").iterdir()) == before
    assert {path: path.stat().st_mtime_ns for path in (sample / "lake").rglob("*")} == lake


def test_every_row_of_the_samples_is_in_the_release_as_its_manifest_says(sample: Path) -> None:
    current = sample / "releases" / "current"
    manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))

    for name, output in manifest["outputs"].items():
        rows = duckdb.sql(f"select count(*) from read_parquet('{current / output['file']}')").fetchone()
        assert rows == (output["rows"],), name
    delivered = {str(path.relative_to(EXTRACTS)) for path in EXTRACTS.rglob("*") if path.is_file()}
    assert {entry["file"] for entry in manifest["inputs"]} == delivered
    assert sum(entry["records"] for entry in manifest["inputs"]) == sum(
        entry["loaded"] + entry["quarantined"] for entry in manifest["inputs"]
    )


def test_verify_finds_the_release_whole_and_names_what_was_changed(sample: Path, tmp_path: Path) -> None:
    whole = rapport("verify", "current", home=sample)
    assert whole.code == 0
    assert "are what the manifest says" in whole.out

    copy = tmp_path / "workspace"
    shutil.copytree(sample, copy, symlinks=True)
    names = (
        "parquet/fct_kpi_values.parquet",
        "restricted/parquet/dim_contacts.parquet",
        "checks.json",
        "lineage.json",
        "openlineage.ndjson",
    )
    for tampered in (copy / "releases" / "current" / name for name in names):
        tampered.write_bytes(tampered.read_bytes() + b"\0")
    answer = rapport("verify", "current", home=copy)
    assert answer.code == 1
    for name in names:
        assert f"{name}: sha256 is" in answer.err


def test_the_list_of_releases_names_the_current_one(sample: Path) -> None:
    answer = rapport("releases", "--json", home=sample)

    current = (sample / "releases" / "current").resolve().name
    assert [row["release"] for row in answer.json["releases"] if row["is_current"]] == [current]


def test_status_tells_what_is_loaded_and_published(sample: Path) -> None:
    status = rapport("status", "--json", home=sample).json

    assert {row["system"] for row in status["loaded"]} == {path.name for path in EXTRACTS.iterdir()} | {"reference"}
    assert status["release"]["id"] == (sample / "releases" / "current").resolve().name
    assert status["refused"] == []
