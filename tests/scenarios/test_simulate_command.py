"""`rapport simulate`: the same seed gives the same bytes; a first export and daily ones hold what one export holds."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from seeds.simulator.writers.registry import SHAPES
from seeds.simulator.writers.shapes import Shape
from tests.command import ROOT, clean_environment
from tests.extract_files import Record, files, newest, records, stamp

TINY = "0.02"
DAYS = 12
NAMES = [f"{shape.system}/{shape.object}" for shape in SHAPES]
every_object = pytest.mark.parametrize("shape", SHAPES, ids=NAMES)


def simulate(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "orchestration.cli", "simulate", "--out", str(out), "--scale", TINY, *options]
    environment = clean_environment()
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("simulate") / "made"
    done = simulate(out, "--seed", "11")
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def made_in_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("simulate") / "made_in_days"
    done = simulate(out, "--seed", "11", "--days", str(DAYS), "--no-truth")
    assert done.returncode == 0, done.stderr
    return out


def sums(folder: Path) -> dict[str, tuple[str, float | None]]:
    """The sha256 of every file, and when landing files were written."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime if "landing" in path.parts else None,
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


def landings(folder: Path) -> list[Path]:
    return [folder / "landing", *sorted((folder / "daily").iterdir())]


def planted(folder: Path) -> list[dict[str, str]]:
    return json.loads((folder / "truth" / "planted.json").read_text(encoding="utf-8"))


# The same seed


def test_the_same_seed_gives_the_same_bytes_at_the_same_times(made: Path, tmp_path: Path) -> None:
    assert simulate(tmp_path / "again", "--seed", "11").returncode == 0

    assert sums(tmp_path / "again") == sums(made)


def test_another_seed_gives_another_company(made: Path, tmp_path: Path) -> None:
    assert simulate(tmp_path / "other", "--seed", "12", "--no-truth").returncode == 0

    ours, others = sums(made), sums(tmp_path / "other")
    for system in {shape.system for shape in SHAPES}:
        mine = {name: each for name, each in ours.items() if name.startswith(f"landing/{system}/")}
        assert mine != {name: each for name, each in others.items() if name.startswith(f"landing/{system}/")}


