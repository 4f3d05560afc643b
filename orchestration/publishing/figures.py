"""Which figures a release has, and why one that was asked for is not among them."""

from __future__ import annotations

import duckdb

from orchestration.errors import RapportError


def assert_kpi(con: duckdb.DuckDBPyConnection, kpi_id: str) -> None:
    """Raise RapportError, naming those there are, where a release, open as `marts`, does not know a KPI."""
    known = [row[0] for row in con.execute("select kpi_id from marts.dim_kpis order by kpi_id").fetchall()]
    if kpi_id not in known:
        raise RapportError(f"there is no KPI {kpi_id!r}; `rapport kpi` lists them: {', '.join(known)}")


def why_absent(
    con: duckdb.DuckDBPyConnection, kpi_id: str, entity: str | None, period: str | None, slice_type: str | None
) -> str:
    """Say why a known KPI has no such figure in a release, open as `marts`; entity is TYPE:ID or TYPE."""
    described = con.execute(
        "select is_available, entities_needed, slices from marts.dim_kpis where kpi_id = ?", [kpi_id]
    )
    is_available, entities, slices = described.fetchone() or (False, "", "")
    if not is_available:
        return f"{kpi_id} is not available: no source feeds all of {entities}"
    if slice_type and slice_type not in slices.split(", "):
        return f"{kpi_id} has no slice {slice_type!r}; it has: {slices or 'none'}"
    return _unknown_entity(con, kpi_id, entity) or (
        f"{kpi_id} has no figure for {' '.join(t for t in (entity, period, slice_type) if t)}"
    )


def _unknown_entity(con: duckdb.DuckDBPyConnection, kpi_id: str, entity: str | None) -> str | None:
    if not entity:
        return None
    entity_type, _, entity_id = entity.partition(":")
    found = con.execute("select distinct entity_type from marts.fct_kpi_values where kpi_id = ? order by 1", [kpi_id])
    types = [row[0] for row in found.fetchall()]
    if entity_type not in types:
        return f"{kpi_id} has no entity type {entity_type!r}; it has: {', '.join(types)}"
    known = con.execute(
        "select 1 from marts.fct_kpi_values where entity_type = ? and entity_id = ? limit 1", [entity_type, entity_id]
    )
    if entity_id and not known.fetchone():
        return f"there is no {entity_type} {entity_id!r}; `rapport kpi {kpi_id} --entity {entity_type}` lists them"
    return None
