"""`rapport trace`: the rows behind a cell, with the verdict."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from rich.cells import cell_len
from rich.columns import Columns
from rich.table import Table
from rich.text import Text

from orchestration.console import print_json, printable, progress, results, table
from orchestration.errors import RapportError
from orchestration.lineage.trace.answer import Trace
from orchestration.lineage.trace.cells import FIGURES_TABLE, Cell, find_cell, find_figure
from orchestration.lineage.trace.citations import (
    QUOTED,
    TOLD,
    CitedFile,
    assert_intact,
    cited_files,
    located,
    strongest,
    told,
)
from orchestration.periods import format_period
from orchestration.publishing.release import database_of, release_folder
from orchestration.registry import Registry, known_systems
from orchestration.settings import Settings

JSON_ROWS = 1_000
_SHORT = 20
"""Up to so many rows are printed one by one."""
_FIRST = 5
"""Of more, so many are."""
_DIGITS = 6
_LONGEST_SHOWN = 400
"""Characters of a raw text that are looked at for a terminal, however wide."""
_NARROWEST_TEXT = 20
_WIDEST_OTHER = 60
_GAP = 2


@dataclass(frozen=True)
class Question:
    """The cell that is asked for, as the command's options say it: a KPI's figure, or any cell of a mart."""

    kpi_id: str | None
    entity: str | None
    period: str | None
    slice: str | None
    mart: str | None
    key: tuple[str, ...]
    column: str | None
    release: str | None


@dataclass(frozen=True)
class Wanted:
    """How the answer is wanted. out: a file for all rows; has_raw: whether the raw text is read at all."""

    as_json: bool
    out: Path | None
    has_all: bool
    has_raw: bool


def trace(settings: Settings, question: Question, wanted: Wanted) -> int:
    """Print the rows behind a cell; returns 0 where the cell is proved, 1 where not.

    Raises RapportError for a question that does not name one cell, ArchiveChangedError where the archive does not hold
    what the release was made of.
    """
    folder = release_folder(settings.workspace, question.release)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if wanted.out is not None:
        _assert_writable(wanted.out)
    if wanted.has_all and not wanted.as_json:
        raise RapportError("--all goes with --json; --out FILE.csv or FILE.parquet writes all rows into a file")
    with duckdb.connect(str(database_of(folder, manifest, question.mart or "")), read_only=True) as con:
        cell = _cell(con, manifest, question)
    from orchestration.lineage.trace.engine import trace_cell

    return tell(settings, manifest, trace_cell(settings, folder, cell), wanted)


def tell(settings: Settings, manifest: Mapping[str, Any], found: Trace, wanted: Wanted) -> int:
    """Print or write a trace once the archive is found intact; returns and raises as `trace`."""
    answer = _answer(settings, manifest, found, wanted.has_raw)
    if wanted.out is not None:
        answer.export(wanted.out)
    if wanted.as_json:
        _print_json(answer, len(answer.rows) if wanted.has_all else JSON_ROWS)
    else:
        _print(answer, wanted)
    return 0 if found.verdict == "proved" else 1


@dataclass(frozen=True)
class _Answer:
    """A trace with its rows located, by file and record, in files that are known to be intact.

    registry: of the sources, where the raw text is wanted.
    """

    trace: Trace
    rows: pa.Table
    files: Sequence[CitedFile]
    registry: Registry | None

    @property
    def schema(self) -> pa.Schema:
        """Of the rows as they are told."""
        return TOLD if self.registry is None else QUOTED

    def told(self, rows: pa.Table) -> Iterator[pa.RecordBatch]:
        """Located rows, ordered by file and record, as they are told."""
        return told(rows, self.files, self.registry)

    def strongest(self, count: int) -> pa.Table:
        """The first rows by role, as they are told."""
        chosen = strongest(self.rows, count)
        # Read in the order of the files, told in the order of the roles.
        order = pc.sort_indices(chosen, [("file", "ascending"), ("record", "ascending")])
        rows = pa.Table.from_batches(self.told(chosen.take(order)), self.schema)
        return rows.take(pc.sort_indices(order))

    def export(self, out: Path) -> None:
        """Write all rows into a CSV or Parquet file, by file and record; it is there whole or not at all."""
        aside = out.with_name(f".{out.name}.tmp")
        write = pa.csv.CSVWriter if out.suffix == ".csv" else pq.ParquetWriter
        try:
            with write(aside, self.schema) as writer:
                for batch in self.told(self.rows):
                    writer.write_batch(batch)
            aside.replace(out)
        finally:
            aside.unlink(missing_ok=True)


def _answer(settings: Settings, manifest: Mapping[str, Any], found: Trace, has_raw: bool) -> _Answer:
    files = cited_files(found.cited, manifest, settings.workspace.lake)
    started = time.monotonic()
    size = assert_intact(files, found.release, lambda done, size: _say_progress(done, len(files), size))
    progress.print(
        f"archive: {len(files):,} files of {size / 1e6:,.1f} MB have the sha256 of the release, "
        f"{time.monotonic() - started:.2f} s"
    )
    registry = known_systems(settings.workspace.sources) if has_raw else None
    return _Answer(found, located(found.cited, files, found.release), files, registry)


def _cell(con: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], question: Question) -> Cell:
    figure = (question.entity, question.period, question.slice)
    if question.kpi_id is not None:
        if question.mart is not None or question.key:
            raise RapportError("name either a KPI, or --mart with --key and --column")
        return find_figure(con, manifest, question.kpi_id, *figure, question.column or "value")[0]
    if question.mart is None or question.column is None:
        raise RapportError("name a KPI with --entity and --period, or --mart with --key and --column")
    if any(figure):
        raise RapportError("--entity, --period and --slice go with a KPI; a cell of a mart is named with --key")
    return find_cell(con, manifest, question.mart, _key(question.key), question.column)[0]


def _key(texts: Iterable[str]) -> dict[str, str]:
    key: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or name in key:
            raise RapportError(f"--key {text}: write COLUMN=VALUE, each column once")
        key[name] = value
    return key


def _assert_writable(out: Path) -> None:
    if out.suffix not in (".csv", ".parquet"):
        raise RapportError(f"--out {out}: name a file that ends in .csv or .parquet")
    if out.is_dir() or not out.parent.is_dir() or not os.access(out.parent, os.W_OK):
        raise RapportError(f"--out {out}: name a file in a folder that exists and may be written to")


def _say_progress(done: int, count: int, size: int) -> None:
    if progress.is_terminal:
        progress.print(f"archive: {done:,} of {count:,} files hashed, {size / 1e6:,.1f} MB", end="\r")


def _print_json(answer: _Answer, most: int) -> None:
    found, cell = answer.trace, answer.trace.cell
    print_json(
        {
            "release": found.release,
            "cell": {"table": cell.table, "key": {n: _exact(v) for n, v in cell.key.items()}, "column": cell.column},
            "value": _exact(found.value),
            "verdict": found.verdict,
            "reason": found.reason,
            "recomputed": _exact(found.recomputed),
            "rows": answer.strongest(most).to_pylist(),
            "row_count": len(answer.rows),
            "models": [{"name": model.name, "sql_sha256": model.sql_sha256} for model in found.models],
            "seconds": round(found.seconds, 3),
        }
    )


def _exact(value: Any) -> Any:
    """A value for JSON: decimals as text of six digits at least, days and instants in ISO form."""
    if isinstance(value, Decimal):
        digits = -int(value.as_tuple().exponent) if value.is_finite() else 0
        return f"{value:.{max(digits, _DIGITS)}f}"
    return value.isoformat() if isinstance(value, date | datetime) else value


def _print(answer: _Answer, wanted: Wanted) -> None:
    found, count = answer.trace, len(answer.rows)
    results.print(f"{_described(found.cell)}: {_shown(found.value)}")
    results.print(_verdict(found, count))
    results.print(f"release {found.release}, {found.seconds:.2f} s\n")
    results.print("models, each with the hash of the SQL that was executed:")
    results.print(Columns([f"{model.name} {model.sql_sha256[:8]}" for model in found.models], padding=(0, _GAP)))
    if count > _SHORT:
        results.print()
        results.print(_summary(answer))
        results.print(f"\n{count:,} rows, the first of them:")
    if count:
        results.print()
        results.print(_one_by_one(answer.strongest(count if count <= _SHORT else _FIRST)))
    if wanted.out is not None:
        results.print(f"\nall {count:,} rows are in {wanted.out}")
    elif count:
        what = "with sha256" if answer.registry is None else "with sha256 and their whole text"
        results.print(f"\nall {count:,} rows {what}: --out rows.csv or --out rows.parquet")


def _verdict(found: Trace, count: int) -> str:
    rows = f"the {count:,} rows below" if count else "the models"
    if found.verdict == "proved":
        return f"proved: {rows} alone give the same value again" + ("" if count else "; no row of an extract is behind")
    return f"NOT PROVED: {found.reason}"


def _described(cell: Cell) -> str:
    key = cell.key
    if cell.table != FIGURES_TABLE:
        return f"{cell.table}.{cell.column} of {', '.join(f'{name} {_shown(value)}' for name, value in key.items())}"
    sliced = "" if key["slice_type"] == "none" else f" {key['slice_type']}={key['slice_value']}"
    period = format_period(key["period_grain"], key["period_start"])
    return f"{key['kpi_id']} of {key['entity_type']}:{key['entity_id']}{sliced} in {period}, {cell.column}"


def _shown(value: Any) -> str:
    return "nothing" if value is None else printable(str(_exact(value)))


def _summary(answer: _Answer) -> Table:
    groups = answer.rows.group_by(["role", "file"]).aggregate([([], "count_all"), ("line", "min"), ("line", "max")])
    groups = strongest(groups.sort_by([("count_all", "descending"), ("file", "ascending")]), len(groups))
    shown = table("role", "file", "rows", "first line", "last line", right=("rows", "first line", "last line"))
    for group in groups.slice(0, _SHORT).to_pylist():
        numbers = (f"{group[name]:,}" for name in ("count_all", "line_min", "line_max"))
        shown.add_row(group["role"], printable(answer.files[group["file"]].file), *numbers)
    if rest := groups.slice(_SHORT):
        shown.add_row("", f"and {len(rest):,} more", f"{pc.sum(rest['count_all']).as_py():,}", "", "")
    return shown


def _one_by_one(rows: pa.Table) -> Table:
    names = [name for name in ("role", "file", "line", "raw", "reason") if name in rows.column_names]
    lines = [{name: _in_a_line(row[name]) for name in names} for row in rows.to_pylist()]
    others = sum(
        _GAP + min(_WIDEST_OTHER, max(len(name), *(cell_len(line[name]) for line in lines)))
        for name in names
        if lines and name != "raw"
    )
    left = max(_NARROWEST_TEXT, results.width - others)
    shown = table(*("text" if name == "raw" else name for name in names), right=("line",))
    for line in lines:
        cells = {name: Text(text) for name, text in line.items()}
        if "raw" in cells:
            cells["raw"].truncate(left, overflow="ellipsis")
        shown.add_row(*cells.values())
    return shown


def _in_a_line(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else printable((value or "")[:_LONGEST_SHOWN])
