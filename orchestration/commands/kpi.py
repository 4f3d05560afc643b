"""`rapport kpi`: figures of the current release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from orchestration.commands.kpi_lineage import kpi_lineage
from orchestration.console import print_json, results, table
from orchestration.errors import RapportError
from orchestration.periods import format_period, parse_period
from orchestration.publishing.figures import assert_kpi, why_absent
from orchestration.publishing.release import release_folder
from orchestration.settings import Settings


def kpi(
    settings: Settings,
    kpi_id: str | None,
    entity: str | None,
    period: str | None,
    slice_type: str | None,
    with_lineage: bool,
    as_json: bool,
) -> int:
    """Print figures, or the list of KPIs without an id; with_lineage: what the KPI is made of instead.

    Raises RapportError for a name or a period that does not exist.
    """
    if with_lineage and (kpi_id is None or entity or period or slice_type):
        raise RapportError(
            "--lineage tells of a whole KPI: `rapport kpi KPI_ID --lineage`; `rapport trace` tells of one figure"
        )
    folder = release_folder(settings.workspace, None)
    with duckdb.connect(str(folder / "marts.duckdb"), read_only=True) as con:
        if kpi_id is None:
            return _list(con, folder, as_json)
        if with_lineage:
            _require_known(con, kpi_id)
            (described,) = _records(con, "select * from marts.dim_kpis where kpi_id = ?", [kpi_id])
            return kpi_lineage(folder, described, as_json)
        rows = _figures(con, kpi_id, entity, period, slice_type)
    if as_json:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        print_json({"release": folder.name, "as_of": manifest["as_of"], "rows": rows})
        return 0
    shown = table(
        "entity",
        "slice",
        "period",
        "value",
        "unit",
        "numerator",
        "denominator",
        "sample",
        "status",
        "notes",
        right=("value", "numerator", "denominator", "sample"),
    )
    for row in rows:
        shown.add_row(
            f"{row['entity_type']}:{row['entity_id']}",
            "" if row["slice_type"] == "none" else f"{row['slice_type']}:{row['slice_value']}",
            format_period(row["period_grain"], row["period_start"]),
            *(_number(row[name]) for name in ("value",)),
            row["currency"] or row["unit"],
            *(_number(row[name]) for name in ("numerator", "denominator")),
            f"{row['sample_size']:,}",
            row["status"],
            _notes(row),
        )
    results.print(shown)
    return 0


def print_overview(folder: Path) -> None:
    """Print every KPI's portfolio figure: all time, and the newest complete month."""
    with duckdb.connect(str(folder / "marts.duckdb"), read_only=True) as con:
        overview = _records(
            con,
            """
            with newest as (
                select kpi_id, max(period_start) as period_start
                from marts.fct_kpi_values
                where entity_type = 'portfolio' and slice_type = 'none' and period_grain = 'month'
                    and is_complete_period
                group by kpi_id
            )
            select k.side, k.kpi_name, k.is_available, a.value as all_time,
                   coalesce(a.currency, m.currency, k.unit) as unit_shown,
                   coalesce(a.sample_size, m.sample_size) as sample_size,
                   newest.period_start, m.value as newest_value, m.status
            from marts.dim_kpis as k
            left join marts.fct_kpi_values as a
                on a.kpi_id = k.kpi_id and a.entity_type = 'portfolio' and a.slice_type = 'none'
                and a.period_grain = 'all_time'
            left join newest on newest.kpi_id = k.kpi_id
            left join marts.fct_kpi_values as m
                on m.kpi_id = k.kpi_id and m.entity_type = 'portfolio' and m.slice_type = 'none'
                and m.period_grain = 'month' and m.period_start = newest.period_start
            order by k.side, k.kpi_id
            """,
        )
    shown = table(
        "figure", "all time", "unit", "rows", "newest month", "value", "status", right=("all time", "rows", "value")
    )
    side = None
    for row in overview:
        if row["side"] != side:
            side = row["side"]
            shown.add_row(f"— {side} —")
        if not row["is_available"] or row["sample_size"] is None:
            shown.add_row(row["kpi_name"], "", "", "", "", "", "no figure" if row["is_available"] else "no source")
            continue
        shown.add_row(
            row["kpi_name"],
            _number(row["all_time"]),
            row["unit_shown"],
            f"{row['sample_size']:,}",
            format_period("month", row["period_start"]) if row["period_start"] else "",
            _number(row["newest_value"]),
            row["status"] or "",
        )
    results.print(shown)
    results.print(f"release {folder.name}: {folder}")


def _require_known(con: duckdb.DuckDBPyConnection, kpi_id: str) -> None:
    known = [row[0] for row in con.execute("select kpi_id from marts.dim_kpis order by kpi_id").fetchall()]
    if kpi_id not in known:
        raise RapportError(f"there is no KPI {kpi_id!r}; `rapport kpi` lists them: {', '.join(known)}")


def _figures(
    con: duckdb.DuckDBPyConnection, kpi_id: str, entity: str | None, period: str | None, slice_type: str | None
) -> list[dict[str, Any]]:
    assert_kpi(con, kpi_id)
    conditions = ["kpi_id = ?", "slice_type = ?"]
    values: list[Any] = [kpi_id, slice_type or "none"]
    if entity is not None:
        entity_type, _, entity_id = entity.partition(":")
        conditions.append("entity_type = ?")
        values.append(entity_type)
        if entity_id:
            conditions.append("entity_id = ?")
            values.append(entity_id)
    if period is not None:
        conditions += ["period_grain = ?", "period_start = ?"]
        values += parse_period(period)
    rows = _records(
        con,
        f"select * from marts.fct_kpi_values where {' and '.join(conditions)} "
        "order by entity_type, entity_id, slice_value, period_grain, period_start",
        values,
    )
    if not rows:
        raise RapportError(why_absent(con, kpi_id, entity, period, slice_type))
    return rows


def _list(con: duckdb.DuckDBPyConnection, folder: Path, as_json: bool) -> int:
    rows = _records(con, "select * exclude (kpi_key) from marts.dim_kpis order by side, kpi_id")
    if as_json:
        print_json({"release": folder.name, "kpis": rows})
        return 0
    shown = table("kpi_id", "unit", "available", "definition")
    for row in rows:
        shown.add_row(
            row["kpi_id"],
            row["unit"],
            "yes" if row["is_available"] else f"no: needs {row['entities_needed']}",
            row["definition"],
        )
    results.print(shown)
    return 0


def _records(con: duckdb.DuckDBPyConnection, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
    cursor = con.execute(query, values or [])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _number(value: Any) -> str:
    return "" if value is None else f"{value:,.2f}"


def _notes(row: dict[str, Any]) -> str:
    notes = {
        "low sample": row["is_low_sample"],
        "not final": not row["is_final"],
        "period not complete": not row["is_complete_period"],
    }
    return ", ".join(note for note, holds in notes.items() if holds)
