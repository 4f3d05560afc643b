"""Any bytes at all either load with conservation or are refused: there is no third way."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.registry import CsvDialect, ObjectContract
from tests.hostile.deliveries import Deliveries, contract, registry_of

CSV_PIECES = [b"id,name\n", b"id", b"name", b"1", b"a", b",", b'"', b"\n", b"\r\n", b"\r", b"\0", b"\xeb", b"\xff\xfe"]
JSON_PIECES = [b'{"id":1,"name":"a"}', b'"id"', b'"name"', b'"\\ud800"', b"{", b"}", b"[", b"]", b":", b",", b"1e3", b"\n", b"\xeb", b"\0"]  # fmt: skip

CONTRACTS = {
    "csv": contract(file_names=("*",)),
    "utf-16": contract(file_names=("*",), csv=CsvDialect(encoding="utf-16")),
    "windows-1252": contract(file_names=("*",), csv=CsvDialect(encoding="windows-1252", escape="\\")),
    "ndjson": contract(file_names=("*",), format="ndjson"),
    "json": contract(file_names=("*",), format="json"),
}


@pytest.mark.parametrize("kind", CONTRACTS)
@settings(max_examples=700, deadline=None)
@given(data=st.data())
def test_any_bytes_load_with_conservation_or_are_refused(kind: str, data: st.DataObject) -> None:
    pieces = JSON_PIECES if "json" in kind else CSV_PIECES
    content = data.draw(st.binary(max_size=40) | st.lists(st.sampled_from(pieces), max_size=20).map(b"".join))
    head = data.draw(st.sampled_from([b"", b"" if "json" in kind else b"id,name\n"]))
    assert_loads_or_is_refused(CONTRACTS[kind], head + content)


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
