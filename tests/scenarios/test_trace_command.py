"""`rapport trace` takes a figure back to the lines of the files, as a user sees it."""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.command import EXTRACTS, ROOT, rapport

WIN_RATE = ("client_win_rate", "--entity", "portfolio:all", "--period", "2026-Q2")
TICKET = ("--mart", "fct_tickets", "--key", "ticket_id=zendesk/default/1000001", "--column", "opened_at")


@pytest.fixture(scope="module")
def traced(sample: Path) -> Any:
    answer = rapport("trace", *WIN_RATE, "--json", home=sample)
    assert answer.code == 0, answer.err
    return answer.json


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample's workspace to change."""
    return Path(shutil.copytree(sample, tmp_path / "workspace", symlinks=True))


def delivered(file: str) -> str:
    """The text of a delivered file as a release names it."""
    name = file.partition("/")[2]
    places = [EXTRACTS / file, ROOT / "seeds/reference" / name, *(ROOT / "dbt_project/models/staging").rglob(name)]
    content = next(place for place in places if place.exists()).read_bytes()
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode()


def test_a_figure_is_proved_by_lines_that_stand_in_the_files(traced: Any, sample: Path) -> None:
    (figure,) = rapport("kpi", *WIN_RATE, "--json", home=sample).json["rows"]

    assert traced["verdict"] == "proved"
    assert traced["value"] == traced["recomputed"] == figure["value"]
    assert traced["release"] == (sample / "releases/current").resolve().name
    assert traced["row_count"] == len(traced["rows"]) > 0
    for row in traced["rows"]:
        lines = delivered(row["file"]).splitlines()
        line = lines[row["line"] - 1]
        # A record of a JSON page is part of a line.
        assert row["raw"] in line if ".json" in row["file"] else row["raw"] == line, row["file"]


def test_the_value_rows_are_the_deals_that_count(traced: Any) -> None:
    """Read from the cited lines by hand: 100 * won / decided, renewals left out where the type is known."""
    header = delivered("salesforce/Opportunity_20261001T020000Z.csv").splitlines()[0]
    names = next(csv.reader([header]))
    deals = [
        dict(zip(names, next(csv.reader([row["raw"]])), strict=True))
        for row in traced["rows"]
        if row["object"] == "opportunity" and row["role"] == "value"
    ]

    assert all(deal["IsClosed"] == "true" and "2026-04" <= deal["CloseDate"] < "2026-07" for deal in deals)
    won = sum(deal["IsWon"] == "true" for deal in deals)
    assert Decimal(traced["value"]) == (Decimal(100 * won) / len(deals)).quantize(Decimal("0.000001"))


def test_the_documented_example_is_what_is_printed(traced: Any) -> None:
    text = (ROOT / "docs/audit-a-number.md").read_text(encoding="utf-8")
    example = text.partition("<!-- a figure -->")[2].split("```")[1]
    by_file, _, first_rows = example.partition("the first of them")
    shown = re.findall(r"^(\w+) +(\S+/\S+) +([\d,]+) ", first_rows, re.MULTILINE)
    counted = re.findall(r"^\w+ +(\S+/\S+) +([\d,]+) ", by_file, re.MULTILINE)

    assert shown == [(row["role"], row["file"], str(row["line"])) for row in traced["rows"]][: len(shown)] != []
    assert dict(counted) == {file: str(n) for file, n in Counter(row["file"] for row in traced["rows"]).items()}
    assert f"{traced['value']}\nproved: the {traced['row_count']} rows below" in example


def test_any_cell_of_a_mart_is_traced(sample: Path) -> None:
    ticket = rapport("trace", *TICKET, "--json", home=sample).json

    assert ticket["verdict"] == "proved"
    assert ticket["cell"] == {
        "table": "fct_tickets",
        "key": {"ticket_id": "zendesk/default/1000001"},
        "column": "opened_at",
    }
    opened = [row for row in ticket["rows"] if row["role"] == "value"]
    assert all('"id":1000001' in row["raw"] or '"ticket_id":1000001' in row["raw"] for row in opened)


def test_all_rows_go_into_a_file(sample: Path, traced: Any, tmp_path: Path) -> None:
    answer = rapport("trace", *WIN_RATE, "--out", tmp_path / "rows.csv", home=sample)

    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert answer.code == 0
    assert f"all {traced['row_count']} rows are in" in answer.out
    expected = [{name: str(value) for name, value in row.items()} for row in traced["rows"]]
    assert sorted(rows, key=json.dumps) == sorted(expected, key=json.dumps)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a KPI with --entity and --period, or --mart with --key and --column"),
        (["--mart", "fct_tickets"], "name a KPI with --entity and --period, or --mart"),
        ([*WIN_RATE, "--mart", "fct_tickets"], "name either a KPI, or --mart"),
        ([*TICKET, "--period", "all"], "--entity, --period and --slice go with a KPI"),
        (["--mart", "fct_tickets", "--key", "ticket_id", "--column", "status"], "--key ticket_id: write COLUMN=VALUE"),
        ([*WIN_RATE, "--out", "rows.xls"], "--out rows.xls: name a file that ends in .csv or .parquet"),
        ([*WIN_RATE, "--out", "nowhere/rows.csv"], "name a file in a folder that exists"),
        ([*WIN_RATE, "--all"], "--all goes with --json"),
        ([*WIN_RATE, "--release", "20200101T000000Z-0123456789ab"], "there is no release '20200101T000000Z-0123456789"),
        (["client_win_rate", "--entity", "client:nobody", "--period", "all"], "there is no client 'nobody'"),
        (
            ["client_win_rate", "--entity", "portfolio:all"],
            "name one with period_grain, period_start, such as --period",
        ),
        (["--mart", "fct_smiles", "--column", "n"], "has no table 'fct_smiles'; it has: account_plans"),
    ],
)
def test_a_question_that_names_no_cell_is_answered_with_what_there_is(
    sample: Path, arguments: list[str], message: str
) -> None:
    answer = rapport("trace", *arguments, home=sample)

    assert answer.code == 2
    assert message in answer.err
    assert answer.out == ""


def test_before_the_first_release_the_command_says_how_to_make_one(tmp_path: Path) -> None:
    answer = rapport("trace", *WIN_RATE, home=tmp_path / "new")

    assert answer.code == 2
    assert "`rapport run` makes one" in answer.err


def test_a_changed_archive_is_found_even_where_no_text_is_printed(own: Path, traced: Any) -> None:
    row = next(row for row in traced["rows"] if row["role"] == "value")
    entry = own / "lake/raw" / row["system"] / row["instance"] / row["object"] / row["sha256"]
    (original,) = entry.glob("original*")
    original.chmod(0o600)
    original.write_bytes(original.read_bytes().replace(b"true", b"True", 1))

    answer = rapport("trace", *WIN_RATE, "--no-raw", home=own)

    assert answer.code == 1
    assert f"the archive was changed: {original} ({row['file']}) has sha256" in answer.err
    assert "restore it from a backup, then `rapport verify" in answer.err
    assert answer.out == ""
    assert rapport("verify", "current", home=own).code == 1


def test_raw_text_may_be_left_out(sample: Path, traced: Any) -> None:
    answer = rapport("trace", *WIN_RATE, "--no-raw", "--json", home=sample)

    assert answer.json["rows"] == [{n: v for n, v in row.items() if n != "raw"} for row in traced["rows"]]
