"""Which object of its system a payload is: by its content first, by its name second."""

from __future__ import annotations

import codecs
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import islice
from pathlib import Path

from orchestration.errors import RefusedFileError
from orchestration.landing.columns import contract_names
from orchestration.landing.csv_layout import header_of
from orchestration.landing.csv_lexer import Lexer
from orchestration.landing.csv_types import type_header
from orchestration.landing.encodings import UTF8_BOM, decodes
from orchestration.landing.lines import newline_of
from orchestration.landing.read_json import columns_of, parents_of, parsed_page
from orchestration.landing.read_list import list_header
from orchestration.landing.read_xlsx import SheetHeader, sheet_headers, sheet_of
from orchestration.landing.read_xml import xml_records
from orchestration.landing.unpack import is_workbook
from orchestration.registry import CsvDialect, NotData, ObjectContract

_HEAD_BYTES = 1 << 20
_TAIL_BYTES = 1 << 12
_FIRST_RECORDS = 10


@dataclass(frozen=True)
class _Fit:
    """How well a payload fits one object in one of its ways.

    known: how many of its columns there are; place: where they stand, for payloads that hold several objects; looks:
    the payload begins as the format does; no_record: the page holds none.
    """

    contract: ObjectContract
    known: int
    missing: tuple[str, ...]
    place: str
    named: bool
    looks: bool
    no_record: bool = False

    @property
    def holds(self) -> bool:
        return not self.missing and (self.known > 0 or self.no_record)

    @property
    def rank(self) -> tuple[int, bool, int]:
        return self.known, self.named, -len(self.contract.columns)


def recognise(
    path: Path, base: str, objects: Sequence[ObjectContract], not_data: Sequence[NotData] = ()
) -> list[ObjectContract]:
    """Give the objects that the payload at `path`, named `base`, is a delivery of, each in the way it is written.

    Mostly that is one. A payload whose name fits an object but whose columns do not is that object, so that its reader
    can name what is missing. Raises RefusedFileError where nothing fits, naming the nearest object, where two objects
    fit alike, and for what is `not_data`.
    """
    peek = _Peek(path)
    _refuse_not_data(peek, base, not_data)
    fits = [_fit(peek, base, way) for contract in objects for way in contract.ways]
    holding = [fit for fit in fits if fit.holds]
    named = max((fit for fit in fits if fit.named), key=lambda fit: (fit.known, fit.looks, fit.rank), default=None)
    if holding:
        best = max(holding, key=lambda fit: fit.rank)
        if named is None or named.known <= best.known:
            return _all_there(best, holding, peek)
    if named is not None:
        return [named.contract]
    for error, kind in ((peek.page_error, "json"), (peek.xml_error, "xml"), (peek.workbook_error, "xlsx")):
        if error is not None and any(fit.contract.format == kind for fit in fits):
            raise error
    raise _nothing_fits(fits, base)


def _all_there(best: _Fit, holding: list[_Fit], peek: _Peek) -> list[ObjectContract]:
    """The best object, and of each other place in the payload the object that stands there."""
    beside = [fit.place for fit in holding if best.place and fit.place and fit.known]
    found = [_best_at(place, holding, peek) for place in dict.fromkeys([best.place, *beside])]
    return list({contract.view: contract for contract in reversed(found)}.values())[::-1]


def _best_at(place: str, holding: list[_Fit], peek: _Peek) -> ObjectContract:
    fits = [fit for fit in holding if fit.place == place]
    best = max(fits, key=lambda fit: fit.rank)
    alike = [fit for fit in fits if fit.rank == best.rank]
    other = next((fit for fit in alike if fit.contract.view != best.contract.view), None)
    if other is not None:
        raise RefusedFileError(
            f"the file fits {best.contract.view} and {other.contract.view} alike",
            "give it a name that one object's `file_names` match",
        )
    if len(alike) == 1:
        return best.contract
    # Ways of one object that differ in encoding or footer: the first that reads it to its end, and knows what ends it.
    readable = [fit for fit in alike if peek.reads(fit.contract)]
    ended = (fit for fit in readable if peek.has_footer(fit.contract))
    return next(ended, next(iter(readable), best)).contract


