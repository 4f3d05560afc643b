"""How a trace is told: short for a terminal, whole for a file, exact for a machine."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.commands.trace import Wanted, tell
from orchestration.console import printable
from orchestration.lineage.trace.answer import ROLES, Trace, TracedModel
from orchestration.lineage.trace.cells import Cell
from orchestration.lineage.trace.citations import QUOTED, ArchiveChangedError
from orchestration.registry import known_systems
from orchestration.settings import Settings, load_settings
from tests.hostile.deliveries import Deliveries
from tests.lineage.cited import cite, manifest

HUMAN = Wanted(as_json=False, out=None, has_all=False, has_raw=True)
MACHINE = replace(HUMAN, as_json=True)
SOURCES = """
sources:
  - name: desk
    config: {meta: {owner: tests}}
    tables:
      - name: ticket
        identifier: desk__ticket
        config: {meta: {key: [id]}}
        columns: [{name: id, data_type: bigint}, {name: name}, {name: note}]
"""
ROWS = 1_500


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Deliveries:
    home = tmp_path_factory.mktemp("desk")
    (home / "sources/desk").mkdir(parents=True)
    (home / "sources/desk/_desk__sources.yml").write_text(SOURCES, encoding="utf-8")
    desk = Deliveries(home, known_systems(home / "sources"))
    body = "".join(f'{n},=cmd{n},"a\nb"\n' if n % 3 else f"{n},\x1b[31mred,plain\n" for n in range(1, ROWS + 1))
    desk.deliver("ticket.csv", f"id,name,note\n{body}".encode())
    assert desk.load_one().loaded == ROWS
    return desk


@pytest.fixture
def told(desk: Deliveries, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Tell a trace that cites the first rows of the file; returns exit code and what was printed."""

    def tell_it(wanted: Wanted, rows: int, **changes: Any) -> tuple[int, str]:
        cited = cite(desk.entries()).slice(0, rows)
        roles = pa.array([ROLES[number % len(ROLES)] for number in range(rows)], pa.string())
        cited = cited.set_column(cited.column_names.index("role"), "role", roles)
        found = replace(trace(cited), **changes)
        code = tell(load_settings(desk.home), manifest(desk.entries()), found, wanted)
        return code, capsys.readouterr().out

    return tell_it


def trace(cited: pa.Table) -> Trace:
    return Trace(
        release="the-release",
        cell=Cell("fct_tickets", {"ticket_id": "desk/1", "opened_on": date(2026, 9, 1)}, "amount"),
        value=Decimal("12.30"),
        verdict="proved",
        reason="",
        recomputed=Decimal("12.30"),
        cited=cited,
        models=(TracedModel("stg_desk__ticket", "ab" * 32), TracedModel("fct_tickets", "cd" * 32)),
        seconds=0.0471,
    )


def test_few_rows_are_told_one_by_one(told: Callable[..., tuple[int, str]]) -> None:
    code, out = told(HUMAN, 7)

    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert lines[0] == "fct_tickets.amount of ticket_id desk/1, opened_on 2026-09-01: 12.300000"
    assert lines[1] == "proved: the 7 rows below alone give the same value again"
    assert "stg_desk__ticket abababab fct_tickets cdcdcdcd" in lines
    assert r'value desk/ticket.csv 2 1,=cmd1,"a\nb"' in lines
    assert r"filter desk/ticket.csv 6 3,\x1b[31mred,plain" in lines
    assert [line.split()[0] for line in lines if "desk/ticket.csv" in line] == [
        "value", "value", "selector", "selector", "filter", "filter", "excluded"
    ]  # fmt: skip
    assert "--out rows.csv" in lines[-1]


def test_many_rows_are_told_by_role_and_file(told: Callable[..., tuple[int, str]]) -> None:
    _, out = told(HUMAN, ROWS)

    lines = [" ".join(line.split()) for line in out.splitlines()]
    # Three records take five lines, after the header.
    assert "value desk/ticket.csv 375 2 2,496" in lines
    assert "excluded desk/ticket.csv 375 7 2,501" in lines
    assert len(lines) < 30


def test_what_is_not_proved_says_why_and_fails(told: Callable[..., tuple[int, str]]) -> None:
    changes = {"verdict": "not_proved", "reason": "fct_tickets: PIVOT is not followed", "recomputed": None}

    code, out = told(HUMAN, 3, **changes)

    assert code == 1
    assert "NOT PROVED: fct_tickets: PIVOT is not followed" in out
    assert told(MACHINE, 3, **changes)[0] == 1


