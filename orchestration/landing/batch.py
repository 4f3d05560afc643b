"""Good records on their way to the writer, some ten thousand at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from orchestration.landing.rows import RowsWriter

_SIZE = 65_536


class Batch:
    """Gathers records of the columns that the writer was started with."""

    def __init__(self, writer: RowsWriter) -> None:
        self._writer = writer
        self._values: list[Sequence[str | None]] = []
        self._records: list[int] = []
        self._lines: list[int] = []

    def add(self, values: Sequence[str | None], record: int, line: int) -> None:
        """Take a record with its number and first physical line."""
        self._values.append(values)
        self._records.append(record)
        self._lines.append(line)
        if len(self._values) >= _SIZE:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered."""
        columns = [pa.array(list(column), pa.string()) for column in zip(*self._values, strict=True)]
        self._writer.write(columns, np.array(self._records, np.int64), np.array(self._lines, np.int64))
        self._values, self._records, self._lines = [], [], []
