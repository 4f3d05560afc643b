"""Workbooks: the sheet that has the object's columns, a row a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestration.errors import RefusedFileError
from orchestration.landing.batch import Batch
from orchestration.landing.columns import ColumnPlan, contract_names, plan_columns
from orchestration.landing.rows import LineCounts, Notice, Reading, RowsWriter
from orchestration.landing.workbook import Cell, Inspection, cell_text, inspect, place, row_text, rows_of, workbook
from orchestration.registry import Column, ObjectContract

_MOMENTS = ("date", "timestamp")
_SERIAL = range(1, 100_000)
"""Days of two and a half centuries as a workbook counts them."""


@dataclass(frozen=True)
class SheetHeader:
    """The header of a sheet: its names, the number of its row, and how many blank rows stand before it."""

    name: str
    header: tuple[str, ...]
    row: int
    blank: int
    is_hidden: bool


def sheet_headers(path: Path, preamble_lines: int) -> list[SheetHeader]:
    """Give the header of every sheet of a workbook, empty where a sheet holds nothing.

    Raises RefusedFileError where the workbook does not read.
    """
    with workbook(path) as opened:
        return _headers(opened, preamble_lines)


def sheet_of(headers: Sequence[SheetHeader], contract: ObjectContract) -> SheetHeader:
    """Give the sheet that the contract names, else the one that has most of its columns.

    Raises RefusedFileError where there is none, several have as many, or it is hidden.
    """
    found = [each for each in headers if each.header and contract.sheet in (None, each.name)]
    if not found:
        named = f"no sheet named {contract.sheet!r}" if contract.sheet is not None else "no sheet"
        raise RefusedFileError(
            f"the workbook has {named} with a header; its sheets: {', '.join(repr(each.name) for each in headers)}",
            "mend `sheet` in the sources file, or export the sheet with its header",
        )
    known = [sum(name is not None for name in contract_names(each.header, contract)) for each in found]
    best = [each for each, count in zip(found, known, strict=True) if count == max(known)]
    shown = [each for each in best if not each.is_hidden]
    if not shown:
        raise RefusedFileError(
            f"the sheet {best[0].name!r} that has the columns is hidden", "show it, if it is meant to be delivered"
        )
    if len(shown) > 1 and max(known):
        raise RefusedFileError(
            f"the sheets {', '.join(repr(each.name) for each in shown)} have the columns alike",
            "deliver them as workbooks of their own, or name the one that counts as `sheet` in the sources file",
        )
    return shown[0]


def read_xlsx(path: Path, contract: ObjectContract, writer: RowsWriter) -> Reading:
    """Read a workbook's sheet into `writer`; numbers of rows stand for lines.

    Raises RefusedFileError, naming sheet, cell and remedy, where the header does not hold, cells of it are merged, or a
    formula's result is not saved.
    """
    with workbook(path) as opened:
        headers = _headers(opened, contract.csv.preamble_lines)
        found = sheet_of(headers, contract)
        inspection = inspect(opened[found.name])
        _refuse_unreadable(found, inspection)
        plan = plan_columns(found.header, contract, found.row)
        writer.start(plan.names)
        sheet = _Sheet(found, plan, contract, writer)
        for number, cells in rows_of(opened[found.name]):
            if number > found.row:
                sheet.take(number, cells)
        lines = sheet.finish()
    notices = [*sheet.notices(), *_merged(found, inspection)]
    others = [f"{each.name!r}{' (hidden)' if each.is_hidden else ''}" for each in headers if each != found]
    if others:
        notices.append(Notice(f"sheets of the workbook that are not read: {', '.join(others)}"))
    return Reading(
        lines.record,
        lines,
        plan.unknown,
        plan.absent,
        plan.names,
        notices=tuple(notices),
        physical=inspection.rows,
    )


def xlsx_texts(
    path: Path, contract: ObjectContract, places: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Give (record, row, row as a line of CSV) for each (record, row), ascending."""
    wanted = iter(places)
    record, line = next(wanted, (0, 0))
    if not line:
        return
    with workbook(path) as opened:
        found = sheet_of(_headers(opened, contract.csv.preamble_lines), contract)
        for number, cells in rows_of(opened[found.name]):
            if number == line:
                yield record, line, row_text(cells)
                record, line = next(wanted, (0, 0))


