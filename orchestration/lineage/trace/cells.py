"""One cell of a mart: the table, the row by its key, the column; and how what a user types leads to one."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.errors import RapportError
from orchestration.lineage.columns.document import FIGURES
from orchestration.periods import format_period, parse_period
from orchestration.publishing.figures import assert_kpi, why_absent
from orchestration.publishing.release import schema_in_file
from orchestration.raw.typed_text import quoted

FIGURES_TABLE = FIGURES.partition(".")[2]
_SHOWN = 5

Row = Mapping[str, Any]
Asked = Callable[[Row, Sequence[str]], str]
"""How a user would ask for a row: its values of these columns as options of the command."""


@dataclass(frozen=True)
class Cell:
    """A cell of a published table. key: each column of the table's grain with its value, as DuckDB gives it."""

    table: str
    key: Mapping[str, Any]
    column: str

    @property
    def condition(self) -> str:
        """The condition on the cell's row, with a parameter for each value of the key, in its order."""
        return " and ".join(f"{quoted(name)} is not distinct from ?" for name in self.key)


class AbsentCellError(RapportError):
    """No row has the key that was asked for. nearest: what to say of those that come nearest."""

    def __init__(self, what: str, nearest: str) -> None:
        self.nearest = nearest
        super().__init__(f"{what}; {nearest}")


def find_cell(
    con: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], table: str, key: Mapping[str, str], column: str
) -> tuple[Cell, Any]:
    """The cell that a table, some columns of its key as text, and a column name, with its published value.

    con: the database of the release that holds the table. Raises RapportError for a table, a column or a value that
    cannot be, and for a key that several rows have, AbsentCellError for one that none has; each says what there is
    instead.
    """
    return _find(con, manifest, table, key, column, _as_keys)


def find_figure(
    con: duckdb.DuckDBPyConnection,
    manifest: Mapping[str, Any],
    kpi_id: str,
    entity: str | None,
    period: str | None,
    slice_: str | None,
    column: str,
) -> tuple[Cell, Any]:
    """The cell of a KPI's figure with its published value. entity: TYPE:ID; slice_: TYPE=VALUE, None for the whole.

    Raises RapportError as find_cell does, in the terms of figures.
    """
    assert_kpi(con, kpi_id)
    slice_type, _, slice_value = (slice_ or "none").partition("=")
    key = {"kpi_id": kpi_id, "slice_type": slice_type, **({"slice_value": slice_value} if slice_value else {})}
    if entity is not None:
        entity_type, _, entity_id = entity.partition(":")
        key |= {"entity_type": entity_type, **({"entity_id": entity_id} if entity_id else {})}
    if period is not None:
        grain, first_day = parse_period(period)
        key |= {"period_grain": grain, "period_start": first_day.isoformat()}
    try:
        return _find(con, manifest, FIGURES_TABLE, key, column, _as_figures)
    except AbsentCellError as absent:
        why = why_absent(con, kpi_id, entity, period, None if slice_ is None else slice_type)
        raise AbsentCellError(why, absent.nearest) from absent


@dataclass(frozen=True)
class _Mart:
    """A published table: its relation in the release's file, its grain, and its columns with their types."""

    name: str
    relation: str
    grain: tuple[str, ...]
    columns: Mapping[str, str]


def _find(
    con: duckdb.DuckDBPyConnection,
    manifest: Mapping[str, Any],
    table: str,
    key: Mapping[str, str],
    column: str,
    asked: Asked,
) -> tuple[Cell, Any]:
    mart = _mart(con, manifest, table)
    for name in (*key, column):
        if name not in mart.columns:
            raise RapportError(f"{mart.name} has no column {name!r}; it has: {', '.join(mart.columns)}")
    values = {name: _typed(con, mart, name, text) for name, text in key.items()}
    condition = " and ".join(["true", *(f'"{name}" = ?' for name in values)])
    names = ", ".join(f'"{name}"' for name in (*mart.grain, column))
    found = con.execute(
        f"select {names}, count(*) over () from {mart.relation} where {condition} order by {names} limit {_SHOWN}",
        [*values.values()],
    ).fetchall()
    if not found:
        said = ", ".join(f"{name} {value}" for name, value in values.items())
        raise AbsentCellError(f"no row of {mart.name} has {said}", _nearest(con, mart, values, asked))
    rows = [dict(zip(mart.grain, row, strict=False)) for row in found]
    if len(rows) > 1:
        open_ = _varying(con, mart, condition, [*values.values()])
        examples = " or ".join(asked(row, open_) for row in rows)
        raise RapportError(
            f"{found[0][-1]:,} rows of {mart.name} match; name one with {', '.join(open_)}, such as {examples}"
        )
    return Cell(mart.name, rows[0], column), found[0][-2]


