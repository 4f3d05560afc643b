"""Workbooks: what a sheet holds is read as it looks; what could not be is refused or told, by sheet and cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.landing.unpack import Limits
from orchestration.registry import Column
from tests.hostile.deliveries import Deliveries, assert_refused, contract, registry_of

HEADER = ["milestone", "party_id", "party_system", "party_instance", "due_on", "done_on"]
ROW = ["day_30", "42", "salesforce", "default", date(2026, 9, 30), None]
VIEW = "company_files__milestones"


@pytest.fixture
def files(landed: Callable[[str], Deliveries]) -> Deliveries:
    return landed("company_files")


def book_of(*rows: list[Any]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Plan"
    for row in rows:
        sheet.append(row)
    return book, sheet


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rewritten(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A workbook with one part written as other programs would."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, change(text.decode()).encode() if name == part else text)
    return packed.getvalue()


def test_a_sheet_loads_with_its_rows_as_lines(files: Deliveries) -> None:
    book, _ = book_of([], HEADER, ROW, [], [*ROW[:1], 43, *ROW[2:4], datetime(2026, 10, 1, 8, 30), date(2026, 10, 2)])
    files.deliver("milestones_20260901T000000Z.xlsx", saved(book))
    outcome = files.load_one()
    assert (outcome.object, outcome.loaded, outcome.notices) == ("milestones", 2, ())
    assert files.rows("party_id, due_on, done_on, _record, _line", VIEW) == [
        ("42", "2026-09-30", None, 1, 3),
        ("43", "2026-10-01T08:30:00", "2026-10-02", 2, 5),
    ]
    lines = files.entries()[0].receipt.lines
    assert (lines.physical, lines.header, lines.blank, lines.record) == (5, 1, 2, 2)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1"),
        (1.5, "1.5"),
        (1e15, "1000000000000000"),
        (-0.1, "-0.1"),
        (True, "true"),
        ("007", "007"),
        (12.0, "12"),
    ],
)
def test_a_cell_is_kept_as_its_value_reads(files: Deliveries, value: Any, text: str) -> None:
    book, _ = book_of(HEADER, [value, *ROW[1:]])
    files.deliver("m.xlsx", saved(book))
    files.load()
    assert files.rows("milestone", VIEW) == [(text,)]


def test_numbers_and_days_are_written_as_their_column_has_them_in_text(files: Deliveries) -> None:
    columns = (
        Column(name="id"),
        Column(name="on", data_type="date", formats=("%d.%m.%Y",)),
        Column(name="amount", data_type="decimal(18,3)", formats=("decimal_comma",)),
    )
    files.registry, files.system = registry_of(contract(columns=columns, format="xlsx")), "desk"
    book, _ = book_of(["id", "on", "amount"], ["1", date(2026, 9, 30), 1.234])
    files.deliver("t.xlsx", saved(book))
    assert files.load_one().notices == ()
    assert files.rows('"on", amount') == [("30.09.2026", "1,234")]


def test_a_formula_counts_by_the_result_that_was_saved_with_it(files: Deliveries) -> None:
    book, sheet = book_of(HEADER, ROW)
    sheet["B2"] = "=40+2"
    files.deliver("unsaved.xlsx", saved(book))
    assert_refused(files.load_one(), "sheet 'Plan', cell B2", "no result saved", "save it", line=2)

    (files.landing / "company_files" / "unsaved.xlsx").unlink()
    with_value = rewritten(
        saved(book), "xl/worksheets/sheet1.xml", lambda text: re.sub(r"</f><v ?/?>(</v>)?", "</f><v>42</v>", text)
    )
    files.deliver("saved.xlsx", with_value)
    assert files.load_one().loaded == 1
    assert files.rows("party_id", VIEW) == [("42",)]


def test_merged_cells_in_the_header_refuse_the_workbook(files: Deliveries) -> None:
    book, sheet = book_of(HEADER, ROW)
    sheet["G1"] = "note"
    sheet.merge_cells("G1:H1")
    files.deliver("m.xlsx", saved(book))
    assert_refused(files.load_one(), "sheet 'Plan'", "G1:H1", "unmerge", line=1)


def test_merged_cells_below_the_header_are_told(files: Deliveries) -> None:
    book, sheet = book_of(HEADER, ROW, [None, "43", *ROW[2:]])
    sheet.merge_cells("A2:A3")
    files.deliver("m.xlsx", saved(book))
    outcome = files.load_one()
    assert any("sheet 'Plan', cells A2:A3" in str(notice) for notice in outcome.notices)
    assert [(bad.line, bad.rule, bad.raw) for bad in files.quarantine()] == [
        (3, "required_empty", ",43,salesforce,default,2026-09-30")
    ]


def test_days_as_plain_numbers_and_errors_are_told_with_the_first_cell(files: Deliveries) -> None:
    book, sheet = book_of(HEADER, [*ROW[:4], 46295], [*ROW[:1], "43", *ROW[2:4], 46296, None])
    sheet["A3"] = "#REF!"
    sheet["A3"].data_type = "e"
    files.deliver("m.xlsx", saved(book))
    told = " ".join(map(str, files.load_one().notices))
    assert "line 2: 2 cells hold a plain number where a day is due" in told
    assert "the first is sheet 'Plan', cell E2" in told
    assert "line 3: 1 cells hold an error of the spreadsheet" in told
    assert "sheet 'Plan', cell A3" in told


def test_a_hidden_sheet_is_never_read_by_itself(files: Deliveries) -> None:
    book, sheet = book_of(HEADER, ROW)
    book.create_sheet("Cover").append(["Milestones of our clients"])
    sheet.sheet_state = "hidden"
    files.deliver("milestones_1.xlsx", saved(book))
    assert_refused(files.load_one(), "sheet 'Plan'", "hidden", "show it")


def test_sheets_that_are_not_read_are_named(files: Deliveries) -> None:
    book, _ = book_of(HEADER, ROW)
    book.create_sheet("Notes").append(["to do"])
    book.create_sheet("Old").sheet_state = "hidden"
    files.deliver("m.xlsx", saved(book))
    assert [str(notice) for notice in files.load_one().notices] == [
        "sheets of the workbook that are not read: 'Notes', 'Old' (hidden)"
    ]


def test_two_sheets_that_fit_alike_are_not_guessed_between(files: Deliveries) -> None:
    book, _ = book_of(HEADER, ROW)
    book.create_sheet("Copy").append(HEADER)
    files.deliver("milestones_1.xlsx", saved(book))
    assert_refused(files.load_one(), "'Plan', 'Copy'", "alike", "`sheet`")


def test_sheets_of_several_objects_load_as_each(files: Deliveries) -> None:
    book, _ = book_of(HEADER, ROW)
    other = book.create_sheet("People")
    other.append(["party_type", "party_system", "party_instance", "party_id", "task", "role", "person"])
    other.append(["client", "salesforce", "default", "42", "escalation", "responsible", "ada@acme.example"])
    files.deliver("plans.xlsx", saved(book))
    assert sorted(outcome.object or "" for outcome in files.load()) == ["milestones", "raci"]


def test_a_value_beside_the_columns_is_quarantined_with_its_cell(files: Deliveries) -> None:
    book, _ = book_of(HEADER, [*ROW, "see mail"], ROW)
    files.deliver("m.xlsx", saved(book))
    assert files.load_one().loaded == 1
    (bad,) = files.quarantine()
    assert (bad.line, bad.rule) == (2, "ragged")
    assert "sheet 'Plan', cell G2" in bad.reason


def test_a_sheet_that_says_it_is_smaller_than_it_is_loses_nothing(files: Deliveries) -> None:
    book, _ = book_of(HEADER, ROW)
    content = rewritten(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda text: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', text),
    )
    files.deliver("m.xlsx", content)
    assert files.load_one().loaded == 1


def test_rows_out_of_their_order_refuse_the_workbook(files: Deliveries) -> None:
    book, _ = book_of(HEADER, ROW, ROW)
    content = rewritten(saved(book), "xl/worksheets/sheet1.xml", lambda text: text.replace('<row r="3"', '<row r="2"'))
    files.deliver("m.xlsx", content)
    assert_refused(files.load_one(), "row 2 of sheet 'Plan' stands after row 2", "save it again")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_document_type_in_any_part_is_refused_by_its_name(files: Deliveries, part: str) -> None:
    book, _ = book_of(HEADER, ROW)
    declared = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    content = rewritten(saved(book), part, lambda text: re.sub(r"^(<\?xml[^>]*\?>)?", rf"\1{declared}", text, count=1))
    files.deliver("milestones_1.xlsx", content)
    assert_refused(files.load_one(), part, "document type", "spreadsheet program")


def test_a_workbook_that_unpacks_to_too_much_is_refused(files: Deliveries) -> None:
    book, _ = book_of(HEADER, *[ROW] * 50)
    files.limits = Limits(total_bytes=2_000)
    files.deliver("m.xlsx", saved(book))
    assert_refused(files.load_one(), "unpacks to more than the limits allow")


def test_old_and_locked_workbooks_are_refused_with_a_remedy(files: Deliveries) -> None:
    files.deliver("m.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert_refused(files.load_one(), "old format", "password", "save it as XLSX")


def test_a_workbook_cut_short_is_refused(files: Deliveries) -> None:
    book, _ = book_of(HEADER, ROW)
    files.deliver("m.xlsx", saved(book)[:-200])
    assert_refused(files.load_one(), "corrupt or cut short")


def test_a_workbook_in_a_zip_is_read_as_one(files: Deliveries) -> None:
    book, _ = book_of(HEADER, ROW)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("plans/milestones.xlsx", saved(book))
    files.deliver("plans.zip", packed.getvalue())
    assert files.load_one().loaded == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_the_same_table_saved_as_csv_reads_whatever_the_program_made_of_it(
    files: Deliveries, delimiter: str, encoding: str
) -> None:
    rows = [HEADER, ["jour_30_é", "42", "salesforce", "default", "2026-09-30", ""]]
    content = "".join(delimiter.join(row) + "\r\n" for row in rows)
    files.deliver("milestones.csv", content.encode(encoding))
    assert files.load_one().loaded == 1
    assert files.rows("milestone, due_on", VIEW) == [("jour_30_é", "2026-09-30")]
