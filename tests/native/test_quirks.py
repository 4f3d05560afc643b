"""What programs do to text files on the way: each is read through, or told."""

from __future__ import annotations

import stat
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orchestration.landing.read import raw_texts, source_of
from orchestration.raw.receipts import read_as
from orchestration.registry import Column, CsvDialect, Way
from tests.hostile.deliveries import COLUMNS, Deliveries, assert_refused, contract, registry_of

HEADER = b"id,name,amount,changed\n"


@pytest.fixture
def desk(tmp_path: Path) -> Deliveries:
    return Deliveries(tmp_path)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xef\xbb\xbf" + HEADER + b"1,a,,\n", "a"),
        (HEADER.replace(b"\n", b"\r\n") + b'1,"a\r\nb",,\r\n', "a\r\nb"),
        (HEADER + b'1,"a ""b"" c",,\n', 'a "b" c'),
        (HEADER + b'1,"a, b",,', "a, b"),
        (HEADER.replace(b"\n", b"\r") + b"1,a,,\r", "a"),
        (b"\n" + HEADER + b"\n1,a,,\n\n", "a"),
        (b"sep=,\r\n" + HEADER + b"1,a,,\n", "a"),
        (b'\xef\xbb\xbf"sep=,"\n' + HEADER + b"1,a,,\n", "a"),
        (b"id,name,,\n1,a,,\n", "a"),
        (b"id,name\n1,a,,,\n", "a"),
        (b"ID, Name ,AMOUNT\n1,a,\n", "a"),
        (HEADER + HEADER + b"1,a,,\n" + HEADER, "a"),
    ],
    ids=[
        "byte order mark",
        "line end inside quotes",
        "doubled quotes",
        "no line end at the end",
        "line ends of old Macs",
        "blank lines",
        "Excel's separator line",
        "Excel's separator line, quoted, after a mark",
        "commas after the header and every row",
        "commas after the rows alone",
        "other case and blanks in the header",
        "header repeated",
    ],
)
def test_it_reads_as_if_it_were_not_there(desk: Deliveries, content: bytes, name: str) -> None:
    desk.deliver("t.csv", content)
    outcome = desk.load_one()
    assert (outcome.status, outcome.quarantined, outcome.notices) == ("loaded", 0, ())
    assert desk.rows() == [("1", name)]


def test_a_value_behind_the_last_column_is_quarantined(desk: Deliveries) -> None:
    desk.deliver("t.csv", b"id,name,\n1,a,\n2,b,lost\n")
    desk.load()
    assert desk.rows() == [("1", "a")]
    assert [(bad.line, bad.rule) for bad in desk.quarantine()] == [(3, "ragged")]


@pytest.mark.parametrize(("text", "amount"), [("1.0E7", Decimal(10_000_000)), ("2.5e-1", Decimal("0.25")), ("5", 5)])
def test_amounts_in_scientific_notation_read(desk: Deliveries, text: str, amount: Decimal) -> None:
    desk.deliver("t.csv", HEADER + f"1,a,{text},\n".encode())
    assert desk.load_one().notices == ()
    assert desk.rows("cast(amount as double)") == [(float(amount),)]


@pytest.mark.parametrize(("encoding", "declared"), [("windows-1252", "windows-1252"), ("latin-1", "iso-8859-1")])
def test_a_file_in_a_declared_encoding_of_one_byte_reads(desk: Deliveries, encoding: str, declared: str) -> None:
    desk.registry = registry_of(contract(csv=CsvDialect(encoding=declared)))
    desk.deliver("t.csv", HEADER + "1,Zoë – 5 €,,\n".replace("– 5 €", "é").encode(encoding))
    desk.load()
    assert desk.rows() == [("1", "Zoë é")]


def test_files_without_records_are_told_apart(desk: Deliveries) -> None:
    desk.deliver("empty.csv", b"")
    desk.deliver("header.csv", HEADER)
    outcomes = desk.by_file()
    assert_refused(outcomes["empty.csv"], "the file is empty", line=1)
    assert (outcomes["header.csv"].status, outcomes["header.csv"].records) == ("loaded", 0)


ALSO = {
    "json": (Way(format="json", record_path="rows", nested="columns"), b'{"rows": [\n{"id": 1, "name": "a"}]}', 2),
    "ndjson": (Way(format="ndjson"), b'\n{"id": 1, "name": "a"}\n', 2),
    "xml": (Way(format="xml", record_path="t", nested="json"), b"<u>\n<t><id>1</id><name>a</name></t></u>", 2),
    "list": (Way(format="list"), b"|id|name|\n|1 |a   |\n", 2),
    "semicolons": (Way(format="csv", csv=CsvDialect(delimiter=";")), b"id;name\n1;a\n", 2),
    "row types": (Way(format="csv", csv=CsvDialect(row_type="T")), b"type,id,name\nT,1,a\n", 2),
}


