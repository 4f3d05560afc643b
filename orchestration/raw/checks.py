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
from orchestration.raw.typed_text import connect, filled, literal, quoted, typed
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
    required = [column for column in present if column.name in contract.required]
    strict = [column for column in present if column.name in contract.strict]
    optional = [c for c in present if c not in (*required, *strict) and c.data_type != "text"]
    clock = [column for column in present if column.clock]
    rows = folder / ROWS
    # The macro gives null for an empty text too, so one condition a column finds both faults of a required one.
    guards = {c: f"{_read(c)} is null" for c in required} | {c: _fails(c) for c in strict}
    bad = " or ".join(guards.values()) or "false"
    with connect() as connection:
        faulty, checked = _summary(connection, rows, bad, optional, clock)
        if faulty:
            _quarantine(connection, rows, contract, bad=bad, guarded=[*guards], source=source, writer=writer)
            _, checked = _summary(connection, rows, "false", optional, clock)
        return checked


def _quarantine(
    connection: duckdb.DuckDBPyConnection,
    rows: Path,
    contract: ObjectContract,
    *,
    bad: str,
    guarded: list[Column],
    source: Source,
    writer: RowsWriter,
) -> None:
    faults = " ".join(
        ("" if c.name in contract.strict else f"when {filled(quoted(c.name), c)} is null then {2 * i} ")
        + f"when {_fails(c)} then {2 * i + 1}"
        for i, c in enumerate(guarded)
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
        rule, reason = _fault(guarded[number], bool(uncast))
        writer.reject(record, line, rule, reason, raw)
    kept = rows.with_suffix(".kept")
    connection.execute(
        f"copy (select * from {scan} where not ({bad})) to {literal(str(kept))} (format parquet, compression zstd)"
    )
    kept.replace(rows)


def _fault(column: Column, uncast: bool) -> tuple[str, str]:
    if uncast:
        how = f" ({', '.join(column.formats)})" if column.data_type in ("date", "timestamp") else ""
        rule, kind = ("strict_uncast", "strict") if column.strict else ("required_uncast", "required")
        return rule, f"{kind} column {column.name!r} does not read as {column.data_type}{how}"
    return "required_empty", f"required column {column.name!r} is empty, or a null token"


def _summary(
    connection: duckdb.DuckDBPyConnection, rows: Path, bad: str, optional: list[Column], clock: list[Column]
) -> tuple[int, Checked]:
    """Count the rows for which `bad` holds, and check the values of all."""
    parts = [f"count(*) filter (where {bad})"]
    for column in optional:
        fails = _fails(column)
        parts += [f"count(*) filter (where {fails})", f"min(_line) filter (where {fails})"]
    for column in clock:
        moment = f"cast({_read(column)} as timestamp)"
        parts.append(f"max({moment}) filter (where year({moment}) between 1 and 9999)")
    row = connection.execute(f"select {', '.join(parts)} from read_parquet({literal(str(rows))})").fetchone()
    faulty, *values = row or (0,)
    uncast = {
        column.name: Uncast(count=values[2 * i], first_line=values[2 * i + 1])
        for i, column in enumerate(optional)
        if values[2 * i]
    }
    moments = [moment.replace(tzinfo=UTC) for moment in values[2 * len(optional) :] if moment is not None]
    return faulty, Checked(uncast, max(moments, default=None))


def _read(column: Column) -> str:
    return typed(quoted(column.name), column)


def _fails(column: Column) -> str:
    return f"({_read(column)} is null and {filled(quoted(column.name), column)} is not null)"
