"""What an idle run looks at to know that nothing is new."""

import os
from pathlib import Path

import pytest

from orchestration import fingerprint
from orchestration.settings import Configuration, Settings, Workspace


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    workspace = Workspace(tmp_path / "workspace")
    (workspace.landing / "desk").mkdir(parents=True)
    (workspace.landing / "desk" / "tickets.csv").write_text("id\n1\n", encoding="utf-8")
    (workspace.reference).mkdir()
    return Settings(workspace, Configuration())


def taken(settings: Settings, as_of: str | None = None) -> dict:
    return fingerprint.take(settings, settings.workspace.landing, as_of)


def test_nothing_new_gives_the_same_fingerprint(settings: Settings) -> None:
    assert taken(settings) == taken(settings)


def test_a_new_a_changed_and_a_touched_file_are_each_noticed(settings: Settings) -> None:
    seen = [taken(settings)]
    (settings.workspace.landing / "desk" / "more.csv").write_text("id\n", encoding="utf-8")
    seen.append(taken(settings))
    (settings.workspace.landing / "desk" / "more.csv").write_text("id\n2\n", encoding="utf-8")
    seen.append(taken(settings))
    os.utime(settings.workspace.landing / "desk" / "more.csv", ns=(1, 1))
    seen.append(taken(settings))

    assert all(one != other for number, one in enumerate(seen) for other in seen[:number])


def test_reference_data_configuration_and_as_of_are_part_of_it(settings: Settings) -> None:
    before = taken(settings)
    assert taken(settings, "2026-01-01T00:00:00+00:00") != before
    assert taken(Settings(settings.workspace, Configuration(otd_tolerance_days=1))) != before
    (settings.workspace.reference / "targets.csv").write_text("kpi_id\n", encoding="utf-8")
    assert taken(settings) != before


def test_a_dangling_link_is_a_file_like_any_other(settings: Settings) -> None:
    before = taken(settings)
    (settings.workspace.landing / "desk" / "gone.csv").symlink_to("nowhere")
    assert taken(settings) != before


def test_what_was_remembered_is_given_back_and_a_broken_memory_is_none(settings: Settings) -> None:
    assert fingerprint.remembered(settings) == {}
    fingerprint.remember(settings, taken(settings), {"release": "r"})
    assert fingerprint.remembered(settings) == {"fingerprint": taken(settings), "outcome": {"release": "r"}}
    (settings.workspace.home / "last_run.json").write_text("{", encoding="utf-8")
    assert fingerprint.remembered(settings) == {}
