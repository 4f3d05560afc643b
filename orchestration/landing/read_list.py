"""Screen lists saved as text, as SAP downloads them: `|` between columns, lines of dashes around head and foot."""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from orchestration.errors import RefusedFileError
from orchestration.landing.batch import Batch
from orchestration.landing.columns import plan_columns
from orchestration.landing.csv_lexer import Lexer
from orchestration.landing.encodings import UTF8_BOM, likely_encoding
from orchestration.landing.lines import mapped, newline_of
from orchestration.landing.read_csv import readable
from orchestration.landing.rows import LineCounts, Reading, RowsWriter, Source
from orchestration.registry import CsvDialect, ObjectContract

_BAR = "|"
_EMPTY = re.compile(rb"\s*-*\s*\Z")
_SHORTEST = 2


@dataclass(frozen=True)
class ListHeader:
    """The line of column names: where its bars stand says where a value ends that holds a bar itself."""

    names: tuple[str, ...]
    text: str
    line: int
    stop: int
    """Offset of the line after it."""
    blank: int
    """Lines before it that are blank or dashes."""


def read_list(path: Path, contract: ObjectContract, writer: RowsWriter, scratch: Path) -> tuple[Reading, Source]:
    """Read a list into `writer`; `scratch` is a directory for a copy in UTF-8 where one is needed.

    Values lose the blanks that fill their columns. A line of dashes counts as blank, what stands before the header as
    preamble, and any other line that is no row of the list goes to quarantine.
    Raises RefusedFileError where there is no header, or it does not hold.
    """
    source, encoding = readable(path, contract.csv, scratch)
    with mapped(source) as data:
        header = list_header(data, contract.csv, encoding)
        if header is None:
            raise RefusedFileError(
                "the file has no line of column names that begins with `|`",
                "download the list as text, not converted, with its header",
            )
        plan = plan_columns(header.names, contract, header.line)
        writer.start(plan.names)
        records, lines = _read_rows(data, contract.csv, encoding, header, writer)
    return Reading(records, lines, plan.unknown, plan.absent, plan.names), Source(source, encoding)


def list_header(data: mmap.mmap | bytes, dialect: CsvDialect, encoding: str) -> ListHeader | None:
    """Find the first line that begins with a bar after the declared preamble; None where there is none.

    Raises RefusedFileError where it does not read.
    """
    lexer = Lexer.of(data, dialect, encoding, newline_of(data))
    position = len(UTF8_BOM) if data[: len(UTF8_BOM)] == UTF8_BOM else 0
    line, blank = 1, 0
    while position < lexer.end:
        stop = lexer.line_end(position)
        content = lexer.content(position, stop)
        if line > dialect.preamble_lines and content.startswith(_BAR.encode()):
            text = _header_text(content, encoding, line)
            return ListHeader(tuple(map(str.strip, _cells(text) or ())), text, line, stop, blank)
        blank += line > dialect.preamble_lines and bool(_EMPTY.match(content))
        position, line = stop, line + 1
    return None


def _header_text(content: bytes, encoding: str, line: int) -> str:
    try:
        text = content.decode(encoding).rstrip()
    except UnicodeDecodeError as error:
        raise RefusedFileError(
            f"the header is not {encoding}",
            f"declare the file's encoding in the csv dialect; {likely_encoding(content, encoding)} would read it",
            line,
        ) from error
    if "\0" in text:
        raise RefusedFileError("the header holds a NUL byte", "download the list again, as text", line)
    return text


def _read_rows(
    data: mmap.mmap, dialect: CsvDialect, encoding: str, header: ListHeader, writer: RowsWriter
) -> tuple[int, LineCounts]:
    lexer = Lexer.of(data, dialect, encoding, newline_of(data))
    footer = re.compile(dialect.footer) if dialect.footer else None
    batch = Batch(writer)
    records, headers, blank, footers = 0, 1, header.blank, 0
    position, line = header.stop, header.line
    while position < lexer.end:
        stop, line = lexer.line_end(position), line + 1
        content = lexer.content(position, stop)
        shown = content.decode(encoding, "backslashreplace")
        position = stop
        if footers or (footer and footer.match(shown)):
            footers += 1
        elif _EMPTY.match(content):
            blank += 1
        elif shown.rstrip() == header.text:
            headers += 1
        else:
            records += 1
            values, rule, reason = _judge(content, encoding, header)
            if rule is None:
                batch.add(values, records, line)
            else:
                writer.reject(records, line, rule, reason, shown)
    batch.flush()
    return records, LineCounts(header.line - 1 - header.blank, headers, blank, footers, records)


def _judge(content: bytes, encoding: str, header: ListHeader) -> tuple[list[str], str | None, str]:
    """Give the values of a row, or the rule that the line breaks and why."""
    if b"\0" in content:
        return [], "nul_byte", "the row holds a NUL byte; download the list again, as text"
    try:
        text = content.decode(encoding).rstrip()
    except UnicodeDecodeError:
        likely = likely_encoding(content, encoding)
        return [], "encoding", f"the row is not {encoding}; {likely} would read it: declare the file's encoding"
    cells = _cells(text)
    if cells is None:
        return [], "not_a_row", "the line does not begin and end with `|`, and is no declared footer"
    if len(cells) != len(header.names):
        cut = _cut(text, header.text)
        if cut is None:
            return [], "ragged", f"{len(cells)} fields where the header has {len(header.names)}"
        cells = cut
    return [cell.strip() for cell in cells], None, ""


def _cells(text: str) -> list[str] | None:
    is_row = len(text) >= _SHORTEST and text[0] == text[-1] == _BAR
    return text[1:-1].split(_BAR) if is_row else None


def _cut(text: str, header: str) -> list[str] | None:
    """Cut a row in which a value holds a bar where the header has its bars; None where it has others there."""
    bars = [place for place, character in enumerate(header) if character == _BAR]
    if len(text) != len(header) or any(text[place] != _BAR for place in bars):
        return None
    return [text[start + 1 : stop] for start, stop in pairwise(bars)]
