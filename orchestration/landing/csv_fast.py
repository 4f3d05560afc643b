"""The fast way through a clean delimited file: a scan of its bytes for the lines, Arrow for the values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from orchestration.landing.csv_layout import Layout, header_of, plan_of
from orchestration.landing.csv_scan import Scan, scan
from orchestration.landing.lines import mapped
from orchestration.landing.rows import LineCounts, Reading, RowsWriter
from orchestration.registry import CsvDialect, ObjectContract

# Blocks that stay in the processor's cache parse twice as fast as larger ones.
_BLOCK = 4 << 20


def read_fast(path: Path, contract: ObjectContract, writer: RowsWriter) -> Reading | None:
    """Read a file in UTF-8 into `writer`; None where the precise way is needed.

    What was written by then goes when the rows begin again.
    Raises RefusedFileError where the header does not hold.
    """
    dialect = contract.csv
    if dialect.footer or dialect.row_type or dialect.escape != dialect.quote or not _one_byte(dialect):
        return None
    with mapped(path) as data:
        layout = header_of(data, dialect, "utf-8")
        scanned = scan(
            data,
            layout.data_start,
            layout.data_line,
            ord(dialect.delimiter),
            ord(dialect.quote) if dialect.quote else None,
        )
        # A header that Arrow would begin reading after must itself have ended with an LF.
        if scanned is None or (layout.data_start < len(data) and data[layout.data_start - 1] != ord("\n")):
            return None
    plan = plan_of(layout, contract)
    writer.start(plan.names)
    lines, blank = scanned.lines, scanned.blank
    try:
        records, repeated = _copy(path, layout, dialect, scanned, writer)
    except (pa.ArrowInvalid, _CountsDifferError):
        return None
    headers = repeated * layout.header_span
    return Reading(
        records=records,
        lines=LineCounts(
            preamble=layout.preamble,
            header=layout.header_span + headers,
            blank=layout.blank + blank,
            record=lines - blank - headers,
        ),
        unknown=plan.unknown,
        absent=plan.absent,
        present=plan.names,
    )


class _CountsDifferError(Exception):
    """Arrow and the scan do not agree on the number of records."""


def _one_byte(dialect: CsvDialect) -> bool:
    return len(dialect.delimiter.encode()) == 1 and len(dialect.quote.encode()) <= 1


def _copy(path: Path, layout: Layout, dialect: CsvDialect, scanned: Scan, writer: RowsWriter) -> tuple[int, int]:
    """Write all records; return their number, and that of rows that repeat the header."""
    if scanned.records == 0:
        return 0, 0
    records = repeated = 0
    expected = scanned.records
    with pa.OSFile(str(path)) as file:
        file.seek(layout.data_start)
        for batch in _batches(file, layout, dialect):
            if records + repeated + len(batch) > expected:
                raise _CountsDifferError
            lines = scanned.take(len(batch))
            repeats = _repeats(batch, layout.header)
            if repeats is not None:
                keep = np.flatnonzero(~repeats)
                repeated += len(batch) - len(keep)
                batch, lines = batch.take(pa.array(keep)), lines[keep]  # noqa: PLW2901
            writer.write(batch.columns, np.arange(records + 1, records + 1 + len(batch), dtype=np.int64), lines)
            records += len(batch)
    if records + repeated != expected:
        raise _CountsDifferError
    return records, repeated


def _batches(file: pa.NativeFile, layout: Layout, dialect: CsvDialect) -> csv.CSVStreamingReader:
    # Arrow names columns by position here: names of the file may repeat.
    names = [str(position) for position in range(len(layout.header))]
    return csv.open_csv(
        file,
        read_options=csv.ReadOptions(column_names=names, block_size=_BLOCK),
        parse_options=csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote or False,
            double_quote=True,
            newlines_in_values=True,
        ),
        convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )


def _repeats(batch: pa.RecordBatch, header: tuple[str, ...]) -> npt.NDArray[np.bool_] | None:
    """Which rows repeat the header word for word; None where none does."""
    if not pc.any(pc.equal(batch.column(0), header[0])).as_py():
        return None
    mask = np.ones(len(batch), np.bool_)
    for column, name in zip(batch.columns, header, strict=True):
        mask &= pc.equal(column, name).to_numpy(zero_copy_only=False)
    return mask if mask.any() else None
