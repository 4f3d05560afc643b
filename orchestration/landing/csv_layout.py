"""What stands before the data of a delimited file: preamble, blank lines and the header."""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass

from orchestration.errors import RefusedFileError
from orchestration.landing.columns import ColumnPlan, plan_columns
from orchestration.landing.csv_lexer import Lexer
from orchestration.landing.encodings import UTF8_BOM, likely_encoding
from orchestration.landing.lines import newline_of
from orchestration.registry import CsvDialect, ObjectContract

_SEPARATOR = re.compile(rb'"?sep=.?"?\Z', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """The header and where the data begins: `data_start` is a byte offset, `data_line` its line.

    preamble, blank: lines before the header; header_span: lines of it.
    """

    header: tuple[str, ...]
    header_line: int
    header_span: int
    preamble: int
    blank: int
    data_start: int
    data_line: int


def lay_out(lexer: Lexer, dialect: CsvDialect, encoding: str) -> Layout:
    """Find the header. Raises RefusedFileError where there is none or it does not read."""
    data = lexer.data
    position, preamble = after_preamble(lexer, dialect)
    line, blank = preamble + 1, 0
    while position < lexer.end and not lexer.content(position, lexer.line_end(position)):
        position, line, blank = lexer.line_end(position), line + 1, blank + 1
    if position >= lexer.end:
        raise RefusedFileError(
            "the file has no header line",
            f"export it with its header, after the {dialect.preamble_lines} preamble lines that are declared",
            line,
        )
    lexed = lexer.record(position)
    raw = data[position : lexed.stop]
    if lexed.fault:
        raise RefusedFileError(
            f"the header has a quote out of place ({lexed.fault})",
            "mend the header or the declared quote",
            line,
        )
    if b"\0" in raw:
        raise RefusedFileError("the header holds a NUL byte", "export the file again, as text", line)
    try:
        header = trimmed([field.decode(encoding) for field in lexed.fields], 0)
    except UnicodeDecodeError as error:
        raise RefusedFileError(
            f"the header is not {encoding}",
            f"declare the file's encoding in the csv dialect; {likely_encoding(raw, encoding)} would read it",
            line,
        ) from error
    span = raw.count(lexer.newline) + (not raw.endswith(lexer.newline))
    return Layout(tuple(header), line, span, preamble, blank, lexed.stop, line + span)


def after_preamble(lexer: Lexer, dialect: CsvDialect) -> tuple[int, int]:
    """Offset after what stands before the header, and its number of lines: those declared, and Excel's `sep=` line."""
    position, line = (len(UTF8_BOM) if lexer.data[: len(UTF8_BOM)] == UTF8_BOM else 0), 0
    while position < lexer.end:
        stop = lexer.line_end(position)
        if line >= dialect.preamble_lines and (line or not _SEPARATOR.match(lexer.content(position, stop))):
            break
        position, line = stop, line + 1
    return position, line


def trimmed(values: list[str], width: int) -> list[str]:
    """Leave out empty values at the end beyond `width`: a spreadsheet pads its lines with them."""
    while len(values) > width and not values[-1].strip():
        values.pop()
    return values


def header_of(data: mmap.mmap | bytes, dialect: CsvDialect, encoding: str) -> Layout:
    """Give the layout of mapped bytes, for a reader that needs no lexer afterwards."""
    return lay_out(Lexer.of(data, dialect, encoding, newline_of(data)), dialect, encoding)


def plan_of(layout: Layout, contract: ObjectContract) -> ColumnPlan:
    """Give the columns of a laid out file. Raises RefusedFileError as plan_columns does."""
    return plan_columns(layout.header, contract, layout.header_line)
