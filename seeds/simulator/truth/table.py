"""The rows of fct_kpi_values, and their Parquet file (KPIS.md, section 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from seeds.simulator.truth.figures import Figure
from seeds.simulator.truth.kpis import Kpi
from seeds.simulator.truth.targets import Targets, status
from seeds.simulator.world.company import REPORTING_CURRENCY

_NUMBER = pa.decimal128(28, 6)
SCHEMA = pa.schema(
    [
        ("kpi_id", pa.string()),
        ("entity_type", pa.string()),
        ("entity_id", pa.string()),
        ("slice_type", pa.string()),
        ("slice_value", pa.string()),
        ("period_grain", pa.string()),
        ("period_start", pa.date32()),
        ("numerator", _NUMBER),
        ("denominator", _NUMBER),
        ("value", _NUMBER),
        ("unit", pa.string()),
        ("currency", pa.string()),
        ("sample_size", pa.int64()),
        ("open_count", pa.int64()),
        ("is_low_sample", pa.bool_()),
        ("target", _NUMBER),
        ("status", pa.string()),
        ("is_complete_period", pa.bool_()),
        ("is_final", pa.bool_()),
        ("data_through", pa.timestamp("us")),
    ]
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of fct_kpi_values. `data_through` is a naive UTC time, as the column has it."""

    kpi_id: str
    entity_type: str
    entity_id: str
    slice_type: str
    slice_value: str
    period_grain: str
    period_start: date
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    unit: str
    currency: str | None
    sample_size: int
    open_count: int
    is_low_sample: bool
    target: Decimal | None
    status: str
    is_complete_period: bool
    is_final: bool
    data_through: datetime

    @property
    def key(self) -> tuple[str, str, str, str, str, str, date]:
        """The grain of the table."""
        return (
            self.kpi_id,
            self.entity_type,
            self.entity_id,
            self.slice_type,
            self.slice_value,
            self.period_grain,
            self.period_start,
        )


def rows(
    kpi: Kpi, found: Iterable[Figure], targets: Targets, as_of: datetime, data_through: datetime | None = None
) -> list[Row]:
    """The figures of one KPI as rows in key order. `data_through` is as_of where nothing else is said."""
    through = data_through or as_of
    shown = through.astimezone(UTC).replace(tzinfo=None)
    known_to = min(as_of, through)
    made = [_row(kpi, each, targets, as_of, shown, each.period.end_at(as_of) <= known_to) for each in found]
    return sorted(made, key=lambda row: row.key)


def _row(kpi: Kpi, figure: Figure, targets: Targets, as_of: datetime, shown: datetime, is_complete: bool) -> Row:
    period = figure.period
    target = targets.on(kpi.id, figure.entity_type, figure.entity_id, period.seen_to(as_of))
    is_low_sample = figure.sample_size < kpi.min_sample
    return Row(
        kpi_id=kpi.id,
        entity_type=figure.entity_type,
        entity_id=figure.entity_id,
        slice_type=figure.slice_type,
        slice_value=figure.slice_value,
        period_grain=period.grain,
        period_start=period.start,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        unit=kpi.unit,
        currency=REPORTING_CURRENCY if kpi.unit == "currency" else None,
        sample_size=figure.sample_size,
        open_count=figure.open_count,
        is_low_sample=is_low_sample,
        target=target,
        status=status(figure.value, target, kpi.direction, is_low_sample=is_low_sample),
        is_complete_period=is_complete,
        is_final=figure.is_final,
        data_through=shown,
    )


def write(path: Path, by_kpi: Iterable[list[Row]]) -> int:
    """Write the rows of one KPI after the other, in the order of their ids, and return how many there are."""
    written = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd", version="2.6") as writer:
        for each in by_kpi:
            if each:
                writer.write_table(_table(each))
                written += len(each)
    return written


def _table(each: list[Row]) -> pa.Table:
    columns = [[getattr(row, column.name) for row in each] for column in fields(Row)]
    return pa.Table.from_arrays(
        [pa.array(values, type=column.type) for values, column in zip(columns, SCHEMA, strict=True)], schema=SCHEMA
    )


def read(path: Path) -> Iterator[Row]:
    """The rows of a file that `write` wrote, in its order."""
    for batch in pq.ParquetFile(path).iter_batches():
        for each in batch.to_pylist():
            yield Row(**each)