def test_what_is_made_is_a_workspace_with_known_figures(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == {"landing", "reference", "truth"}
    assert {path.name for path in (made / "landing").iterdir()} == {shape.system for shape in SHAPES}
    assert {path.name for path in (made / "truth").iterdir()} == {
        "kpi_values.parquet",
        "parties.parquet",
        "planted.json",
    }


# Usage


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--scale", "0"], "above 0 and at most 100"),
        (["--scale", "101", "--no-truth"], "above 0 and at most 100"),
        (["--scale", "nan", "--no-truth"], "--scale"),
        (["--scale", "large"], "is no number"),
        (["--scale", "11"], "add --no-truth"),
        (["--days", "-1"], "--days"),
        (["--seed", "one"], "--seed"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(tmp_path: Path, options: list[str], words: str) -> None:
    done = simulate(tmp_path / "out", *options)

    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    done = simulate(tmp_path)

    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


# Days


def test_each_day_has_a_folder_of_every_system(made_in_days: Path) -> None:
    days = landings(made_in_days)[1:]

    assert len(days) == DAYS
    assert [day.name for day in days[-3:]] == ["2026-09-29", "2026-09-30", "2026-10-01"]
    for day in days:
        assert {path.name for path in day.iterdir()} == {shape.system for shape in SHAPES}


@every_object
def test_the_newest_versions_of_all_days_are_what_one_export_holds(
    made: Path, made_in_days: Path, shape: Shape
) -> None:
    whole = newest([made / "landing"], shape)
    in_days = newest(landings(made_in_days), shape)

    # What goes to quarantine may have been made up for one export, and stands for nothing.
    refused = {each["record"] for out in (made, made_in_days) for each in _refused(out, shape)}
    assert whole
    assert _without(in_days, refused) == _without(whole, refused)


def _refused(out: Path, shape: Shape) -> Iterator[dict[str, str]]:
    for each in planted(out):
        if (each["system"], each["object"], each["outcome"]) == (shape.system, shape.object, "quarantined"):
            yield each


def _without(versions: dict[tuple[str, ...], Record], refused: set[str]) -> dict[tuple[str, ...], Record]:
    return {key: record for key, record in versions.items() if key[0] not in refused}


def test_a_late_file_stands_in_the_folder_of_the_next_day(made_in_days: Path) -> None:
    late = {
        (shape.object, day.name, stamp(path)[:8])
        for shape in SHAPES
        for day in landings(made_in_days)[1:]
        for path in files(day, shape)
        if stamp(path)[:8] != day.name.replace("-", "")
    }

    assert {name for name, *_ in late} == {"invoices", "ticket_events"}
    assert {date.fromisoformat(day) - date.fromisoformat(taken) for _, day, taken in late} == {timedelta(days=1)}
    assert {each["object"] for each in planted(made_in_days) if "a day late" in each["fault"]} == {
        "invoices",
        "ticket_events",
    }


# Identifiers


@every_object
def test_a_key_stands_twice_only_where_that_was_planted(made: Path, shape: Shape) -> None:
    keys = Counter(tuple(str(record[name]) for name in shape.key) for record in records(made / "landing", shape))
    copies = Counter({key[0]: count - 1 for key, count in keys.items() if count > 1})

    listed = Counter(
        each["record"]
        for each in planted(made)
        if (each["system"], each["object"]) == (shape.system, shape.object)
        and each["outcome"] in ("deduplicated", "quarantined")
    )
    assert copies <= listed


PARTY_COLUMNS = {
    "salesforce": ("AccountId", "WhatId", "ParentId", "MasterRecordId"),
    "zendesk": ("organization_id",),
    "servicenow": ("company", "trigger_id"),
    "stripe": ("customer",),
    "delighted": ("person_properties",),
    "usage": ("context", "account"),
    "coupa": ("supplier",),
    "sap": ("LIFNR",),
    "company_files": ("party_id", "qualified_id"),
}
PARTY_OBJECTS = {"account": "Id", "organizations": "id", "core_company": "sys_id", "customers": "id", "suppliers": "id"}
PARTY_KEYS = ("value", "account_id", "groupId", "id")
"""Where a party's key stands in a value that is an object."""


def parties_named(shape: Shape, record: Record) -> Iterator[str]:
    """Every key of a party in a record."""
    if shape.object in PARTY_OBJECTS:
        yield str(record[PARTY_OBJECTS[shape.object]])
    if record.get("trigger_table", "core_company") != "core_company":
        return
    if shape.object == "contact":
        record = {**record, "MasterRecordId": None}
    for name in PARTY_COLUMNS[shape.system]:
        value: Any = record.get(name)
        if isinstance(value, dict):
            value = next((value[key] for key in PARTY_KEYS if key in value), None)
        if value:
            yield str(value)


def test_every_party_named_anywhere_is_listed_or_planted_as_unknown(made: Path) -> None:
    parties = duckdb.sql(f"select system, native_id from '{made}/truth/parties.parquet'").fetchall()
    known = {native for _, native in parties} | {native[:15] for system, native in parties if system == "salesforce"}
    odd = {
        (each["system"], each["object"], each["record"])
        for each in planted(made)
        if each["outcome"] in ("unknown", "quarantined")
    }
    named, allowed = {}, set()
    for shape in SHAPES:
        for record in records(made / "landing", shape):
            texts = [record[name] for name in (*shape.key[:2], "number") if name in record]
            texts = [each["value"] if isinstance(each, dict) else each for each in texts]
            is_odd = any((shape.system, shape.object, str(each)) in odd for each in texts)
            for native in parties_named(shape, record):
                named[native] = f"{shape.system}/{shape.object} {texts}"
                if is_odd:
                    allowed.add(native)

    assert {native: where for native, where in named.items() if native not in known | allowed} == {}
    assert {native for _, native in parties} <= set(named)
    assert allowed - known, "no party is planted as unknown, so that the test shows little"
