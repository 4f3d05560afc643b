"""The fast and the precise way through a delimited file are one reader: same rows, same lines, and Python's
csv agrees.
"""

from __future__ import annotations

import csv
import io
import mmap
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orchestration.errors import RefusedFileError
from orchestration.landing.csv_fast import read_fast
from orchestration.landing.csv_precise import read_precise
from orchestration.landing.csv_scan import scan
from orchestration.landing.lines import count_lines
from orchestration.landing.read_csv import read_csv
from orchestration.landing.rows import REJECTS, ROWS, Reading, RowsWriter
from orchestration.registry import Column, CsvDialect, ObjectContract


class Outcome(NamedTuple):
    reading: Reading
    values: list[tuple[str | None, ...]]
    places: list[tuple[int, int]]
    rejects: list[dict[str, Any]]


def contract(dialect: CsvDialect) -> ObjectContract:
    return ObjectContract(
        system="s", name="o", description="", columns=(Column(name="k"),), owner="t", key=(), csv=dialect
    )


def way(name: str, content: bytes, dialect: CsvDialect) -> Outcome | None:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        path = home / "in.csv"
        path.write_bytes(content)
        reading: Reading | None
        with RowsWriter(home, "default", "0" * 64) as writer:
            if name == "fast":
                reading = read_fast(path, contract(dialect), writer)
            elif name == "precise":
                reading = read_precise(path, contract(dialect), "utf-8", writer)
            else:
                reading, source = read_csv(path, contract(dialect), writer, home)
                path = source.path
        if reading is None:
            return None
        assert reading.lines.total == count_lines(path)
        rows = pq.read_table(home / ROWS).to_pylist()
        names = reading.present
        return Outcome(
            reading,
            [tuple(row[name] for name in names) for row in rows],
            [(row["_record"], row["_line"]) for row in rows],
            pq.read_table(home / REJECTS).to_pylist(),
        )


TEXT = st.text(st.sampled_from('ab ,;\t"\nü€') | st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], str, str, int]:
    width = draw(st.integers(2, 5))
    row = st.lists(TEXT, min_size=width, max_size=width)
    rows = draw(st.lists(row, max_size=12))
    delimiter = draw(st.sampled_from(",;\t|"))
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    return [[f"c{i}" for i in range(width)], *rows], delimiter, ending, draw(st.sampled_from([0, 1, 3]))


def written(rows: list[list[str]], delimiter: str, ending: str, quoting: int, **options: Any) -> str:
    target = io.StringIO()
    kinds: list[Any] = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]
    csv.writer(target, delimiter=delimiter, lineterminator=ending, quoting=kinds[quoting], **options).writerows(rows)
    return target.getvalue()


def expected_places(rows: list[list[str]], first_line: int) -> list[tuple[int, int]]:
    places, line = [], first_line
    for number, row in enumerate(rows, start=1):
        places.append((number, line))
        line += 1 + sum(value.count("\n") for value in row)
    return places


@settings(max_examples=150, deadline=None)
@given(tables(), st.booleans(), st.integers(0, 2))
def test_both_ways_give_what_was_written_with_its_lines(
    table: tuple[list[list[str]], str, str, int], bom: bool, preamble: int
) -> None:
    rows, delimiter, ending, quoting = table
    dialect = CsvDialect(delimiter=delimiter, preamble_lines=preamble)
    text = "made by hand\n" * preamble + written(rows, delimiter, ending, quoting)
    content = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    fast, precise = way("fast", content, dialect), way("precise", content, dialect)
    oracle = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[preamble:]
    assert fast is not None
    assert fast == precise
    assert oracle == rows
    assert fast.values == [tuple(row) for row in rows[1:]]
    assert fast.places == expected_places(rows[1:], preamble + 2)
    assert fast.rejects == []


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from([b"a", b"k", b",", b'"', b"\n", b"\r\n", b"\r", b"\0", b"\xc3\xa4", b"\xff"])))
@example([b'"', b"\n"])
@example([b'""', b"\r"])
@example([b'a,"b', b"\r\n", b'","c"', b"\r\n"])
def test_whatever_the_bytes_the_fast_way_agrees_or_gives_way(pieces: list[bytes]) -> None:
    content = b"k,v\n" + b"".join(pieces)
    fast, precise = way("fast", content, CsvDialect()), way("precise", content, CsvDialect())
    assert precise is not None
    assert precise.reading.records == len(precise.values) + len(precise.rejects)
    if fast is not None:
        assert fast == precise
        assert fast.rejects == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text("xy,\n\"'é\\", max_size=5), min_size=2, max_size=2), max_size=8), st.booleans())