@pytest.mark.parametrize("kind", ALSO)
def test_every_way_of_an_object_is_recognised_and_quoted_from_its_file(desk: Deliveries, kind: str) -> None:
    way, content, line = ALSO[kind]
    desk.registry = registry_of(contract(also_as=tuple(way for way, _, _ in ALSO.values())))
    desk.deliver("t.any", content)
    assert desk.load_one().loaded == 1
    assert desk.rows("id, name, _record, _line") == [("1", "a", 1, line)]

    (entry,) = desk.entries()
    described = read_as(entry.receipt, desk.registry["desk"].objects[0])
    assert described is not None
    assert described.format == way.format
    source = source_of(next(entry.path.glob("original*")), described, entry.path)
    ((_, _, text),) = raw_texts(source, described, [(1, line)])
    assert text in content.decode()
    assert "a" in text


def test_another_way_added_to_an_object_loads_nothing_again(desk: Deliveries) -> None:
    desk.deliver("t.csv", HEADER + b"1,a,,\n")
    desk.load()
    desk.registry = registry_of(contract(also_as=(Way(format="ndjson"),)))
    assert desk.load_one().status == "known"


def test_a_file_is_read_in_another_way_once_that_is_described_better(desk: Deliveries) -> None:
    desk.deliver("t.csv", HEADER + b"1,Zo\xeb,,\n")
    assert desk.load_one().quarantined == 1
    latin = Way(format="csv", csv=CsvDialect(encoding="windows-1252"))
    columns = (*COLUMNS, Column(name="note"))
    desk.registry = registry_of(contract(columns=columns, also_as=(latin,)))
    assert desk.load_one().quarantined == 0
    assert desk.rows() == [("1", "Zoë")]


def test_what_holds_raw_text_is_its_owners_alone(desk: Deliveries) -> None:
    desk.deliver("t.csv", HEADER + b"1,a,,\nx,b,,\n")
    desk.load()
    (entry,) = desk.entries()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [entry.path, *entry.path.iterdir()]}
    assert modes[entry.path.name] == 0o700
    assert (modes["original.csv"], modes["rejects.parquet"]) == (0o600, 0o600)


def test_a_first_record_without_a_header_is_not_told_to_the_log(desk: Deliveries) -> None:
    desk.registry = registry_of(contract(file_names=("t*.csv",)))
    desk.deliver("t.csv", b"1,Ada Lovelace,,\n2,b,,\n")
    outcome = desk.load_one()
    assert_refused(outcome, "required column 'id', 'name'", "2 columns, none of a name it knows", line=1)
    assert "Ada" not in outcome.message


SECRET = Column(name="password", personal_data="secret")
SECRETS: dict[str, tuple[dict[str, Any], bytes]] = {
    "csv": ({}, b"id,name,password\n1,a,hunter2\n2,b,\n"),
    "quoted csv": ({}, b'id,name,password\n1,"a",hunter2\n2,"b" ,x\n'),
    "json": ({"format": "json"}, b'[{"id":1,"name":"a","password":"hunter2"},{"id":2,"name":"b"}]'),
    "xml": (
        {"format": "xml", "record_path": "t"},
        b"<u><t><id>1</id><name>a</name><password>hunter2</password></t></u>",
    ),
    "list": ({"format": "list"}, b"|id|name|password|\n|1 |a   |hunter2 |\n"),
}


@pytest.mark.parametrize("kind", SECRETS)
def test_values_of_secret_columns_are_counted_and_not_kept(desk: Deliveries, kind: str) -> None:
    changes, content = SECRETS[kind]
    desk.registry = registry_of(contract(columns=(*COLUMNS, SECRET), **changes))
    desk.deliver("t.any", content)
    outcome = desk.load_one()
    told = [str(notice) for notice in outcome.notices]
    assert told == ["1 values of 'password' are secret and not kept; leave the column out of the export"]
    assert {row[0] for row in desk.rows("password")} == {None}


@pytest.mark.parametrize("changes", [{"key": ("password",)}, {"cursor": ("password",)}])
def test_nothing_may_rest_on_a_secret(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="nothing may rest on secret columns"):
        contract(columns=(*COLUMNS, SECRET), **changes)