def test_json_has_the_shape_of_the_interface(told: Callable[..., tuple[int, str]], desk: Deliveries) -> None:
    code, out = told(MACHINE, 2)

    file_id = desk.entries()[0].file_id
    place = {"system": "desk", "instance": "default", "object": "ticket", "file": "desk/ticket.csv", "sha256": file_id}
    assert code == 0
    assert json.loads(out) == {
        "release": "the-release",
        "cell": {
            "table": "fct_tickets",
            "key": {"ticket_id": "desk/1", "opened_on": "2026-09-01"},
            "column": "amount",
        },
        "value": "12.300000",
        "verdict": "proved",
        "reason": "",
        "recomputed": "12.300000",
        "rows": [
            {**place, "record": 1, "line": 2, "role": "value", "reason": "", "raw": '1,=cmd1,"a\nb"'},
            {**place, "record": 2, "line": 4, "role": "selector", "reason": "", "raw": '2,=cmd2,"a\nb"'},
        ],
        "row_count": 2,
        "models": [
            {"name": "stg_desk__ticket", "sql_sha256": "ab" * 32},
            {"name": "fct_tickets", "sql_sha256": "cd" * 32},
        ],
        "seconds": 0.047,
    }


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (Decimal("0E-9"), "0.000000000"),
        (Decimal("-1234567890123456.125"), "-1234567890123456.125000"),
        (datetime(2026, 9, 1, 12), "2026-09-01T12:00:00"),
        (True, True),
        (7, 7),
        (None, None),
        ("2026", "2026"),
    ],
)
def test_values_are_exact_in_json(told: Callable[..., tuple[int, str]], value: Any, exact: Any) -> None:
    assert json.loads(told(MACHINE, 1, value=value)[1])["value"] == exact


def test_json_holds_a_thousand_rows_unless_all_are_asked_for(told: Callable[..., tuple[int, str]]) -> None:
    some = json.loads(told(MACHINE, ROWS)[1])
    everything = json.loads(told(replace(MACHINE, has_all=True), ROWS)[1])

    assert (len(some["rows"]), some["row_count"]) == (1_000, ROWS)
    assert len(everything["rows"]) == everything["row_count"] == ROWS
    assert everything["rows"][:1_000] == some["rows"]
    assert [row["role"] for row in some["rows"]] == ["value"] * 375 + ["selector"] * 375 + ["filter"] * 250


def test_raw_text_is_left_out_on_request(told: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    out = tmp_path / "rows.parquet"
    document = json.loads(told(replace(MACHINE, has_raw=False, out=out), 2)[1])
    human = told(replace(HUMAN, has_raw=False), 7)[1]

    assert [row.get("raw") for row in document["rows"]] == [None, None]
    assert "cmd1" not in human
    assert "raw" not in pq.read_schema(out).names


def test_files_hold_every_row_as_it_stands_in_the_source(told: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    said = told(replace(HUMAN, out=tmp_path / "rows.csv"), ROWS)[1]
    told(replace(HUMAN, out=tmp_path / "rows.parquet"), ROWS)

    rows = pq.read_table(tmp_path / "rows.parquet")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        texts = list(csv.DictReader(file))
    assert f"all 1,500 rows are in {tmp_path / 'rows.csv'}" in said
    assert rows.schema == QUOTED
    assert [{name: str(value) for name, value in row.items()} for row in rows.to_pylist()] == texts
    assert texts[0]["raw"] == '1,=cmd1,"a\nb"', "a file for auditors holds what the source holds, formulas included"
    assert rows["record"].to_pylist() == list(range(1, ROWS + 1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows.csv", "rows.parquet"]


def test_a_cell_without_rows_is_told_too(told: Callable[..., tuple[int, str]]) -> None:
    code, out = told(HUMAN, 0)

    assert code == 0
    assert "proved: the models alone give the same value again; no row of an extract is behind" in out
    assert "--out" not in out
    assert json.loads(told(MACHINE, 0)[1])["rows"] == []


def test_nothing_is_told_out_of_a_changed_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Deliveries(tmp_path)
    desk.deliver("ticket.csv", b"id,name\n1,a\n")
    desk.load_one()
    original = next(desk.entries()[0].path.glob("original*"))
    original.chmod(0o600)
    original.write_bytes(b"id,name\n1,b\n")
    settings: Settings = load_settings(tmp_path)

    for wanted in (HUMAN, replace(MACHINE, has_raw=False), replace(HUMAN, out=tmp_path / "rows.csv")):
        with pytest.raises(ArchiveChangedError, match="the archive was changed"):
            tell(settings, manifest(desk.entries()), trace(cite(desk.entries())), wanted)
        assert capsys.readouterr().out == ""
    assert not (tmp_path / "rows.csv").exists()


def test_control_characters_do_not_reach_a_terminal() -> None:
    assert printable("a\x1b[31m\r\n\tb\x9bü\u202e") == r"a\x1b[31m\r\n\tb\x9bü\u202e"
