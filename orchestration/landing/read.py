"""One door to the readers, and to the raw text of a record that turns out bad after it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path

from orchestration.landing.csv_lexer import Lexer
from orchestration.landing.encodings import UTF8_BOM
from orchestration.landing.lines import mapped, newline_of, offsets_of_lines
from orchestration.landing.read_csv import read_csv
from orchestration.landing.read_json import Element, elements, page_text, read_json
from orchestration.landing.read_list import read_list
from orchestration.landing.read_ndjson import read_ndjson
from orchestration.landing.read_xml import read_xml, xml_records, xml_text
from orchestration.landing.rows import Reading, RowsWriter, Source
from orchestration.registry import ObjectContract


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
    read_elements = read_json if contract.format == "json" else read_xml
    return read_elements(path, contract, writer, scratch), Source(path, "utf-8", has_lines=False)


def raw_texts(
    source: Source, contract: ObjectContract, places: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Give (record, line, text) for each (record, first physical line) of records that read, ascending."""
    if contract.format in ("json", "xml"):
        texts_at = _elements_at if contract.format == "json" else _xml_at
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
    for position, (record, line) in enumerate(places):
        if position == 0:
            # Most pages hold no bad record, and are not read again.
            text = page_text(path)
            walk = elements(text, contract.record_path)
        element = next(element for element in walk if element.number == record)
        yield record, line, text[element.start : element.stop]


def _xml_at(path: Path, contract: ObjectContract, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    walk = xml_records(path, contract.record_path)
    for number, line in places:
        yield number, line, xml_text(path, next(record for record in walk if record.number == number))
