"""Files that grow record by record: text, CSV, JSON pages. Each keeps a small buffer and no open file.

So a thousand of them may grow side by side, as daily exports of many objects do, and memory stays flat in scale.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

_BUFFER_CHARACTERS = 128 * 1024


@dataclass(slots=True)
class Tally:
    """Records and bytes written so far, shared by all files of a simulation."""

    rows: int = 0
    size: int = 0


class TextFile:
    """A text file of one record a line. `written_at` becomes its time of change."""

    def __init__(
        self,
        path: Path,
        tally: Tally,
        written_at: datetime,
        encoding: str = "utf-8",
        head: str = "",
        tail: str = "",
    ) -> None:
        """Start the file with `head`, to end with `tail`; nothing is on disk until the buffer is full or closed."""
        self.path = path
        self._tally = tally
        self._written_at = written_at.timestamp()
        self._encoding = encoding
        self._tail = tail
        self._buffer = io.StringIO(newline="")
        self._buffer.write(head)
        path.parent.mkdir(parents=True, exist_ok=True)

    def write(self, text: str) -> None:
        """Add one record, line end included."""
        self._tally.rows += 1
        self.add(text)

    def add(self, text: str) -> None:
        """Add text that is no record, such as a line of dashes."""
        if self._buffer.write(text) and self._buffer.tell() > _BUFFER_CHARACTERS:
            self._flush()

    def close(self) -> None:
        """End the file."""
        self._buffer.write(self._tail)
        self._flush()
        os.utime(self.path, (self._written_at, self._written_at))

    def _flush(self) -> None:
        # As such exports do, a letter that the encoding does not have becomes a question mark.
        data = self._buffer.getvalue().encode(self._encoding, errors="replace")
        self._tally.size += len(data)
        with self.path.open("ab") as file:
            file.write(data)
        self._buffer = io.StringIO(newline="")


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """How a system writes CSV."""

    delimiter: str = ","
    quoting: int = csv.QUOTE_MINIMAL
    line_end: str = "\n"
    encoding: str = "utf-8"


ALL_QUOTED = CsvDialect(quoting=csv.QUOTE_ALL)


class CsvPages:
    """CSV records in pages of at most `rows_a_page`, each with the header; `place(n)` is the path of page n from 1.

    With `on_repeat`, a page begins with a copy of the last record of the page before, as overlapping exports do, and
    `on_repeat` is called with that record. `header_of(n)` may name the columns otherwise on some page.
    """

    def __init__(
        self,
        place: Callable[[int], Path],
        header: Sequence[str],
        tally: Tally,
        written_at: datetime,
        dialect: CsvDialect = ALL_QUOTED,
        rows_a_page: int | None = None,
        on_repeat: Callable[[Sequence[Any]], None] | None = None,
        header_of: Callable[[int], Sequence[str]] | None = None,
    ) -> None:
        """Start the first page: an object without records is a file with a header alone."""
        self._place, self._header, self._tally, self._written_at = place, header, tally, written_at
        self._dialect, self._rows_a_page, self._on_repeat = dialect, rows_a_page, on_repeat
        self._header_of = header_of
        self._page = 0
        self._last: Sequence[Any] | None = None
        self._turn()

    @property
    def path(self) -> Path:
        """The page that the newest record is on."""
        return self._file.path

    @property
    def page(self) -> int:
        """Number of that page, from 1."""
        return self._page

    def write(self, values: Sequence[str | int | None]) -> None:
        """Add one record; None is an empty value."""
        if self._rows_a_page and self._rows >= self._rows_a_page:
            self._file.close()
            self._turn()
            if self._on_repeat and self._last is not None:
                self._put(self._last)
                self._on_repeat(self._last)
        self._put(values)
        self._last = values

    def close(self) -> None:
        """End the last page."""
        self._file.close()

    def _turn(self) -> None:
        self._page += 1
        self._rows = 0
        self._file = TextFile(self._place(self._page), self._tally, self._written_at, self._dialect.encoding)
        header = self._header_of(self._page) if self._header_of else self._header
        self._row = csv.writer(
            _Lines(self._file.add),
            delimiter=self._dialect.delimiter,
            quoting=self._dialect.quoting,  # type: ignore[arg-type]
            lineterminator=self._dialect.line_end,
        )
        self._row.writerow(header)

    def _put(self, values: Sequence[Any]) -> None:
        self._row.writerow(values)
        self._rows += 1
        self._tally.rows += 1


class _Lines:
    """What the csv module writes to."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.write = write


@dataclass(frozen=True, slots=True)
class Page:
    """A page of JSON records on its way to disk: `records` are their bytes, `last` is the last one itself."""

    number: int
    records: list[bytes]
    last: Mapping[str, Any] | None
    is_last: bool


Envelope = Callable[[Page], tuple[str, str]]
"""What stands before and after the records of a page; the brackets of the list belong to it."""


def bare_array(_page: Page) -> tuple[str, str]:
    """No envelope: a page is a list."""
    return "[", "]\n"


class JsonPages:
    """JSON records in pages of at most `rows_a_page`; `place(n)` is the path of page n from 1.

    With `on_repeat`, a page begins with a copy of the last record of the page before, and `on_repeat` is called with
    that record. An object without records is one page with an empty list.
    """

    def __init__(
        self,
        place: Callable[[int], Path],
        envelope: Envelope,
        tally: Tally,
        written_at: datetime,
        rows_a_page: int,
        on_repeat: Callable[[Mapping[str, Any]], None] | None = None,
    ) -> None:
        """Start the first page in memory."""
        self._place, self._envelope, self._tally, self._written_at = place, envelope, tally, written_at
        self._rows_a_page, self._on_repeat = rows_a_page, on_repeat
        self._page = 1
        self._records: list[bytes] = []
        self._last: Mapping[str, Any] | None = None
        self._is_closed = False

    @property
    def path(self) -> Path:
        """The page that the newest record is on."""
        return self._place(self._page)

    def write(self, record: Mapping[str, Any]) -> None:
        """Add one record."""
        if len(self._records) >= self._rows_a_page:
            self._store(is_last=False)
            if self._on_repeat and self._last is not None:
                self._records = [self._records[-1]]
                self._on_repeat(self._last)
            else:
                self._records = []
        self._records.append(orjson.dumps(record))
        self._last = record

    def close(self) -> None:
        """Write the last page."""
        if not self._is_closed:
            self._store(is_last=True)
            self._is_closed = True

    def _store(self, is_last: bool) -> None:
        page = Page(self._page, self._records, self._last, is_last)
        head, tail = self._envelope(page)
        data = head.encode() + b",\n".join(self._records) + tail.encode()
        path = self._place(self._page)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (self._written_at.timestamp(), self._written_at.timestamp()))
        self._tally.rows += len(self._records)
        self._tally.size += len(data)
        self._page += 0 if is_last else 1
