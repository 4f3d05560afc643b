"""Screen lists: what a value is, and that no line is lost."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.landing.read_list import read_list
from orchestration.landing.rows import ROWS, Reading, RowsWriter
from orchestration.registry import Column, CsvDialect, ObjectContract

HEADER = ("ID", "NAME", "AMOUNT")
CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="|"), max_size=8)
CELL = CELLS.map(str.strip)


def contract(**csv: object) -> ObjectContract:
    columns = tuple(Column(name=name) for name in HEADER)
    return ObjectContract(
        system="erp",
        name="item",
        description="",
        owner="t",
        key=("ID",),
        columns=columns,
        format="list",
        csv=CsvDialect(**csv),
    )


def read(content: str | bytes, described: ObjectContract | None = None) -> tuple[Reading, list[tuple[str, ...]], int]:
    """What was found, the rows with their first lines, and how many lines were rejected."""
    import pyarrow.parquet as pq

    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "item.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with RowsWriter(folder, "default", "f") as writer:
            reading, _ = read_list(path, described or contract(), writer, folder)
            writer.finish_rows()
            rows = pq.read_table(folder / ROWS).to_pylist()
        return reading, [(*(row[c] for c in HEADER), row["_line"]) for row in rows], writer.by_rule.total()


def listed(rows: list[tuple[str, ...]], end: str = "\n", is_right: bool = False) -> str:
    """A list as it is downloaded, columns as wide as the widest value, numbers to the right."""
    table = [HEADER, *rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(HEADER))]
    dashes = "-" * (sum(widths) + len(widths) + 1)
    pad = str.rjust if is_right else str.ljust
    lines = [f"|{'|'.join(pad(v, w) for v, w in zip(row, widths, strict=True))}|" for row in table]
    return end.join(["Table:  ITEM", "", dashes, lines[0], dashes, *lines[1:], dashes, ""])


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_every_row_is_read_as_it_was_listed(rows: list[tuple[str, ...]], end: str, is_right: bool) -> None:
    reading, found, rejected = read(listed(rows, end, is_right))

    # A row that repeats the names of the columns is a header once more.
    kept = [row for row in rows if row != HEADER]
    assert [row[:-1] for row in found] == kept
    assert rejected == 0
    assert (reading.records, reading.lines.record) == (len(kept), len(kept))
    assert reading.lines.total == 6 + len(rows)


@given(st.lists(st.sampled_from(["|1|a|2|", "|1|a|", "x", "", "---", "|ID|NAME|AMOUNT|", "|", "||", "|  1 |b|-|"])))
def test_every_line_is_accounted_for(lines: list[str]) -> None:
    text = "\n".join(["title", "|ID|NAME|AMOUNT|", *lines]) + "\n"
    reading, found, rejected = read(text)

    assert reading.lines.total == text.count("\n")
    assert reading.records == len(found) + rejected


def test_each_line_belongs_to_one_kind() -> None:
    text = "Table: ITEM\n\n-----\n|ID|NAME|AMOUNT|\n-----\n| 1|a   |   2,5-|\n\n|ID|NAME|AMOUNT|\nsum 1\n"
    reading, found, rejected = read(text)

    assert found == [("1", "a", "2,5-", 6)]
    assert rejected == 1
    lines = reading.lines
    assert (lines.preamble, lines.header, lines.blank, lines.footer, lines.record) == (1, 2, 4, 0, 2)


def test_a_declared_footer_and_all_after_it_are_no_rows() -> None:
    reading, found, rejected = read("|ID|NAME|AMOUNT|\n|1|a|2|\nTotal: 1\n|9|x|9|\n", contract(footer="Total:"))

    assert (len(found), rejected, reading.lines.footer) == (1, 0, 2)


def test_a_value_that_holds_a_bar_is_cut_where_the_header_is() -> None:
    _, found, rejected = read("|ID |NAME |AMOUNT|\n|1  |a|b  |     2|\n|1  |a|b| |     2|\n|1|a|b|2|\n")

    assert found == [("1", "a|b", "2", 2), ("1", "a|b|", "2", 3)]
    assert rejected == 1


@pytest.mark.parametrize(("encoding", "text"), [("windows-1252", "Zoë"), ("utf-16", "日本"), ("utf-8-sig", "İzmir")])
def test_a_list_is_read_in_its_encoding(encoding: str, text: str) -> None:
    content = f"|ID|NAME|AMOUNT|\n|1|{text}|2|\n".encode(encoding)
    declared = encoding.removesuffix("-sig")

    assert read(content, contract(encoding=declared))[1] == [("1", text, "2", 2)]
