"""Whatever is asked wrongly is answered with what, where and a remedy, before anything heavy starts."""

import fcntl
from pathlib import Path

import pytest

from tests.command import EXTRACTS, rapport


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "workspace"
    (home / "landing").mkdir(parents=True)
    return home


def test_another_run_holds_the_workspace(home: Path) -> None:
    with (home / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()
        answer = rapport("run", home=home)

    assert answer.code == 5
    assert "another run (process 4711) holds this workspace" in answer.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--landing", "nowhere"], "nowhere: is no folder; put extracts in"),
        (["--as-of", "yesterday"], "--as-of 'yesterday' is no instant; write it as 2026-09-30T00:00:00Z"),
        (["--colour"], "No such option"),
    ],
)
def test_an_argument_that_does_not_hold_is_named(home: Path, arguments: list[str], message: str) -> None:
    answer = rapport("run", *arguments, home=home)

    assert answer.code == 2
    assert message in answer.err


def test_a_landing_without_a_file_of_a_known_system_is_answered_with_those_there_are(home: Path) -> None:
    answer = rapport("run", home=home)

    assert answer.code == 2
    assert (
        "no file of a known system has landed; put extracts into <system>/ there: company_files, coupa, delighted, "
        in answer.err
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("reporting_currency: dollars", "reporting_currency: String should match pattern"),
        ("reporting_timezone: Mars/Olympus", "'Mars/Olympus' is no IANA time zone"),
        ("otd_tolerance: 3", "otd_tolerance: Extra inputs are not permitted"),
        ("reporting_currency: [", "settings.yml: is no YAML"),
        ("- USD", "settings.yml"),
    ],
)
def test_a_setting_that_does_not_hold_is_named(home: Path, settings: str, message: str) -> None:
    (home / "settings.yml").write_text(settings, encoding="utf-8")
    answer = rapport("run", home=home)

    assert answer.code == 2
    assert message in answer.err
    assert "settings.yml" in answer.err


def test_a_reference_file_that_no_table_is_named_after_is_refused_with_those_that_are(home: Path) -> None:
    (home / "reference").mkdir()
    (home / "reference" / "fxrates.csv").write_text("a\n", encoding="utf-8")
    answer = rapport("run", "--landing", EXTRACTS, home=home)

    assert answer.code == 2
    assert "fxrates.csv: is no reference table; known are category_managers.csv, " in answer.err


def test_a_source_folder_that_is_not_described_rightly_is_refused_by_name(home: Path) -> None:
    folder = home / "sources" / "desk"
    folder.mkdir(parents=True)
    (folder / "_desk__sources.yml").write_text("sources: [{name: other}]", encoding="utf-8")
    answer = rapport("run", home=home)

    assert answer.code == 2
    assert "_desk__sources.yml: folder, file and source must share one name" in answer.err
