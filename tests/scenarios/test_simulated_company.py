"""The loader takes every file of the invented company, and finds of its faults exactly those that were planted."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path

import duckdb
import pytest

from orchestration.raw.lake import committed
from orchestration.raw.load import load_landing
from orchestration.raw.outcome import FileOutcome
from orchestration.raw.quarantine import quarantined
from orchestration.registry import Registry, known_systems
from seeds.simulator.simulate import simulate
from seeds.simulator.writers.registry import SHAPES
from tests.command import rapport


@dataclass(frozen=True)
class Loaded:
    home: Path
    outcomes: list[FileOutcome]

    @property
    def lake(self) -> Path:
        return self.home / "lake"

    @property
    def folders(self) -> list[Path]:
        """The first delivery and those of the days after it."""
        return folders(self.home)


def folders(home: Path) -> list[Path]:
    return [home / "landing", *sorted(home.glob("daily/*"))]


def load(home: Path, scale: str, seed: int, days: int) -> Loaded:
    simulate(home, Decimal(scale), seed, days, has_truth=False, progress=lambda _: None)
    registry: Registry = known_systems(home / "sources")
    outcomes = [o for folder in folders(home) for o in load_landing(folder, home / "lake", registry)]
    return Loaded(home, outcomes)


@pytest.fixture(
    scope="module",
    params=[("0.01", 7, 1), pytest.param(("0.2", 11, 3), marks=pytest.mark.heavy)],
    ids=["tiny", "larger"],
)
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(tmp_path_factory.mktemp("simulated") / "workspace", *request.param)


def test_no_file_is_refused_and_each_is_what_its_name_says(company: Loaded) -> None:
    assert [outcome.message for outcome in company.outcomes if outcome.status not in ("loaded", "known")] == []
    assert sum(len(list(folder.glob("*/*"))) for folder in company.folders) == len(company.outcomes)
    for outcome in company.outcomes:
        base = outcome.file.rsplit("/", 1)[-1]
        named = [(p, s.object) for s in SHAPES if s.system == outcome.system for p in s.file_names if fnmatch(base, p)]
        assert outcome.object == max(named, key=lambda pair: len(pair[0]))[1], outcome.file


def test_no_file_has_a_column_that_its_contract_does_not_know(company: Loaded) -> None:
    assert [e.receipt.file for e in committed(company.lake, None) if e.receipt.unknown_columns] == []


def test_records_read_are_loaded_or_quarantined(company: Loaded) -> None:
    for entry in committed(company.lake, None):
        rows = duckdb.sql(f"select count(*) from '{entry.path}/rows.parquet'").fetchone()
        rejects = duckdb.sql(f"select count(*) from '{entry.path}/rejects.parquet'").fetchone()
        assert (rows, rejects) == ((entry.receipt.loaded,), (entry.receipt.quarantined,)), entry.receipt.file
        assert entry.receipt.records == entry.receipt.loaded + entry.receipt.quarantined, entry.receipt.file


def planted(company: Loaded, outcome: str) -> set[tuple[str, str, str, str]]:
    """Planted faults due for `outcome`: sha256 of the file, object, record, fault.

    The same bytes may be delivered again another day; the lake holds them once.
    """
    delivered = {p.relative_to(folder).as_posix(): p for folder in company.folders for p in folder.glob("*/*")}
    faults = json.loads((company.home / "truth" / "planted.json").read_text(encoding="utf-8"))
    return {
        (
            hashlib.sha256(delivered[fault["file"]].read_bytes()).hexdigest(),
            fault["object"],
            fault["record"],
            fault["fault"],
        )
        for fault in faults
        if fault["outcome"] == outcome
    }


def test_in_quarantine_is_what_was_planted_and_nothing_else(company: Loaded) -> None:
    due = planted(company, "quarantined")
    left = quarantined(company.lake)
    for file_id, object_name, record, _ in sorted(due):
        words = re.compile(rf"(?<![\w-]){re.escape(record)}(?![\w-])")
        found = [q for q in left if (q.file_id, q.object) == (file_id, object_name) and words.search(q.raw)]
        assert found, f"planted, but not in quarantine: {object_name} {record}"
        left.remove(found[0])
    assert [f"{q.file}:{q.line}: {q.reason}" for q in left] == []
    assert due


def test_the_values_that_do_not_read_are_those_that_were_planted(company: Loaded) -> None:
    due = Counter(file_id for file_id, *_ in planted(company, "warned"))
    found = {e.file_id: sum(u.count for u in e.receipt.uncast.values()) for e in committed(company.lake, None)}
    assert Counter(found) == due
    assert due


@pytest.mark.heavy
def test_a_run_on_the_invented_company_publishes_a_release(tmp_path: Path) -> None:
    home = tmp_path / "workspace"
    simulate(home, Decimal("0.05"), 7, 0, has_truth=False, progress=lambda _: None)

    answer = rapport("run", "--json", home=home)

    assert answer.code == 0, answer.err
    assert {file["status"] for file in answer.json["files"]} == {"loaded"}
    told = [line for line in answer.err.splitlines() if line.startswith(("warning", "quarantined", "refused"))]
    assert len(told) < 40
