"""The precise way through a delimited file: record by record, each bad one named and left out alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from orchestration.landing.batch import Batch
from orchestration.landing.csv_layout import lay_out, plan_of, trimmed
from orchestration.landing.csv_lexer import Lexer
from orchestration.landing.csv_types import lay_out_type
from orchestration.landing.encodings import likely_encoding
from orchestration.landing.lines import mapped, newline_of
from orchestration.landing.rows import LineCounts, Reading, RowsWriter
from orchestration.registry import CsvDialect, ObjectContract

_QUOTE_REASONS = {
    "unclosed_quote": "a quote opens here and never closes; reading went on with the next line",
    "stray_quote": "a quote stands inside a value, or text after its end; reading went on with the next line",
}

_OTHER = "other"


def read_precise(path: Path, contract: ObjectContract, encoding: str, writer: RowsWriter) -> Reading:
    """Read every record of `path`, whose bytes are in `encoding`, into `writer`.

    Raises RefusedFileError where the header does not hold. Time is linear in the size of the file.
    """
    dialect = contract.csv
    footer = re.compile(dialect.footer) if dialect.footer else None
    with mapped(path) as data:
        lexer = Lexer.of(data, dialect, encoding, newline_of(data))
        if dialect.row_type is None:
            layout, marker = lay_out(lexer, dialect, encoding), None
        else:
            layout, marker = lay_out_type(lexer, contract, encoding)
        judge = _Judge(dialect, encoding, list(layout.header), marker)
        plan = plan_of(layout, contract)
        writer.start(plan.names)
        batch = Batch(writer)
        headers, blank, spanned, records, other = layout.header_span, layout.blank, 0, 0, 0
        position, line = layout.data_start, layout.data_line
        footer_lines = 0
        while position < lexer.end:
            fields, stop, fault = lexer.record(position)
            raw = data[position:stop]
            span = raw.count(lexer.newline) + (not raw.endswith(lexer.newline))
            content = lexer.content(position, stop)
            if not content:
                blank += 1
            elif footer and footer.match(_shown(content, encoding)):
                footer_lines = _lines_from(lexer, position)
                break
            else:
                values, rule, reason = judge.judge(fields, fault, content)
                if rule is None and values == judge.header:
                    headers += span
                elif rule == _OTHER:
                    other += span
                else:
                    records, spanned = records + 1, spanned + span
                    if rule is None:
                        batch.add(values, records, line)
                    else:
                        writer.reject(records, line, rule, reason, _shown(content, encoding))
            position, line = stop, line + span
        batch.flush()
    return Reading(
        records=records,
        lines=LineCounts(layout.preamble, headers, blank, footer_lines, spanned, other),
        unknown=plan.unknown,
        absent=plan.absent,
        present=plan.names,
    )


@dataclass(frozen=True)
class _Judge:
    """What lines are held against. marker: what begins the headers of a file with rows of several types."""

    dialect: CsvDialect
    encoding: str
    header: list[str]
    marker: str | None

    def judge(self, fields: list[bytes], fault: str | None, content: bytes) -> tuple[list[str], str | None, str]:
        """Give the decoded values, or the rule that the record breaks and why; _OTHER where it is another object's."""
        if fault is not None:
            return [], fault, _QUOTE_REASONS[fault]
        if b"\0" in content:
            return [], "nul_byte", "the record holds a NUL byte; export the file again, as text"
        try:
            values = [field.decode(self.encoding) for field in fields]
        except UnicodeDecodeError:
            likely = likely_encoding(content, self.encoding)
            return (
                [],
                "encoding",
                f"the record is not {self.encoding}; {likely} would read it: declare the file's encoding",
            )
        return self._of_type(values) if self.marker is not None else self._of_width(values)

    def _of_type(self, values: list[str]) -> tuple[list[str], str | None, str]:
        first, *values = values
        if first == self.dialect.row_type or trimmed(values, len(self.header)) == self.header:
            return self._of_width(values)
        if first in (*self.dialect.other_row_types, self.marker):
            return [], _OTHER, ""
        return [], "unknown_row_type", "the first column holds no declared type: add it to `other_row_types`"

    def _of_width(self, values: list[str]) -> tuple[list[str], str | None, str]:
        width = len(self.header)
        if len(trimmed(values, width)) != width:
            return [], "ragged", f"{len(values)} fields where the header has {width}"
        return values, None, ""


def _shown(content: bytes, encoding: str) -> str:
    return content.decode(encoding, "backslashreplace")


def _lines_from(lexer: Lexer, position: int) -> int:
    rest = lexer.data[position : lexer.end]
    return rest.count(lexer.newline) + (not rest.endswith(lexer.newline))
