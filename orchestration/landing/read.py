"""One door to the readers, and to the raw text of records that were read before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path
from typing import TypeVar

from orchestration.errors import RefusedFileError
from orchestration.landing.csv_lexer import Lexer
from orchestration.landing.encodings import UTF8_BOM, is_utf8, splits_by_bytes
from orchestration.landing.lines import mapped, newline_of, offsets_of_lines
from orchestration.landing.read_csv import read_csv, readable
from orchestration.landing.read_json import Element, elements, read_json
from orchestration.landing.read_list import read_list
from orchestration.landing.read_ndjson import read_ndjson
from orchestration.landing.read_xlsx import read_xlsx, xlsx_texts
from orchestration.landing.read_xml import XmlRecord, read_xml, xml_records, xml_text
from orchestration.landing.rows import Reading, RowsWriter, Source
from orchestration.registry import ObjectContract

_Placed = TypeVar("_Placed", Element, XmlRecord)


def read(path: Path, contract: ObjectContract, writer: RowsWriter, scratch: Path) -> tuple[Reading, Source]:
    """Read the file at `path` as its contract says; `scratch` is a directory for intermediate files.

    Raises RefusedFileError where the file as a whole does not hold.
    """
    if contract.format == "csv":
        return read_csv(path, contract, writer, scratch)
    if contract.format == "list":
        return read_list(path, contract, writer, scratch)
    if contract.format == "ndjson":
        return read_ndjson(path, contract, writer, scratch), Source(path, "utf-8")
    if contract.format == "xlsx":
        return read_xlsx(path, contract, writer), Source(path, "utf-8", has_lines=False)
    read_elements = read_json if contract.format == "json" else read_xml
    return read_elements(path, contract, writer, scratch), Source(path, "utf-8", has_lines=False)


def source_of(path: Path, contract: ObjectContract, scratch: Path) -> Source:
    """Give the bytes that raw_texts goes through, of a file that was read under this contract before.

    `scratch` is a directory for a copy in UTF-8 of an encoding that does not split by bytes.
    """
    if contract.format not in ("csv", "list"):
        return Source(path, "utf-8", has_lines=contract.format == "ndjson")
    encoding = contract.csv.encoding
    if not is_utf8(encoding) and splits_by_bytes(encoding):
        return Source(path, encoding)
    return Source(*readable(path, contract.csv, scratch))


def raw_texts(
    source: Source, contract: ObjectContract, places: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Give (record, line, text) for each (record, first physical line) of records that read, ascending.

    The text is what stands in the file: the lines of the record without the last line end, or its element. Raises
    RefusedFileError where the records of a page are not those that were read.
    """
    texts_at = {"json": _elements_at, "xml": _xml_at, "xlsx": xlsx_texts}.get(contract.format)
    if texts_at is not None:
        yield from texts_at(source.path, contract, places)
        return
    with mapped(source.path) as data:
        lexer = Lexer.of(data, contract.csv, source.encoding, newline_of(data))
        kept, walked = tee(places)
        offsets = offsets_of_lines(data, (line for _, line in walked))
        for (record, line), offset in zip(kept, offsets, strict=True):
            whole = contract.format == "csv"
            stop = lexer.record(offset).stop if whole else lexer.line_end(offset)
            raw = lexer.content(offset, stop).removeprefix(UTF8_BOM if line == 1 else b"")
            yield record, line, raw.decode(source.encoding, "backslashreplace")


def _elements_at(
    path: Path, contract: ObjectContract, places: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    text = ""
    walk: Iterator[Element] = iter(())
    for position, (number, line) in enumerate(places):
        if position == 0:
            # Most pages hold no bad record, and are not read again.
            text = path.read_bytes().decode("utf-8-sig")
            walk = elements(text, contract.record_path)
        element = _numbered(walk, number, line)
        yield number, line, text[element.start : element.stop]


def _xml_at(path: Path, contract: ObjectContract, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    walk = xml_records(path, contract)
    for number, line in places:
        yield number, line, xml_text(path, _numbered(walk, number, line))


def _numbered(walk: Iterator[_Placed], number: int, line: int) -> _Placed:
    found = next((element for element in walk if element.number == number), None)
    if found is None or found.line != line:
        raise RefusedFileError(
            f"record {number} does not begin on line {line} under the `record_path` there is now",
            "load the file again: `rapport run` does so after a change of its description",
        )
    return found