def _refuse_not_data(peek: _Peek, base: str, not_data: Sequence[NotData]) -> None:
    for described in not_data:
        names = {name.casefold() for name in peek.header(CsvDialect())} if described.columns else set()
        if _is_named(base, described.file_names or ("*",)) and names >= {name.casefold() for name in described.columns}:
            raise RefusedFileError(
                f"the file is {described.says}, no extract", "keep it out of landing, and deliver the extract itself", 1
            )


def _nothing_fits(fits: list[_Fit], base: str) -> RefusedFileError:
    nearest = max(fits, key=lambda fit: fit.rank, default=None)
    if nearest is None:
        return RefusedFileError("the system has no objects", "describe them in its sources file")
    misses = ", ".join(map(repr, nearest.missing)) or "any column it knows"
    return RefusedFileError(
        f"{base} fits no object of {nearest.contract.system}; the nearest is {nearest.contract.name}, "
        f"which misses {misses}",
        "add the names to `aliases`, or the file's name to `file_names`, in the sources file",
        1,
    )


class _Peek:
    """The beginning of a payload, looked at in the ways of the objects' formats, each at most once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self.head = file.read(_HEAD_BYTES)
        self.page_error: RefusedFileError | None = None
        self.xml_error: RefusedFileError | None = None
        self.workbook_error: RefusedFileError | None = None
        self._xml_keys: dict[tuple[str, str], list[str] | None] = {}
        self._headers: dict[CsvDialect, tuple[str, ...]] = {}
        self._texts: dict[str, bytes] = {}
        self._sheets: dict[int, list[SheetHeader]] = {}
        self._decodes: dict[str, bool] = {}

    @cached_property
    def line_keys(self) -> list[str]:
        """Keys of the first lines that are JSON objects."""
        lines = self.head.removeprefix(UTF8_BOM).split(b"\n")
        return _union(value for value in map(_parsed, lines) if isinstance(value, dict))

    @cached_property
    def page(self) -> object:
        """The value of a JSON page; None where it is none, `page_error` then says why."""
        filled = [line.strip() for line in self.head.removeprefix(UTF8_BOM).split(b"\n") if line.strip()]
        if not filled or filled[0][:1] not in (b"{", b"["):
            return None
        # Objects on lines of their own are NDJSON, which may be too large to read as one text.
        if len(filled) > 1 and filled[1][:1] == b"{" and isinstance(_parsed(filled[0]), dict):
            return None
        try:
            return parsed_page(self._path)[1]
        except RefusedFileError as error:
            self.page_error = error
            return None

    @cached_property
    def formats(self) -> tuple[str, ...]:
        """The formats that begin as the payload does."""
        start = self.head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1]
        by_start = {b"{": ("json", "ndjson"), b"[": ("json",), b"<": ("xml",)}
        return ("xlsx",) if self.is_workbook else by_start.get(start, ("csv", "list"))

    @cached_property
    def is_workbook(self) -> bool:
        return is_workbook(self._path)

    def page_keys(self, contract: ObjectContract) -> list[str] | None:
        """Keys of the first elements at the record path; None where the page has no such path."""
        value = self.page
        for key in contract.record_path.split(".") if contract.record_path else []:
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, dict | list):
            return None
        first = value[:_FIRST_RECORDS] if isinstance(value, list) else [value]
        parents = parents_of(contract)
        return _union(columns_of(record, parents) for record in first if isinstance(record, dict))

    def xml_keys(self, contract: ObjectContract) -> list[str] | None:
        """Fields of the first records at the record path of an XML file; None where it is none, or has no such path."""
        # Of many paths most lead nowhere: that is seen without reading the file to its end for each.
        element = contract.record_path.rpartition(".")[2].encode()
        is_elsewhere = bool(self._xml_keys) and b"\0" not in self.head and element not in self.head
        if "xml" not in self.formats or is_elsewhere:
            return None
        path = (contract.record_path, contract.nested)
        if path not in self._xml_keys:
            try:
                first = list(islice(xml_records(self._path, contract), _FIRST_RECORDS))
                self._xml_keys[path] = list(dict.fromkeys(name for record in first for name in record.fields))
            except RefusedFileError as error:
                self.xml_error = error
                self._xml_keys[path] = None
        return self._xml_keys[path]

    def sheet_names(self, contract: ObjectContract) -> tuple[str, Sequence[str] | None]:
        """The sheet of a workbook that has most columns of the object, and its header."""
        if not self.is_workbook:
            return "", None
        lines = contract.csv.preamble_lines
        try:
            if lines not in self._sheets:
                self._sheets[lines] = sheet_headers(self._path, lines)
            found = sheet_of(self._sheets[lines], contract)
        except RefusedFileError as error:
            self.workbook_error = error
            return "", None
        return found.name, found.header

    def type_header(self, contract: ObjectContract) -> list[str] | None:
        """Names in the header of the rows of the object's type, in a file with rows of several; None without one."""
        try:
            text = self._text(contract.csv)
        except LookupError:
            return None
        found = type_header(Lexer.of(text, contract.csv, "utf-8", newline_of(text)), "utf-8", contract)
        return found[0][1:] if found else None

    def reads(self, contract: ObjectContract) -> bool:
        """Whether the declared encoding reads the whole payload, where it has one."""
        if contract.format not in ("csv", "list"):
            return True
        encoding = contract.csv.encoding
        if encoding not in self._decodes:
            self._decodes[encoding] = decodes(self._path, encoding)
        return self._decodes[encoding]

    def header(self, dialect: CsvDialect) -> tuple[str, ...]:
        """Names in the header of a delimited file; empty where there is none to read."""
        # Formats that differ in what is not of the header share one look at it.
        key = dialect.model_copy(update={"footer": None})
        if key not in self._headers:
            try:
                self._headers[key] = header_of(self._text(dialect), dialect, "utf-8").header
            except (RefusedFileError, LookupError):
                self._headers[key] = ()
        return self._headers[key]

    def list_names(self, dialect: CsvDialect) -> tuple[str, ...]:
        """Names of the columns of a list; empty where there is no header to read."""
        try:
            header = list_header(self._text(dialect), dialect, "utf-8")
        except (RefusedFileError, LookupError):
            return ()
        return header.names if header else ()

    def has_footer(self, contract: ObjectContract) -> bool:
        """Whether one of the last lines is the declared footer."""
        if contract.csv.footer is None:
            return False
        with self._path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL_BYTES))
            lines = file.read().decode(contract.csv.encoding, "replace").splitlines()
        return any(re.match(contract.csv.footer, line) for line in lines)

    def _text(self, dialect: CsvDialect) -> bytes:
        """The head in UTF-8. Raises LookupError for an encoding that Python does not know."""
        encoding = dialect.encoding
        for mark, actual in (
            (codecs.BOM_UTF16_LE, "utf-16"),
            (codecs.BOM_UTF16_BE, "utf-16"),
            (UTF8_BOM, "utf-8-sig"),
        ):
            if self.head.startswith(mark):
                encoding = actual
        if encoding not in self._texts:
            self._texts[encoding] = self.head.decode(encoding, "replace").encode()
        return self._texts[encoding]


