from __future__ import annotations

import time
from pathlib import Path

from orchestration.landing.discover import discover


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_files_are_found_with_system_instance_and_name_in_order(tmp_path: Path) -> None:
    for name in ("desk/b.csv", "desk/emea/a.csv", "crm/c.csv"):
        put(tmp_path / name)
    found = discover(tmp_path, ["desk", "crm"], time.time_ns())
    assert [(a.system, a.instance, a.name, a.size) for a in found.arrivals] == [
        ("crm", "default", "crm/c.csv", 1),
        ("desk", "default", "desk/b.csv", 1),
        ("desk", "emea", "desk/emea/a.csv", 1),
    ]
    assert (found.waiting, found.refused) == ((), ())


def test_hidden_and_unfinished_files_are_ignored(tmp_path: Path) -> None:
    for name in ("desk/.hidden", "desk/a.csv.tmp", "desk/b.csv.part", ".git/x", "desk/.x/y"):
        put(tmp_path / name)
    assert discover(tmp_path, ["desk"], time.time_ns()).arrivals == ()


def test_a_file_waits_until_it_has_settled(tmp_path: Path) -> None:
    modified = put(tmp_path / "desk" / "a.csv").stat().st_mtime_ns
    early = discover(tmp_path, ["desk"], modified + 4_000_000_000, settle_seconds=5)
    late = discover(tmp_path, ["desk"], modified + 5_000_000_000, settle_seconds=5)
    assert (len(early.arrivals), len(early.waiting)) == (0, 1)
    assert (len(late.arrivals), len(late.waiting)) == (1, 0)
