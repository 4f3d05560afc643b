"""Where readers put what they read: `rows.parquet` and `rejects.parquet` of one lake entry."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Int64s = npt.NDArray[np.int64]

ROWS, REJECTS = "rows.parquet", "rejects.parquet"
REJECT_SCHEMA = pa.schema(
    [
        ("_record", pa.int64()),
        ("line", pa.int64()),
        ("rule", pa.string()),
        ("reason", pa.string()),
        ("raw", pa.string()),
    ]
)
LOADER_FIELDS = [
    ("_instance", pa.string()),
    ("_file_id", pa.string()),
    ("_record", pa.int64()),
    ("_line", pa.int64()),
]
_PLACES = ["_record", "_line"]
_REJECTS_HELD = 10_000


@dataclass(frozen=True)
class LineCounts:
    """Physical lines of a line format by what they belong to; all zero for a JSON page."""

    preamble: int = 0
    header: int = 0
    blank: int = 0
    footer: int = 0
    record: int = 0
    other: int = 0
    """Lines of rows that are other objects'."""

    @property
    def total(self) -> int:
        """All lines accounted for."""
        return self.preamble + self.header + self.blank + self.footer + self.record + self.other


@dataclass(frozen=True)
class Notice:
    """Something that a reader of the figures should know of a loaded file, without its values.

    `what` is the same for all files with the same fault; count: values concerned; line: the first one's.
    """

    what: str
    count: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        counted = self.what if self.count is None else f"{self.count} {self.what}"
        return counted if self.line is None else f"line {self.line}: {counted}"


@dataclass(frozen=True)
class Reading:
    """What a reader found in one file. `records` counts the quarantined ones too."""

    records: int
    lines: LineCounts
    unknown: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    envelope: str | None = None
    """The extraction time's text as the page's envelope gives it."""
    is_last: bool | None = None
    """Whether the page says that no other follows it; None where it says nothing."""
    notices: tuple[Notice, ...] = ()
    physical: int | None = None
    """Of a workbook, whose lines are the rows of its sheet, their number counted apart; None of other formats."""


@dataclass(frozen=True)
class Source:
    """The bytes a reader went through. `encoding` is theirs; a page's elements are counted, not its lines."""

    path: Path
    encoding: str
    has_lines: bool = True


def owners_only(path: Path) -> int:
    """Open a file for writing that its owner alone may read, for raw text; return its descriptor."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


@dataclass
class RowsWriter:
    """Writes the rows and rejects of one payload into `directory`; use it as a context manager.

    Rows come in batches of text columns; the loader's own columns are added here. Rejects hold raw text, so
    their file is readable by its owner alone.
    """

    directory: Path
    instance: str
    file_id: str
    secret: frozenset[str] = frozenset()
    """Columns whose values are not kept."""
    withheld: Counter[str] = field(default_factory=Counter)
    """Values of secret columns that were left out, by column."""
    by_rule: Counter[str] = field(default_factory=Counter)
    # Compressing takes as long as parsing, and neither holds the interpreter: one batch is written while the
    # next is read.
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _writing: Future[None] | None = None
    _rows: Any = None
    _schema: Any = None
    _rejects: Any = None
    _held: list[tuple[int | None, int, str, str, str]] = field(default_factory=list)

    def __enter__(self) -> RowsWriter:
        os.close(owners_only(self.directory / REJECTS))
        self._rejects = pq.ParquetWriter(self.directory / REJECTS, REJECT_SCHEMA, compression="zstd")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish_rows()
        self._flush()
        self._rejects.close()
        self._pool.shutdown()

    def finish_rows(self) -> None:
        """Close the rows file, so that it can be read; rejects may still come."""
        self._wait()
        if self._rows is not None:
            self._rows.close()
            self._rows = None

    def start(self, names: Sequence[str]) -> None:
        """Begin (or begin again) the rows file with these text columns."""
        self.finish_rows()
        self._schema = pa.schema([*((name, pa.string()) for name in names), *LOADER_FIELDS])
        self._rows = pq.ParquetWriter(self.directory / ROWS, self._schema, compression="zstd", write_statistics=_PLACES)

    def write(self, columns: Sequence[Any], records: Int64s, lines: Int64s) -> None:
        """Add a batch: text arrays in the order of `start`, with record numbers and first physical lines."""
        if len(records) == 0:
            return
        count = len(records)
        arrays = [
            *(self._kept(name, column) for name, column in zip(self._schema.names, columns, strict=False)),
            pa.repeat(pa.scalar(self.instance, pa.string()), count),
            pa.repeat(pa.scalar(self.file_id, pa.string()), count),
            pa.array(records, pa.int64()),
            pa.array(lines, pa.int64()),
        ]
        table = pa.Table.from_arrays(arrays, schema=self._schema)
        self._wait()
        self._writing = self._pool.submit(self._rows.write_table, table)

    def _kept(self, name: str, column: Any) -> Any:
        if name not in self.secret:
            return column
        self.withheld[name] += pc.sum(pc.not_equal(column, "")).as_py() or 0
        return pa.nulls(len(column), pa.string())

    def _wait(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()

    def reject(self, record: int | None, line: int, rule: str, reason: str, raw: str) -> None:
        """Quarantine one record: its number, first physical line, the rule it broke, why, and its text."""
        self.by_rule[rule] += 1
        self._held.append((record, line, rule, reason, raw))
        if len(self._held) >= _REJECTS_HELD:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            columns = zip(*self._held, strict=True)
            arrays = [pa.array(list(column), kind.type) for column, kind in zip(columns, REJECT_SCHEMA, strict=True)]
            self._rejects.write_table(pa.Table.from_arrays(arrays, schema=REJECT_SCHEMA))
            self._held.clear()