def _is_named(base: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(base.lower(), pattern.lower()) for pattern in patterns)


def _fit(peek: _Peek, base: str, contract: ObjectContract) -> _Fit:
    named = _is_named(base, contract.file_names)
    looks = contract.format in peek.formats
    place, found = _found(peek, contract)
    if contract.format in ("json", "xml") and found == []:
        return _Fit(contract, 0, (), place, named, looks, no_record=True)
    names = {name for name in contract_names(found, contract) if name is not None} if found else set()
    # An object on a line, in a page or in XML may leave out what has no value; a header may not.
    needed = contract.key if contract.format in ("json", "ndjson", "xml") else contract.required
    return _Fit(contract, len(names), tuple(name for name in needed if name not in names), place, named, looks)


def _found(peek: _Peek, contract: ObjectContract) -> tuple[str, Sequence[str] | None]:
    """A place in the payload and the names of columns there; None where it has no such place."""
    if contract.format == "csv":
        row_type = contract.csv.row_type
        return (row_type, peek.type_header(contract)) if row_type else ("", peek.header(contract.csv))
    if contract.format == "list":
        return "", peek.list_names(contract.csv)
    if contract.format == "xml":
        return contract.record_path, peek.xml_keys(contract)
    if contract.format == "xlsx":
        return peek.sheet_names(contract)
    return ("", peek.line_keys) if contract.format == "ndjson" else (contract.record_path, peek.page_keys(contract))


def _parsed(text: str | bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _union(records: Iterable[dict[str, object]]) -> list[str]:
    return list(dict.fromkeys(key for record in islice(records, _FIRST_RECORDS) for key in record))
