"""Values of JSON records stay the text that stands in the file."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.errors import RefusedFileError
from orchestration.landing.json_text import STRICT, compact
from orchestration.landing.read import read
from orchestration.landing.rows import ROWS, Reading, RowsWriter
from orchestration.registry import Column, ExtractedAt, ObjectContract


def described(kind: str, record_path: str = "", **changes: object) -> ObjectContract:
    columns = (Column(name="id", aliases=("Id No",)), Column(name="note"))
    fields = {"description": "", "owner": "t", "key": ("id",), "columns": columns, **changes}
    return ObjectContract(system="desk", name="ticket", format=kind, record_path=record_path, **fields)


def rows_of(content: bytes, contract: ObjectContract) -> tuple[list[dict[str, object]], Reading]:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "in").write_bytes(content)
        with RowsWriter(home, "default", "0" * 64) as writer:
            reading, _ = read(home / "in", contract, writer, home)
        return pq.read_table(home / ROWS).to_pylist(), reading


def test_numbers_keep_their_digits_and_nested_values_their_json() -> None:
    page = b'[{"id": 9861847681551, "a": 10.50, "b": 1e3, "c": true, "d": null,'
    page += b'"e": {"x": [1.0, "\xc3\xa4\\n"]}, "f": -0}]'
    (row,), _ = rows_of(page, described("json"))
    assert {key: row[key] for key in "abcdef"} | {"id": row["id"]} == {
        "id": "9861847681551",
        "a": "10.50",
        "b": "1e3",
        "c": "true",
        "d": None,
        "e": '{"x":[1.0,"ä\\n"]}',
        "f": "-0",
    }


def test_lines_are_where_elements_start_and_records_count_them() -> None:
    page = b'{"x": {"y": "\\n]"},\n "data": {"rows":\n [\n{"id": 1,\n "note": "a"}, {"id": 2}\n,\n{"id": 3}]}}'
    rows, reading = rows_of(page, described("json", "data.rows"))
    assert [(row["id"], row["_record"], row["_line"]) for row in rows] == [
        ("1", 1, 4),
        ("2", 2, 5),
        ("3", 3, 7),
    ]
    assert reading.records == 3


def test_a_single_object_at_the_path_is_one_record() -> None:
    rows, _ = rows_of(b'{"ticket": {"id": "7"}}', described("json", "ticket"))
    assert [row["id"] for row in rows] == ["7"]


def test_the_envelope_is_read_from_the_page() -> None:
    contract = described("json", "rows", extracted_at=ExtractedAt(envelope="meta.end_time"))
    _, reading = rows_of(b'{"meta": {"end_time": 1790000000}, "rows": []}', contract)
    assert (reading.envelope, reading.records) == ("1790000000", 0)


def test_columns_are_the_union_of_keys_renamed_to_the_contract() -> None:
    rows, reading = rows_of(b'{"Id No": 1, "zeta": "z"}\n\n{"Id No": 2, "note": "n"}\n', described("ndjson"))
    assert [(r["id"], r["note"], r["zeta"], r["_line"]) for r in rows] == [
        ("1", None, "z", 1),
        ("2", "n", None, 3),
    ]
    assert (reading.unknown, reading.lines.blank) == (("zeta",), 1)


def test_two_spellings_of_one_key_in_a_file_are_refused() -> None:
    with pytest.raises(RefusedFileError, match="two spellings of the one column 'id'"):
        rows_of(b'{"id": 1}\n{"Id No": 2}\n', described("ndjson"))


def test_a_path_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(RefusedFileError, match="record path 'rows' is no array"):
        rows_of(b'{"data": []}', described("json", "rows"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_compact_json_reads_back_as_the_same_value(value: object) -> None:
    assert json.loads(compact(STRICT.decode(json.dumps(value)))) == value