def test_chunk_borders_change_nothing(rows: list[list[str]], crlf: bool) -> None:
    content = written(rows, ",", "\r\n" if crlf else "\n", 0).encode() or b"\n"
    with TemporaryFile() as file:
        file.write(content)
        file.flush()
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        whole = scan(data, 0, 1, ord(","), ord('"'))
        pieces = scan(data, 0, 1, ord(","), ord('"'), chunk_bytes=3)
    assert whole is not None
    assert pieces is not None
    assert (pieces.records, pieces.lines, pieces.blank) == (whole.records, whole.lines, whole.blank)
    assert pieces.take(whole.records).tolist() == whole.take(whole.records).tolist()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text('xy,\n"\\', max_size=5), min_size=2, max_size=2), max_size=8), st.integers(0, 1))
def test_another_escape_reads_what_csv_wrote(rows: list[list[str]], quoting: int) -> None:
    text = written([["k", "v"], *rows], ",", "\n", quoting, doublequote=False, escapechar="\\")
    found = way("read", text.encode(), CsvDialect(escape="\\"))
    assert found is not None
    assert found.values == [tuple(row) for row in rows]
    assert found.rejects == []


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16", "utf-16-be", "latin-1", "shift_jis", "utf-8-sig"])
def test_a_declared_encoding_is_read_with_its_lines(encoding: str) -> None:
    word = "ソ表" if encoding == "shift_jis" else "Zoë"
    text = f'k,v\r\n1,{word}\r\n\r\n2,"{word}\n"\r\n3,\r\n'
    found = way("read", text.encode(encoding), CsvDialect(encoding=encoding))
    assert found is not None
    assert found.values == [("1", word), ("2", f"{word}\n"), ("3", "")]
    assert found.places == [(1, 2), (2, 4), (3, 6)]
    assert found.reading.lines.blank == 1


def test_bytes_outside_windows_1252_cost_their_record_alone() -> None:
    found = way("read", b"k,v\n1,\xeb\n2,\x81\n3,c\n", CsvDialect(encoding="windows-1252"))
    assert found is not None
    assert found.values == [("1", "ë"), ("3", "c")]
    assert [(r["line"], r["rule"], r["raw"]) for r in found.rejects] == [(3, "encoding", "2,\\x81")]


def test_a_file_with_cr_alone_is_read_by_its_lines() -> None:
    found = way("read", b"k,v\r1,a\r\r2,b\r", CsvDialect())
    assert found is not None
    assert (found.values, found.places) == ([("1", "a"), ("2", "b")], [(1, 2), (2, 4)])
    assert found.reading.lines.blank == 1


def test_a_declared_footer_ends_the_data() -> None:
    content = b"k,v\n1,a\n\nCopyright (c) 2026\nConfidential\n"
    found = way("read", content, CsvDialect(footer="Copyright"))
    assert found is not None
    assert found.values == [("1", "a")]
    assert (found.reading.lines.blank, found.reading.lines.footer) == (1, 2)


def test_a_preamble_longer_than_the_file_leaves_no_header() -> None:
    with pytest.raises(RefusedFileError, match="no header line"):
        way("read", b"k,v\n1,a\n", CsvDialect(preamble_lines=5))


def test_without_a_quote_character_quotes_are_data() -> None:
    fast = way("fast", b'k,v\n1,"a\n', CsvDialect(quote="", escape=""))
    assert fast is not None
    assert fast.values == [("1", '"a')]
    assert fast == way("precise", b'k,v\n1,"a\n', CsvDialect(quote="", escape=""))


def test_time_stays_linear_where_every_line_has_an_open_quote() -> None:
    count = 100_000
    found = way("precise", b"k,v\n" + b'1,"a\n' * count, CsvDialect())
    assert found is not None
    assert len(found.rejects) == count
