"""Citations of lake entries without a trace: rows of them as if each were behind some cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.lineage.trace.answer import CITED
from orchestration.lineage.trace.citations import QUOTED, cited_files, located, told
from orchestration.raw.lake import Entry
from orchestration.registry import Registry


def cite(entries: Iterable[Entry], every: int = 1) -> pa.Table:
    """Every so many loaded rows of entries."""
    rows = [
        (entry.system, entry.instance, entry.object, entry.file_id, record, "value", "")
        for entry in entries
        for record in loaded(entry)["_record"].to_pylist()[::every]
    ]
    return pa.Table.from_pylist([dict(zip(CITED.names, row, strict=True)) for row in rows], CITED)


def loaded(entry: Entry) -> pa.Table:
    """The rows of an entry, as the models see them."""
    return pq.read_table(entry.path / "rows.parquet")


def manifest(entries: Iterable[Entry]) -> dict[str, Any]:
    return {"release": "the-release", "inputs": [entry.describe() for entry in entries], "reference": []}


def quoted_rows(entries: list[Entry], registry: Registry, every: int = 1) -> list[dict[str, Any]]:
    cited = cite(entries, every)
    lake = entries[0].path.parents[4]
    files = cited_files(cited, manifest(entries), lake)
    rows = located(cited, files, "the-release")
    return pa.Table.from_batches(told(rows, files, registry), QUOTED).to_pylist()
