"""Which object of its system a payload is: by its content first, by its name second."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import islice
from pathlib import Path

from orchestration.errors import RefusedFileError
from orchestration.landing.columns import contract_names
from orchestration.landing.csv_layout import header_of
from orchestration.landing.encodings import UTF8_BOM
from orchestration.landing.read_json import parsed_page
from orchestration.landing.read_list import list_header
from orchestration.landing.read_xml import xml_records
from orchestration.registry import CsvDialect, ObjectContract

_HEAD_BYTES = 1 << 20
_FIRST_RECORDS = 10


@dataclass(frozen=True)
class _Fit:
    """How well a payload fits one object. `known` counts its columns; `no_record`: the page holds none."""

    contract: ObjectContract
    known: int
    missing: tuple[str, ...]
    named: bool
    no_record: bool = False

    @property
    def holds(self) -> bool:
        return not self.missing and (self.known > 0 or self.no_record)

    @property
    def rank(self) -> tuple[int, bool, int]:
        return self.known, self.named, -len(self.contract.columns)


def recognise(path: Path, base: str, objects: Sequence[ObjectContract]) -> ObjectContract:
    """Give the object that the payload at `path`, named `base`, is a delivery of.

    A payload whose name fits an object but whose columns do not is that object, so that its reader can name
    what is missing. Raises RefusedFileError where nothing fits, naming the nearest object, or two objects fit
    alike.
    """
    peek = _Peek(path)
    fits = [_fit(peek, base, contract) for contract in objects]
    holding = sorted((fit for fit in fits if fit.holds), key=lambda fit: fit.rank, reverse=True)
    named = max((fit for fit in fits if fit.named), key=lambda fit: fit.rank, default=None)
    if holding and (named is None or named.known <= holding[0].known):
        if len(holding) > 1 and holding[0].rank == holding[1].rank:
            alike = " and ".join(fit.contract.view for fit in holding[:2])
            raise RefusedFileError(
                f"the file fits {alike} alike", "give it a name that one object's `file_names` match"
            )
        return holding[0].contract
    if named is not None:
        return named.contract
    for error, kind in ((peek.page_error, "json"), (peek.xml_error, "xml")):
        if error is not None and any(contract.format == kind for contract in objects):
            raise error
    raise _nothing_fits(fits, base)


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

    def page_keys(self, record_path: str) -> list[str] | None:
        """Keys of the first elements at the path; None where the page has no such path."""
        value = self.page
        for key in record_path.split(".") if record_path else []:
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, dict | list):
            return None
        first = value[:_FIRST_RECORDS] if isinstance(value, list) else [value]
        return _union(record for record in first if isinstance(record, dict))

    def xml_keys(self, record_path: str) -> list[str] | None:
        """Fields of the first records at the path of an XML file; None where it is none, or has no such path."""
        if not self.head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
            return None
        try:
            first = list(islice(xml_records(self._path, record_path), _FIRST_RECORDS))
        except RefusedFileError as error:
            self.xml_error = error
            return None
        return list(dict.fromkeys(name for record in first for name in record.fields))

    def header(self, dialect: CsvDialect) -> tuple[str, ...]:
        """Names in the header of a delimited file; empty where there is none to read."""
        try:
            return header_of(self._text(dialect), dialect, "utf-8").header
        except (RefusedFileError, LookupError):
            return ()

    def list_names(self, dialect: CsvDialect) -> tuple[str, ...]:
        """Names of the columns of a list; empty where there is no header to read."""
        try:
            header = list_header(self._text(dialect), dialect, "utf-8")
        except (RefusedFileError, LookupError):
            return ()
        return header.names if header else ()

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
        return self.head.decode(encoding, "replace").encode()


def _fit(peek: _Peek, base: str, contract: ObjectContract) -> _Fit:
    named = any(fnmatchcase(base.lower(), pattern.lower()) for pattern in contract.file_names)
    found: Iterable[str] | None
    if contract.format == "csv":
        found, needed = peek.header(contract.csv), contract.required
    elif contract.format == "list":
        found, needed = peek.list_names(contract.csv), contract.required
    elif contract.format == "xml":
        found, needed = peek.xml_keys(contract.record_path), contract.key
    elif contract.format == "ndjson":
        found, needed = peek.line_keys, contract.key
    else:
        found, needed = peek.page_keys(contract.record_path), contract.key
    if contract.format in ("json", "xml") and found == []:
        return _Fit(contract, 0, (), named, no_record=True)
    spellings = contract_names(contract)
    names = {spellings[name.casefold()] for name in found or () if name.casefold() in spellings}
    return _Fit(contract, len(names), tuple(name for name in needed if name not in names), named)


def _parsed(text: str | bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _union(records: Iterable[dict[str, object]]) -> list[str]:
    return list(dict.fromkeys(key for record in islice(records, _FIRST_RECORDS) for key in record))