@dataclass
class _Sheet:
    """Rows below the header on their way to the writer, and what is to be said of their cells."""

    found: SheetHeader
    plan: ColumnPlan
    contract: ObjectContract
    writer: RowsWriter
    records: int = 0
    blank: int = 0
    footer: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)
    serials: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        columns = {column.name: column for column in self.contract.columns}
        self._columns = [columns.get(name) for name in self.plan.names]
        self._batch = Batch(self.writer)
        self._footer = re.compile(self.contract.csv.footer) if self.contract.csv.footer else None

    def take(self, number: int, cells: list[Cell | None]) -> None:
        """Take a row with its number."""
        if self.footer or (cells and self._footer and self._footer.match(row_text(cells))):
            self.footer += 1
        elif not cells:
            self.blank += 1
        else:
            self.records += 1
            self._record(number, cells)

    def finish(self) -> LineCounts:
        """Write what is left; give the rows of the sheet by what they belong to."""
        self._batch.flush()
        before = self.found.row - 1 - self.found.blank
        return LineCounts(before, 1, self.found.blank + self.blank, self.footer, self.records)

    def notices(self) -> Iterator[Notice]:
        """What is to be said of cells, each with the first one's place."""
        told = (
            (self.errors, "cells hold an error of the spreadsheet, kept as text: mend the formulas and save it again"),
            (self.serials, "cells hold a plain number where a day is due: give their column the format of a date"),
        )
        for cells, what in told:
            if cells:
                yield Notice(f"{what}; the first is {cells[0][1]}", len(cells), cells[0][0])

    def _record(self, number: int, cells: list[Cell | None]) -> None:
        width = len(self._columns)
        if len(cells) > width:
            where = place(self.found.name, number, width)
            self.writer.reject(
                self.records, number, "ragged", f"a value stands beside the columns: {where} or after", row_text(cells)
            )
            return
        padded = [*cells, *[None] * (width - len(cells))]
        for index, (cell, column) in enumerate(zip(padded, self._columns, strict=True)):
            if cell is not None:
                self._note(cell, column, number, index)
        texts = [cell_text(cell, column) for cell, column in zip(padded, self._columns, strict=True)]
        self._batch.add(texts, self.records, number)

    def _note(self, cell: Cell, column: Column | None, number: int, index: int) -> None:
        if cell.is_error:
            self.errors.append((number, place(self.found.name, number, index)))
        is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
        if column is not None and column.data_type in _MOMENTS and is_number and int(cell.value) in _SERIAL:
            self.serials.append((number, place(self.found.name, number, index)))


def _headers(opened: Any, preamble_lines: int) -> list[SheetHeader]:
    return [_header(sheet, preamble_lines) for sheet in opened.worksheets]


def _header(sheet: Any, preamble_lines: int) -> SheetHeader:
    """The first row below the declared preamble that holds something; without one an empty header."""
    blank, is_hidden = 0, sheet.sheet_state != "visible"
    for number, cells in rows_of(sheet):
        if number <= preamble_lines:
            continue
        if cells:
            names = tuple(cell_text(cell, None) or "" for cell in cells)
            return SheetHeader(sheet.title, names, number, blank, is_hidden)
        blank += 1
    return SheetHeader(sheet.title, (), 0, 0, is_hidden)


def _refuse_unreadable(found: SheetHeader, inspection: Inspection) -> None:
    area = inspection.merged_at(found.row)
    if area is not None:
        raise RefusedFileError(
            f"sheet {found.name!r}: the cells {area} of the header are merged, so columns have no name of their own",
            "unmerge them, and give each column its name",
            found.row,
        )
    if inspection.unsaved:
        cell = inspection.unsaved[0]
        raise RefusedFileError(
            f"sheet {found.name!r}, cell {cell}: {len(inspection.unsaved)} formulas have no result saved with them",
            "open the workbook in a spreadsheet program and save it, or put values in place of the formulas",
            int("".join(filter(str.isdigit, cell)) or found.row),
        )


def _merged(found: SheetHeader, inspection: Inspection) -> Iterator[Notice]:
    below = [area for area in inspection.merged if any(row > found.row for row in _last_row(area))]
    if below:
        yield Notice(
            "merged ranges give their value to their first cell alone: unmerge them; the first is "
            f"sheet {found.name!r}, cells {below[0]}",
            len(below),
        )


def _last_row(area: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]+", area)]