def _mart(con: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], table: str) -> _Mart:
    outputs, models = manifest["outputs"], manifest["models"]
    schema, _, name = table.rpartition(".")
    if name not in outputs or (schema and schema != outputs[name]["schema"]):
        known = ", ".join(name for name in outputs if name in models)
        raise RapportError(f"release {manifest['release']} has no table {table!r}; it has: {known}")
    output = outputs[name]
    if name not in models:
        raise RapportError(f"{output['schema']}.{name} is written by the run itself, not by a model: no rows made it")
    if "key" not in output:
        raise RapportError(
            f"release {manifest['release']} is older than traces: it does not say what names a row; `rapport run` "
            "publishes one that does"
        )
    relation = f'"{schema_in_file(output["schema"])}"."{name}"'
    columns = con.execute(f"describe {relation}").fetchall()
    return _Mart(name, relation, tuple(output["key"]), {column: kind for column, kind, *_ in columns})


def _typed(con: duckdb.DuckDBPyConnection, mart: _Mart, name: str, text: str) -> Any:
    kind = mart.columns[name]
    row = con.execute(f"select try_cast(? as {kind})", [text]).fetchone()
    if row is None or row[0] is None:
        raise RapportError(f"{mart.name}.{name} is of type {kind}, as which {text!r} does not read")
    return row[0]


def _varying(con: duckdb.DuckDBPyConnection, mart: _Mart, condition: str, values: list[Any]) -> list[str]:
    """The columns of a mart's grain in which the rows that match differ."""
    counts = ", ".join(f'count(distinct "{name}")' for name in mart.grain)
    row = con.execute(f"select {counts} from {mart.relation} where {condition}", values).fetchone() or ()
    return [name for name, count in zip(mart.grain, row, strict=True) if count > 1]


def _nearest(con: duckdb.DuckDBPyConnection, mart: _Mart, values: Mapping[str, Any], asked: Asked) -> str:
    """Say which rows come nearest to a key that none has: columns equal, or alike as text; the first weigh most."""
    likeness = " + ".join(
        f'{weight} * if("{name}" = ?, 1, jaro_winkler_similarity(cast("{name}" as varchar), cast(? as varchar)) / 2)'
        for weight, name in enumerate(reversed([*values]), start=1)
    )
    names = ", ".join(f'"{name}"' for name in dict.fromkeys((*mart.grain, *values)))
    cursor = con.execute(
        f"select {names} from {mart.relation} order by {likeness} desc, {names} limit {_SHOWN}",
        [value for name in reversed([*values]) for value in (values[name], values[name])],
    )
    columns = [column[0] for column in cursor.description or []]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    others = [[name for name in values if row[name] != values[name]] for row in rows]
    fewest = min(map(len, others), default=0)
    nearest = [asked(row, names) for row, names in zip(rows, others, strict=True) if len(names) == fewest]
    return f"the nearest have {' or '.join(dict.fromkeys(nearest))}" if nearest else f"{mart.name} has no rows"


def _as_keys(row: Row, names: Sequence[str]) -> str:
    return " ".join(shlex.join(["--key", f"{name}={row[name]}"]) for name in names)


def _as_figures(row: Row, names: Sequence[str]) -> str:
    options = {
        "kpi": [row["kpi_id"]],
        "entity": ["--entity", f"{row['entity_type']}:{row['entity_id']}"],
        "period": ["--period", format_period(row["period_grain"], row["period_start"])],
        "slice": ["--slice", f"{row['slice_type']}={row['slice_value']}"],
    }
    asked = dict.fromkeys(name.partition("_")[0] for name in names)
    return " ".join(shlex.join(options[option]) for option in asked)
