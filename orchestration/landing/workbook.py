"""Workbooks in XLSX: their sheets, rows and cells, and what in them could not be read as it looks."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from orchestration.errors import RefusedFileError
from orchestration.landing.encodings import CHUNK
from orchestration.registry import Column

_BROKEN = (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, zipfile.BadZipFile, ParseError)
_ROW = re.compile(r"[A-Z]+([0-9]+)")
_WHOLE = 2**53
"""Below it a workbook's numbers, which are binary fractions of 64 bits, tell whole numbers apart."""


@dataclass(frozen=True)
class Cell:
    """A cell that holds something. value: text, a number, a truth value, a moment or a length of time."""

    value: Any
    is_error: bool = False


@dataclass
class Inspection:
    """What the XML of a sheet says by itself. rows: the number of its last row; merged: ranges such as `A1:B1`."""

    rows: int = 0
    merged: list[str] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)
    """Cells with a formula whose result is not saved."""

    def merged_at(self, row: int) -> str | None:
        """Give the first merged range that has cells in a row."""
        return next((area for area in self.merged if row in _rows_of(area)), None)


@contextmanager
def workbook(path: Path) -> Iterator[Any]:
    """Open a workbook to read values as they were saved. Raises RefusedFileError where it does not read."""
    with warnings.catch_warnings():
        # What openpyxl does not know is about looks, and errors in cells are told by name.
        warnings.simplefilter("ignore")
        # Of a path openpyxl would ask for the right ending.
        with path.open("rb") as file:
            try:
                _refuse_declarations(path)
                opened = load_workbook(file, read_only=True, data_only=True)
            except _BROKEN as error:
                raise _unreadable(error) from error
            yield opened


def rows_of(sheet: Any) -> Iterator[tuple[int, list[Cell | None]]]:
    """Walk all rows of a sheet with their numbers, up to the last cell that holds something.

    Raises RefusedFileError where the sheet does not read.
    """
    # Some programs write a size that is too small, beyond which nothing would be read.
    sheet.reset_dimensions()
    try:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [_cell(cell) for cell in row]
            while cells and cells[-1] is None:
                cells.pop()
            yield number, cells
    except _BROKEN as error:
        raise _unreadable(error) from error


def inspect(sheet: Any) -> Inspection:
    """Count a sheet's rows and find what reading its values would hide, from its XML alone.

    Raises RefusedFileError where rows do not stand in their order.
    """
    walk = _SheetWalk(sheet.title)
    parser = XMLParser(target=walk, forbid_dtd=True)
    try:
        with sheet._get_source() as source:
            while chunk := source.read(CHUNK):
                parser.feed(chunk)
        parser.close()
    except (*_BROKEN, DefusedXmlException) as error:
        raise _unreadable(error) from error
    return walk.found


def cell_text(cell: Cell | None, column: Column | None) -> str | None:
    """Give a cell as text: as `column` would have it written in a text file, else plain and in ISO 8601.

    A workbook holds numbers and moments, no text of them, so nothing is lost.
    """
    value = cell.value if cell is not None else None
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    formats = column.formats if column is not None else ("iso",)
    if isinstance(value, int | float):
        text = str(int(value)) if float(value).is_integer() and abs(value) < _WHOLE else repr(value)
        return text.replace(".", ",") if "decimal_comma" in formats else text
    return _moment_text(value, formats)


def row_text(cells: Sequence[Cell | None]) -> str:
    """Give a row as one line of CSV, to show it."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([cell_text(cell, None) for cell in cells])
    return line.getvalue()


def place(sheet: str, row: int, index: int) -> str:
    """Name a cell; `index` counts its column from 0."""
    return f"sheet {sheet!r}, cell {get_column_letter(index + 1)}{row}"


def _cell(cell: Any) -> Cell | None:
    value = cell.value
    return None if value is None or value == "" else Cell(value, cell.data_type == "e")


def _moment_text(value: datetime | date | time | timedelta, formats: Sequence[str]) -> str:
    if isinstance(value, timedelta):
        seconds = value // timedelta(seconds=1)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    pattern = next((each for each in formats if "%" in each), None)
    if "iso" not in formats and pattern is not None:
        return value.strftime(pattern)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat()


def _rows_of(area: str) -> range:
    numbers = [int(number) for number in _ROW.findall(area)]
    return range(min(numbers, default=0), max(numbers, default=-1) + 1)


def _unreadable(error: Exception) -> RefusedFileError:
    said = f"it declares {error.__class__.__name__}" if isinstance(error, DefusedXmlException) else str(error)
    return RefusedFileError(
        f"the workbook does not read: {said}", "open it, save it again as XLSX without a password, or export CSV"
    )


class _Prolog:
    """Notices when the first element of a part begins: nothing can be declared after it."""

    has_begun = False

    def start(self, _tag: str, _attributes: dict[str, str]) -> None:
        self.has_begun = True

    def close(self) -> None:
        """Nothing is kept."""


def _refuse_declarations(path: Path) -> None:
    """Refuse a workbook of which a part has a document type: openpyxl would let it say anything."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.lower().endswith((".xml", ".rels")):
                continue
            prolog = _Prolog()
            parser = XMLParser(target=prolog, forbid_dtd=True)
            try:
                with archive.open(name) as part:
                    while not prolog.has_begun and (chunk := part.read(1 << 12)):
                        parser.feed(chunk)
            except DefusedXmlException as error:
                raise RefusedFileError(
                    f"{name} in the workbook has a document type, which could make it say anything",
                    "save the workbook again with a spreadsheet program",
                ) from error


class _SheetWalk:
    """What the parser tells of a sheet: rows, merged ranges, and formulas that have no value beside them."""

    def __init__(self, title: str) -> None:
        self.found = Inspection()
        self._title = title
        self._cell = ""
        self._has_formula = self._has_value = self._is_text = self._is_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            number = int(attributes.get("r", self.found.rows + 1))
            if number <= self.found.rows:
                raise RefusedFileError(
                    f"row {number} of sheet {self._title!r} stands after row {self.found.rows}",
                    "open the workbook and save it again",
                )
            self.found.rows = number
        elif name == "c":
            self._cell, self._has_formula, self._has_value = attributes.get("r", ""), False, False
            self._is_text = attributes.get("t") == "str"
        elif name == "f":
            self._has_formula = True
        elif name == "v":
            # The result of a formula may be an empty text, and no empty number.
            self._is_value, self._has_value = True, self._is_text
        elif name == "mergeCell":
            self.found.merged.append(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        self._is_value = False
        if tag.rpartition("}")[2] == "c" and self._has_formula and not self._has_value:
            self.found.unsaved.append(self._cell)

    def data(self, _text: str) -> None:
        self._has_value = self._has_value or self._is_value

    def close(self) -> None:
        """Nothing is left."""
