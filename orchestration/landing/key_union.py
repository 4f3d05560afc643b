"""Records that name their own columns: the file's columns are all keys seen, known only at its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from orchestration.landing.columns import ColumnPlan, plan_columns
from orchestration.landing.json_text import text_of
from orchestration.landing.rows import RowsWriter
from orchestration.registry import ObjectContract

_BATCH = 50_000


class KeyUnion:
    """Holds records in `scratch`, one Arrow file a batch, until `finish` knows every key."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._keys: dict[str, None] = {}
        self._held: list[dict[str, Any]] = []
        self._records: list[int] = []
        self._lines: list[int] = []
        self._parts: list[Path] = []

    def add(self, record: dict[str, Any], number: int, line: int) -> None:
        """Take a record with its number and first physical line."""
        self._held.append(record)
        self._records.append(number)
        self._lines.append(line)
        if len(self._held) >= _BATCH:
            self._spill()

    def finish(self, contract: ObjectContract, writer: RowsWriter) -> ColumnPlan:
        """Write all records to `writer`, absent keys as null.

        Raises RefusedFileError where a required column is in no record. A file without a record has no
        columns.
        """
        self._spill()
        keys = list(self._keys)
        if self._parts:
            plan = plan_columns(keys, contract, None)
        else:
            plan = ColumnPlan((), (), tuple(column.name for column in contract.columns))
        writer.start(plan.names)
        for part in self._parts:
            with pa.ipc.open_file(part) as file:
                table = file.read_all()
            # By position: keys may be any text, and only the loader's own two columns come last.
            count = table.num_columns - 2
            absent = pa.nulls(len(table), pa.string())
            columns = [table.column(i) if i < count else absent for i in range(len(keys))]
            writer.write(columns, table.column(count).to_numpy(), table.column(count + 1).to_numpy())
            part.unlink()
        return plan

    def _spill(self) -> None:
        if not self._held:
            return
        for record in self._held:
            self._keys.update(dict.fromkeys(record))
        columns = [pa.array([text_of(record.get(key)) for record in self._held], pa.string()) for key in self._keys]
        arrays = [*columns, pa.array(np.array(self._records)), pa.array(np.array(self._lines))]
        batch = pa.RecordBatch.from_arrays(arrays, names=[str(i) for i in range(len(arrays))])
        part = self._scratch / f"part-{len(self._parts)}.arrow"
        with pa.ipc.new_file(part, batch.schema) as file:
            file.write_batch(batch)
        self._parts.append(part)
        self._held, self._records, self._lines = [], [], []
