"""One record of a delimited file at a time, from its bytes.

Works on bytes because every encoding that reaches it (see encodings.py) keeps ASCII bytes apart; fields are
decoded by the caller, so that one bad byte costs one record.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from typing import NamedTuple

from orchestration.registry import CsvDialect

_LF, _CR, _CRLF = b"\n", b"\r", b"\r\n"


class Lexed(NamedTuple):
    """Fields of a record, where the next one starts, and the rule broken if it could not be read."""

    fields: list[bytes]
    stop: int
    fault: str | None


@dataclass(frozen=True)
class Lexer:
    """The declared dialect as bytes. `newline` ends a line; `end` is the offset where the data ends."""

    data: mmap.mmap | bytes
    delimiter: bytes
    quote: bytes
    escape: bytes
    newline: bytes
    end: int

    @classmethod
    def of(cls, data: mmap.mmap | bytes, dialect: CsvDialect, encoding: str, newline: bytes) -> Lexer:
        """Give the lexer of a dialect over mapped bytes in `encoding`."""
        quote, escape = dialect.quote.encode(encoding), dialect.escape.encode(encoding)
        return cls(
            data,
            dialect.delimiter.encode(encoding),
            quote,
            b"" if escape == quote else escape,
            newline,
            len(data),
        )

    def line_end(self, start: int) -> int:
        """Offset just after the physical line that begins at `start`."""
        found = self.data.find(self.newline, start, self.end)
        return self.end if found == -1 else found + 1

    def content(self, start: int, stop: int) -> bytes:
        """Give the bytes from `start` to `stop` without the line end that closes them."""
        raw = self.data[start:stop]
        if raw.endswith(self.newline):
            raw = raw[:-1]
        return raw[:-1] if self.newline == _LF and raw.endswith(_CR) else raw

    def record(self, start: int) -> Lexed:
        """Read the record that begins at `start`.

        A quote that does not close, or stands where none may, gives a fault that stops after the first
        physical line: one bad quote must not swallow what follows. A line is tried again from outside quotes
        only if the attempt before it began inside them, so reading stays linear: quotes of a line flip both
        readings, and only one of them can run on past its end.
        """
        stop = self.line_end(start)
        line = self.content(start, stop)
        plain = not self.quote or self.quote not in line
        if plain and (not self.escape or self.escape not in line):
            return Lexed(line.split(self.delimiter), stop, None)
        lexed = self._quoted_record(start)
        return lexed if lexed.fault is None else Lexed([], stop, lexed.fault)

    def _quoted_record(self, start: int) -> Lexed:
        fields: list[bytes] = []
        position, content_end = start, -1
        while True:
            if self.quote and self.data[position : position + len(self.quote)] == self.quote:
                found = self._quoted_field(position + len(self.quote))
                if found is None:
                    return Lexed([], position, "unclosed_quote")
            else:
                if position > content_end:
                    content_end = self._content_end(position)
                found = self._bare_field(position, content_end)
                if found is None:
                    return Lexed([], position, "stray_quote")
            value, position = found
            fields.append(value)
            if self.data[position : position + len(self.delimiter)] == self.delimiter:
                position += len(self.delimiter)
                continue
            after = self._after_line_end(position)
            return Lexed(fields, position, "stray_quote") if after is None else Lexed(fields, after, None)

    def _content_end(self, start: int) -> int:
        return start + len(self.content(start, self.line_end(start)))

    def _after_line_end(self, position: int) -> int | None:
        if position >= self.end:
            return self.end
        if self.data[position : position + 1] == self.newline:
            return position + 1
        if self.newline == _LF and self.data[position : position + 1] == _CR:
            if position + 1 == self.end:
                return self.end
            if self.data[position : position + 2] == _CRLF:
                return position + 2
        return None

    def _quoted_field(self, start: int) -> tuple[bytes, int] | None:
        """Value and offset after its closing quote; None where it never closes."""
        parts: list[bytes] = []
        width = len(self.quote)
        position, closing = start, -1
        while True:
            if position > closing:
                closing = self.data.find(self.quote, position, self.end)
            if closing == -1:
                return None
            escaping = self.data.find(self.escape, position, closing) if self.escape else -1
            if escaping != -1:
                position = self._unescape(parts, position, escaping)
                continue
            parts.append(self.data[position:closing])
            position = closing + width
            if self.data[position : position + width] != self.quote:
                return b"".join(parts), position
            parts.append(self.quote)
            position += width

    def _bare_field(self, start: int, content_end: int) -> tuple[bytes, int] | None:
        """Value and offset after it; None where a quote stands inside."""
        parts: list[bytes] = []
        position = start
        stop = -1
        while True:
            if position > stop:
                found = self.data.find(self.delimiter, position, content_end)
                stop = content_end if found == -1 else found
            escaping = self.data.find(self.escape, position, stop) if self.escape else -1
            piece_end = stop if escaping == -1 else escaping
            if self.quote and self.data.find(self.quote, position, piece_end) != -1:
                return None
            if escaping == -1:
                parts.append(self.data[position:stop])
                return b"".join(parts), stop
            position = self._unescape(parts, position, escaping)

    def _unescape(self, parts: list[bytes], position: int, escaping: int) -> int:
        """Add what stands up to an escape and what it escapes; before anything else an escape is data."""
        after = escaping + len(self.escape)
        for special in (self.quote, self.escape, self.delimiter):
            if special and self.data[after : after + len(special)] == special:
                parts += [self.data[position:escaping], special]
                return after + len(special)
        parts.append(self.data[position:after])
        return after
