"""One view per object over the committed files that are known: all that the models read of the lake."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.landing.rows import LOADER_FIELDS, ROWS
from orchestration.raw.lake import Entry, committed, raw_root
from orchestration.raw.typed_text import literal, quoted
from orchestration.registry import ObjectContract, Registry

_FILES = """
create or replace table raw.files (
    system varchar, instance varchar, object varchar, file_id varchar, file_name varchar, extracted_at
    timestamp, records bigint, loaded bigint, quarantined bigint, lines bigint, bytes bigint, is_current
    boolean
)
"""


def register(
    con: duckdb.DuckDBPyConnection,
    lake: Path,
    registry: Registry,
    as_of: datetime | None,
    reference: Collection[str] | None = None,
) -> list[Entry]:
    """Create `raw.files` and one view `raw.<system>__<object>` an object; return the entries.

    A view reads the files with a delivery extracted at or before `as_of` (aware; None: all); of a snapshot
    object only the current ones, so that rows of an older snapshot are not in it. Every column of the
    contract is there as text, whether or not a file has it, then the loader's own, columns that the contract
    does not know, and _extracted_at (naive UTC). The same lake gives the same SQL. Of the system `reference`
    only the files of these ids count, where they are given: a default that the company replaced is in the
    lake, and not in force.
    """
    entries = [
        entry
        for entry in committed(lake, as_of)
        if entry.system != "reference" or reference is None or entry.file_id in reference
    ]
    con.execute("create schema if not exists raw")
    _write_files(con, entries)
    for system in sorted(registry):
        for contract in registry[system].objects:
            current = [e for e in entries if e.is_current and (e.system, e.object) == (system, contract.name)]
            con.execute(_view_sql(contract, _contract_file(lake, contract), current))
    return entries


def _view_sql(contract: ObjectContract, typed_empty: Path, entries: list[Entry]) -> str:
    paths = [typed_empty, *(entry.path / ROWS for entry in entries)]
    files = ", ".join(literal(str(path.absolute())) for path in paths)
    return (
        f"create or replace view raw.{quoted(contract.view)} as\n"
        "select r.*, f.extracted_at as _extracted_at\n"
        f"from read_parquet([{files}], union_by_name = true) as r\n"
        "join raw.files as f\n"
        f"  on f.system = {literal(contract.system)} and f.object = {literal(contract.name)}\n"
        "  and f.instance = r._instance and f.file_id = r._file_id"
    )


def _contract_file(lake: Path, contract: ObjectContract) -> Path:
    """Give a file of no rows with the contract's columns, written where it is missing or says otherwise."""
    path = raw_root(lake) / ".contracts" / f"{contract.view}.parquet"
    schema = pa.schema([*((column.name, pa.string()) for column in contract.columns), *LOADER_FIELDS])
    if not path.exists() or not pq.read_schema(path).equals(schema):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".tmp")
        pq.write_table(schema.empty_table(), aside)
        aside.replace(path)
    return path


def _write_files(con: duckdb.DuckDBPyConnection, entries: list[Entry]) -> None:
    con.execute(_FILES)
    rows = [
        (
            entry.system,
            entry.instance,
            entry.object,
            entry.file_id,
            entry.receipt.file,
            entry.extracted_at.astimezone(UTC).replace(tzinfo=None) if entry.extracted_at else None,
            entry.receipt.records,
            entry.receipt.loaded,
            entry.receipt.quarantined,
            entry.receipt.lines.physical,
            entry.receipt.bytes,
            entry.is_current,
        )
        for entry in entries
    ]
    if rows:
        con.executemany(f"insert into raw.files values ({', '.join('?' * len(rows[0]))})", rows)
