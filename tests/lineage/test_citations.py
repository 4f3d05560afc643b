"""What is quoted of an archived file is the record itself: another reader finds the loaded values in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.errors import RapportError
from orchestration.landing.columns import contract_names
from orchestration.landing.rows import LOADER_FIELDS
from orchestration.lineage.trace.answer import CITED
from orchestration.lineage.trace.citations import (
    LOCATED,
    ArchiveChangedError,
    assert_intact,
    cited_files,
    located,
    strongest,
    told,
)
from orchestration.raw.lake import Entry, committed
from orchestration.registry import Column, CsvDialect, ObjectContract, Registry, known_systems
from tests.hostile.deliveries import Deliveries, contract, registry_of
from tests.lineage.cited import cite, loaded, manifest, quoted_rows

Fields = dict[str, str | None]
NAMES = ("id", "name", "note")


def described(**changes: Any) -> ObjectContract:
    return contract(columns=tuple(Column(name=name) for name in NAMES), **changes)


def desk_with(home: Path, name: str, content: bytes, **changes: Any) -> Deliveries:
    desk = Deliveries(home, registry_of(described(**changes)))
    desk.deliver(name, content)
    outcome = desk.load_one()
    assert (outcome.status, outcome.quarantined) == ("loaded", 0), outcome
    return desk


# Independent readers of one record's text.


def read_csv(dialect: CsvDialect) -> Callable[[str, ObjectContract, list[str]], Fields]:
    def read(raw: str, _: ObjectContract, columns: list[str]) -> Fields:
        options: dict[str, Any] = {"delimiter": dialect.delimiter, "quotechar": dialect.quote or None}
        quoting = csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE
        escaped = {} if dialect.escape == dialect.quote else {"escapechar": dialect.escape, "doublequote": False}
        (values,) = csv.reader(io.StringIO(raw, newline=""), quoting=quoting, strict=True, **options, **escaped)
        return dict(zip(columns, values, strict=True))

    return read


def read_list(raw: str, _: ObjectContract, columns: list[str]) -> Fields:
    assert raw.startswith("|")
    return dict(zip(columns, (cell.strip() for cell in raw.rstrip()[1:-1].split("|")), strict=True))


def renamed(fields: Fields, contract: ObjectContract) -> Fields:
    known = contract_names([*fields], contract)
    return {name or key: text for (key, text), name in zip(fields.items(), known, strict=True)}


def read_json(raw: str, contract: ObjectContract, columns: list[str]) -> Fields:
    record = json.loads(raw, parse_int=str, parse_float=str)
    texts = {
        key: value
        if isinstance(value, str | None)
        else json.dumps(value, ensure_ascii=False).lower()
        if isinstance(value, bool)
        else value
        for key, value in record.items()
    }
    return dict.fromkeys(columns) | renamed(texts, contract)


def read_xml(raw: str, contract: ObjectContract, columns: list[str]) -> Fields:
    record = ElementTree.fromstring(raw)
    fields = {f"@{name}": value for name, value in record.attrib.items()}
    for field in record:
        fields |= {field.tag: field.text or ""} | {f"{field.tag}@{name}": value for name, value in field.attrib.items()}
    return dict.fromkeys(columns) | renamed(fields, contract)


def reader_of(contract: ObjectContract) -> Callable[[str, ObjectContract, list[str]], Fields]:
    if contract.format == "csv":
        return read_csv(contract.csv)
    return {"list": read_list, "json": read_json, "ndjson": read_json, "xml": read_xml}[contract.format]


def assert_quotes_hold_the_values(entries: list[Entry], registry: Registry, every: int = 1) -> int:
    """Compare each quoted text, read by another reader, with the row that was loaded; returns how many."""
    rows = {
        (entry.object, entry.file_id, row["_record"]): row for entry in entries for row in loaded(entry).to_pylist()
    }
    contracts = {(system.name, each.name): each for system in registry.values() for each in system.objects}
    found = quoted_rows(entries, registry, every)
    for quote in found:
        row = rows[quote["object"], quote["sha256"], quote["record"]]
        contract = contracts[quote["system"], quote["object"]]
        values = {name: text for name, text in row.items() if name not in dict(LOADER_FIELDS)}
        # What is secret stands in the file alone.
        texts = reader_of(contract)(quote["raw"], contract, list(values)) | dict.fromkeys(contract.secret)
        nested = {name for name, text in texts.items() if isinstance(text, dict | list)}
        assert {
            n: json.loads(v, parse_int=str, parse_float=str) if n in nested else v for n, v in values.items()
        } == texts
        assert quote["line"] == row["_line"]
    return len(found)


def test_quotes_of_the_sample_extracts_hold_the_values_that_were_loaded(sample: Path) -> None:
    entries = [entry for entry in committed(sample / "lake", None) if entry.receipt.loaded]
    registry = known_systems(sample / "sources")

    assert {registry[e.system].objects[0].format for e in entries} >= {"csv", "json"}
    assert assert_quotes_hold_the_values(entries, registry, every=3) > 5_000


TEXT = st.text(st.sampled_from('ab ,;|"\nü€') | st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)
RECORDS = st.lists(st.tuples(st.integers(1, 10**9).map(str), TEXT, TEXT), min_size=1, max_size=12)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "windows-1252", "utf-8-sig"])


@settings(max_examples=40)
@given(RECORDS, ENCODINGS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.integers(0, 2))
def test_quotes_of_delimited_files(
    records: list[tuple[str, str, str]], encoding: str, delimiter: str, ending: str, preamble: int
) -> None:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator=ending).writerows([NAMES, *records])
    text = f"made by hand{ending}" * preamble + target.getvalue()
    text = text.encode(encoding, "ignore").decode(encoding)
    declared = encoding.removesuffix("-sig")
    dialect = CsvDialect(delimiter=delimiter, encoding=declared, preamble_lines=preamble)
    with TemporaryDirectory() as folder:
        desk = desk_with(Path(folder), "ticket.csv", text.encode(encoding), csv=dialect)
        found = quoted_rows(desk.entries(), desk.registry)

        assert assert_quotes_hold_the_values(desk.entries(), desk.registry) == len(records)
    for quote in found:
        rest = "\n".join(text.split("\n")[quote["line"] - 1 :])
        assert rest.startswith(quote["raw"]), "the text begins on the line that is told"
        assert rest[len(quote["raw"]) :].startswith(ending) or rest == quote["raw"], "and is whole"


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_quotes_stand_between_what_is_no_record(tmp_path: Path, ending: bytes) -> None:
    """Preamble, blank lines, the header again, records in quarantine, bytes of another encoding, and a footer."""
    lines = [
        b"made by hand", b"", b"id,name,note", b"1,a,b", b"", b"2,only two", b"id,name,note", b'3,"c "" d",\\,e',
        b"4,\xff\xfe,x", b'5,"two', b'lines",y', b"6,f,g", b"Total 6", b"7,not,read",
    ]  # fmt: skip
    dialect = CsvDialect(preamble_lines=1, footer="^Total", escape="\\")
    desk = Deliveries(tmp_path, registry_of(described(csv=dialect)))
    desk.deliver("ticket.csv", ending.join(lines))
    assert desk.load_one().quarantined == 2

    found = [(row["record"], row["line"], row["raw"]) for row in quoted_rows(desk.entries(), desk.registry)]

    assert found == [
        (1, 4, "1,a,b"),
        (3, 8, '3,"c "" d",\\,e'),
        (5, 10, f'5,"two{ending.decode()}lines",y'),
        (6, 12, "6,f,g"),
    ]


@settings(max_examples=25)
@given(RECORDS, st.sampled_from(["utf-8", "utf-16"]))
def test_quotes_of_lists(records: list[tuple[str, str, str]], encoding: str) -> None:
    plain = [tuple(" ".join(v.replace("|", "").split()) for v in record) for record in records]
    lines = [f"|{'|'.join(values)}|" for values in (NAMES, *plain)]
    text = "\n".join(["A list", "-" * 9, lines[0], "-" * 9, *lines[1:], "-" * 9, ""])
    dialect = CsvDialect(encoding=encoding)
    with TemporaryDirectory() as folder:
        desk = desk_with(Path(folder), "t.txt", text.encode(encoding), format="list", csv=dialect)

        assert assert_quotes_hold_the_values(desk.entries(), desk.registry) == len(records)


@settings(max_examples=25)
@given(RECORDS, st.sampled_from([None, 1]), st.booleans())
def test_quotes_of_json_pages(records: list[tuple[str, str, str]], indent: int | None, bom: bool) -> None:
    page = {"count": len(records), "data": [dict(zip(NAMES, record, strict=True)) for record in records]}
    content = json.dumps(page, indent=indent, ensure_ascii=False).encode("utf-8-sig" if bom else "utf-8")
    with TemporaryDirectory() as folder:
        desk = desk_with(Path(folder), "t.json", content, format="json", record_path="data")

        assert assert_quotes_hold_the_values(desk.entries(), desk.registry) == len(records)


@settings(max_examples=25)
@given(RECORDS, st.lists(st.sampled_from(["", "  "]), max_size=3))
def test_quotes_of_json_lines(records: list[tuple[str, str, str]], blanks: list[str]) -> None:
    lines = [*blanks, *(json.dumps(dict(zip(NAMES, record, strict=True))) for record in records)]
    with TemporaryDirectory() as folder:
        desk = desk_with(Path(folder), "t.ndjson", "\n".join(lines).encode(), format="ndjson")

        assert assert_quotes_hold_the_values(desk.entries(), desk.registry) == len(records)


@settings(max_examples=25)
@given(RECORDS, st.sampled_from(["utf-8", "utf-16", "iso-8859-1"]))
def test_quotes_of_xml(records: list[tuple[str, str, str]], encoding: str) -> None:
    # XML holds no such characters.
    plain = [tuple("".join(c for c in v if c.isprintable()) for v in record) for record in records]
    body = "".join(
        "<t>" + "".join(f"<{n}>{escape(v)}</{n}>\n" for n, v in zip(NAMES, record, strict=True)) + "</t>"
        for record in plain
    )
    content = f'<?xml version="1.0" encoding="{encoding}"?><u>{body}</u>'.encode(encoding, "xmlcharrefreplace")
    with TemporaryDirectory() as folder:
        desk = desk_with(Path(folder), "t.xml", content, format="xml", record_path="t")

        assert assert_quotes_hold_the_values(desk.entries(), desk.registry) == len(records)


@pytest.fixture
def desk(tmp_path: Path) -> Deliveries:
    rows = "".join(f"{number},name {number},{'x' * number}\n" for number in range(1, 40))
    return desk_with(tmp_path, "ticket.csv", f"id,name,note\n{rows}".encode())


def test_the_archive_is_hashed_whether_or_not_its_text_is_read(desk: Deliveries) -> None:
    cited = cite(desk.entries(), every=7)
    files = cited_files(cited, manifest(desk.entries()), desk.lake)
    told: list[tuple[int, int]] = []

    size = assert_intact(files, "the-release", lambda done, size: told.append((done, size)))

    original = files[0].original
    assert original is not None
    assert told == [(1, size)] == [(1, original.stat().st_size)]
    original.chmod(0o600)
    original.write_bytes(original.read_bytes().replace(b"name 7", b"name 8"))
    with pytest.raises(
        ArchiveChangedError, match=r"ticket.csv\) has sha256 [0-9a-f]{64} .* restore it from a backup"
    ) as e:
        assert_intact(files, "the-release", lambda done, size: None)
    assert e.value.exit_code == 1
    original.unlink()
    with pytest.raises(ArchiveChangedError, match=r"is missing.*`rapport verify the-release`"):
        assert_intact(files, "the-release", lambda done, size: None)


def test_rows_are_located_by_file_and_record_with_their_physical_line(desk: Deliveries) -> None:
    cited = cite(desk.entries(), every=7)
    files = cited_files(cited, manifest(desk.entries()), desk.lake)

    rows = located(cited.take(pa.array(reversed(range(len(cited))))), files, "the-release")

    assert rows.schema == LOCATED
    assert rows["record"].to_pylist() == [1, 8, 15, 22, 29, 36]
    assert rows["line"].to_pylist() == [2, 9, 16, 23, 30, 37]
    assert {files[number].file for number in rows["file"].to_pylist()} == {"desk/ticket.csv"}


def test_a_record_that_the_lake_has_not_is_a_changed_archive(desk: Deliveries) -> None:
    (row,) = cite(desk.entries()).slice(0, 1).to_pylist()
    cited = pa.Table.from_pylist([row | {"record": 4711}], CITED)
    files = cited_files(cited, manifest(desk.entries()), desk.lake)

    with pytest.raises(ArchiveChangedError, match="has no record 4711"):
        located(cited, files, "the-release")


def test_a_file_that_is_no_input_of_the_release_is_no_source_of_it(desk: Deliveries) -> None:
    (row,) = cite(desk.entries()).slice(0, 1).to_pylist()

    with pytest.raises(RapportError, match="is cited and no input of release the-release"):
        cited_files(pa.Table.from_pylist([row | {"sha256": "0" * 64}], CITED), manifest(desk.entries()), desk.lake)


@pytest.mark.parametrize(
    ("registry", "message"),
    [
        ({}, "is described by no source any more"),
        (registry_of(described(csv=CsvDialect(delimiter=";"))), "is described otherwise since the file was loaded"),
    ],
)
def test_text_is_not_read_under_another_description(desk: Deliveries, registry: Registry, message: str) -> None:
    cited = cite(desk.entries())
    files = cited_files(cited, manifest(desk.entries()), desk.lake)

    with pytest.raises(RapportError, match=message):
        list(told(located(cited, files, "the-release"), files, registry))


def test_the_strongest_roles_come_first_and_files_keep_their_order(desk: Deliveries) -> None:
    cited = cite(desk.entries(), every=7)
    roles = pa.array(["excluded", "value", "filter", "selector", "value", "filter"])
    cited = cited.set_column(cited.column_names.index("role"), "role", roles)
    files = cited_files(cited, manifest(desk.entries()), desk.lake)

    rows = strongest(located(cited, files, "the-release"), 5)

    assert [(row["role"], row["record"]) for row in rows.to_pylist()] == [
        ("value", 8), ("value", 29), ("selector", 22), ("filter", 15), ("filter", 36),
    ]  # fmt: skip
