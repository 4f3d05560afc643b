"""Any bytes at all either load with conservation or are refused: there is no third way."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from orchestration.registry import CsvDialect, ObjectContract
from tests.hostile.deliveries import Deliveries, contract, registry_of

CSV_PIECES = [b"id,name\n", *(bytes([b]) for b in b'1a,"\n\r\0\xeb'), b"\r\n", b"id", b"name", b"\xff\xfe"]
JSON_WORDS = [b'{"id":1,"name":"a"}', b'"id"', b'"name"', b'"\\ud800"', b"1e3", b"[]"]
LIST_PIECES = [b"|id|name|\n", b"|1|a|\n", b"---\n", *(bytes([b]) for b in b"1a|- \n\r\0\xeb")]
XML_WORDS = [b"<id>1</id>", b"<name>a</name>", b"<rec>", b"</rec>", b"<u>", b"</u>", b"<!DOCTYPE u>", b"&#0;", b"<?a?>"]
XML_PIECES = [*XML_WORDS, *(bytes([b]) for b in b"<>/&1a \n\xeb\0")]
JSON_PIECES = [*JSON_WORDS, *(bytes([b]) for b in b"{}[]:,\n\xeb\0")]

CONTRACTS = {
    "csv": contract(file_names=("*",)),
    "utf-16": contract(file_names=("*",), csv=CsvDialect(encoding="utf-16")),
    "windows-1252": contract(file_names=("*",), csv=CsvDialect(encoding="windows-1252", escape="\\")),
    "ndjson": contract(file_names=("*",), format="ndjson"),
    "json": contract(file_names=("*",), format="json"),
    "list": contract(file_names=("*",), format="list"),
    "xml": contract(file_names=("*",), format="xml", record_path="rec"),
    "nested xml": contract(file_names=("*",), format="xml", record_path="rec", nested="json"),
    "nested json": contract(file_names=("*",), format="json", nested="columns"),
    "row types": contract(file_names=("*",), csv=CsvDialect(row_type="1", other_row_types=("a",))),
}
NESTED_XML_PIECES = [*XML_PIECES, b'<id type="array">', b'<name nil="true"/>', b"</id>", b"<x><y>"]
PIECES = {
    "ndjson": JSON_PIECES,
    "json": JSON_PIECES,
    "nested json": JSON_PIECES,
    "list": LIST_PIECES,
    "xml": XML_PIECES,
    "nested xml": NESTED_XML_PIECES,
}
_XML_HEAD = b"<u><rec><id>1</id><name>a</name></rec>"
HEADS = {
    "ndjson": b"",
    "json": b"",
    "nested json": b"",
    "list": b"|id|name|\n",
    "xml": _XML_HEAD,
    "nested xml": _XML_HEAD,
    "row types": b"type,id,name\n1,2,a\n",
}


@pytest.mark.parametrize("kind", CONTRACTS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_bytes_load_with_conservation_or_are_refused(kind: str, data: st.DataObject) -> None:
    pieces = PIECES.get(kind, CSV_PIECES)
    content = data.draw(st.binary(max_size=40) | st.lists(st.sampled_from(pieces), max_size=20).map(b"".join))
    head = data.draw(st.sampled_from([b"", HEADS.get(kind, b"id,name\n")]))
    assert_loads_or_is_refused(CONTRACTS[kind], head + content)


@pytest.mark.parametrize("kind", ["zip", "gzip"])
@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 400), byte=st.binary(min_size=1, max_size=2), cut=st.booleans())
def test_a_damaged_archive_loads_or_is_refused(kind: str, place: int, byte: bytes, cut: bool) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "id,name\n1,a\n2,b\n")
        archive.writestr("b.csv", "id,name\n3,c\n")
    content = packed.getvalue() if kind == "zip" else gzip.compress(b"id,name\n1,a\n2,b\n")
    at = 4 + place % (len(content) - 4)
    with TemporaryDirectory() as folder:
        desk = Deliveries(Path(folder))
        desk.deliver("t.bin", content[:at] + byte + (b"" if cut else content[at + len(byte) :]))
        for outcome in desk.load():
            assert outcome.status in ("loaded", "refused")
            assert outcome.status == "loaded" or outcome.remedy


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 6000), byte=st.binary(min_size=1, max_size=2), cut=st.booleans())
def test_a_damaged_workbook_loads_or_is_refused(place: int, byte: bytes, cut: bool) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["id", "name"], [1, "a"], [2, "b"]):
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    content = saved.getvalue()
    at = 4 + place % (len(content) - 4)
    damaged = content[:at] + byte + (b"" if cut else content[at + len(byte) :])
    assert_loads_or_is_refused(contract(file_names=("*",), format="xlsx"), damaged)


def assert_loads_or_is_refused(described: ObjectContract, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        desk = Deliveries(Path(folder), registry_of(described))
        desk.deliver("t.any", content)
        outcome = desk.load_one()
        if outcome.status == "refused":
            assert outcome.reason
            assert outcome.remedy
            assert desk.entries() == []
        else:
            assert outcome.records == len(desk.rows()) + len(desk.quarantine())
