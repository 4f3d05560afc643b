"""The contract held against the rows, in DuckDB: what must read, and what merely should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from orchestration.landing.read import raw_texts
from orchestration.landing.rows import ROWS, Reading, RowsWriter, Source
from orchestration.raw.receipts import Uncast
from orchestration.raw.typed_text import connect, literal, quoted, typed
from orchestration.raw.values import Value, values_of
from orchestration.registry import Column, ObjectContract

_FETCH = 10_000


@dataclass(frozen=True)
class Checked:
    """Optional values that do not read, by column, and the newest clock value (UTC) of the rows."""

    uncast: dict[str, Uncast]
    clock: datetime | None


def check_rows(folder: Path, contract: ObjectContract, reading: Reading, source: Source, writer: RowsWriter) -> Checked:
    """Move records without a readable key or required value from the rows in `folder` to `writer`'s rejects.

    The rows file must be finished. The values that stay are untouched text, readable or not.
    """
    present = [column for column in contract.columns if column.name in reading.present]
    values = [value for column in present for value in values_of(column, is_key=column.name in contract.key)]
    guards = [value for value in values if value.guard]
    optional = [value for value in values if not value.guard and value.fails]
    clock = [column for column in present if column.clock]
    rows = folder / ROWS
    bad = " or ".join(value.guard for value in guards) or "false"
    with connect() as connection:
        faulty, checked = _summary(connection, rows, bad, optional, clock)
        if faulty:
            _quarantine(connection, rows, contract, bad=bad, guards=guards, source=source, writer=writer)
            _, checked = _summary(connection, rows, "false", optional, clock)
        return checked


def _quarantine(
    connection: duckdb.DuckDBPyConnection,
    rows: Path,
    contract: ObjectContract,
    *,
    bad: str,
    guards: list[Value],
    source: Source,
    writer: RowsWriter,
) -> None:
    faults = " ".join(
        f"when {value.empty or 'false'} then {2 * i} when {value.fails or 'false'} then {2 * i + 1}"
        for i, value in enumerate(guards)
    )
    scan = f"read_parquet({literal(str(rows))})"
    found = connection.execute(f"select _record, _line, case {faults} end from {scan} where {bad} order by _record")
    faulty: dict[int, int] = {}

    def places() -> Iterator[tuple[int, int]]:
        while batch := found.fetchmany(_FETCH):
            for record, line, fault in batch:
                faulty[record] = fault
                yield record, line

    for record, line, raw in raw_texts(source, contract, places()):
        number, uncast = divmod(faulty.pop(record), 2)
        rule, reason = guards[number].fault(bool(uncast))
        writer.reject(record, line, rule, reason, raw)
    kept = rows.with_suffix(".kept")
    connection.execute(
        f"copy (select * from {scan} where not ({bad})) to {literal(str(kept))} (format parquet, compression zstd)"
    )
    kept.replace(rows)


def _summary(
    connection: duckdb.DuckDBPyConnection, rows: Path, bad: str, optional: list[Value], clock: list[Column]
) -> tuple[int, Checked]:
    """Count the rows for which `bad` holds, and check the values of all."""
    parts = [f"count(*) filter (where {bad})"]
    for value in optional:
        parts += [f"count(*) filter (where {value.fails})", f"min(_line) filter (where {value.fails})"]
    for column in clock:
        moment = f"cast({typed(quoted(column.name), column)} as timestamp)"
        parts.append(f"max({moment}) filter (where year({moment}) between 1 and 9999)")
    row = connection.execute(f"select {', '.join(parts)} from read_parquet({literal(str(rows))})").fetchone()
    faulty, *values = row or (0,)
    uncast = {
        value.name: Uncast(count=values[2 * i], first_line=values[2 * i + 1])
        for i, value in enumerate(optional)
        if values[2 * i]
    }
    moments = [moment.replace(tzinfo=UTC) for moment in values[2 * len(optional) :] if moment is not None]
    return faulty, Checked(uncast, max(moments, default=None))
