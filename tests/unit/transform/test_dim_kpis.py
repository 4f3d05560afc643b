"""What the catalogue of figures says of each; dbt shows its own unit tests nothing of the graph behind it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.dbt_workspace import assemble
from orchestration.registry import SystemContract, load_registry
from orchestration.settings import PROJECT_ROOT, Configuration, Workspace
from orchestration.transform import DbtProject, entity_sources


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> DbtProject:
    """A company with a service desk alone."""
    registry = load_registry([PROJECT_ROOT / "dbt_project/models/staging"])
    systems = [registry[name] for name in ("reference", "zendesk")]
    project = DbtProject(assemble(Workspace(tmp_path_factory.mktemp("workspace")), Configuration(), systems))
    project.parse()
    return project


@pytest.fixture(scope="module")
def catalogue(project: DbtProject) -> dict[str, dict[str, Any]]:
    """The rows of dim_kpis by kpi_id, its SQL run as it was compiled."""
    (sql,) = [model.sql for model in project.compile() if model.name == "dim_kpis"]
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as warehouse; create schema warehouse.raw; use warehouse")
        con.execute("create table raw.entity_sources (entity text, system text, object text)")
        con.executemany("insert into raw.entity_sources values (?, ?, ?)", entity_sources(project.manifest))
        con.execute(
            """
            create table raw.files as from (values
                ('zendesk', 'a', 'tickets', timestamp '2026-03-01 00:00:00'),
                ('zendesk', 'a', 'tickets', timestamp '2026-03-09 00:00:00'),
                ('zendesk', 'a', 'ticket_events', timestamp '2026-03-08 00:00:00'),
                ('zendesk', 'b', 'ticket_events', timestamp '2026-03-07 00:00:00'),
                ('zendesk', 'a', 'ticket_metric_events', timestamp '2026-03-06 00:00:00'),
                ('zendesk', 'b', 'users', null)
            ) as files (system, instance, object, extracted_at)
            """
        )
        columns = [column for column, *_ in con.execute(f"describe {sql}").fetchall()]
        rows = [dict(zip(columns, row, strict=True)) for row in con.execute(sql).fetchall()]
    return {row["kpi_id"]: row for row in rows}


def test_a_figure_is_available_where_each_entity_it_needs_has_a_source(
    catalogue: dict[str, dict[str, Any]],
) -> None:
    available = {kpi_id for kpi_id, row in catalogue.items() if row["is_available"]}
    assert available == {
        "business_unit_satisfaction",
        "client_agent_work_business_minutes",
        "client_csat",
        "client_first_reply_business_minutes",
        "client_nps",
        "client_nps_t12m",
        "client_reopen_rate",
        "client_resolution_business_minutes",
        "client_resolution_calendar_hours",
        "client_resolution_calendar_hours_mean",
        "client_sla_attainment",
        "client_sla_running",
        "client_survey_response_rate",
        "client_ticket_backlog",
    }


def test_one_of_several_entities_is_enough_where_a_figure_says_so(tmp_path: Path) -> None:
    invoices = tmp_path / "payables"
    invoices.mkdir()
    for entity in ("supplier", "supplier_invoice_line"):
        (invoices / f"cnf_payables__{entity}.sql").write_text("select 1 as one", encoding="utf-8")
    payables = SystemContract(name="payables", description="", folder=invoices, objects=())
    reference = load_registry([PROJECT_ROOT / "dbt_project/models/staging"])["reference"]
    project = DbtProject(assemble(Workspace(tmp_path / "workspace"), Configuration(), [reference, payables]))
    project.parse()

    (sql,) = [model.sql for model in project.compile() if model.name == "dim_kpis"]
    claims = dict(re.findall(r"'(supplier_\w+)' as kpi_id,.*?(true|false) as is_available", sql, re.DOTALL))
    assert claims["supplier_spend"] == claims["supplier_concentration_hhi"] == "true"
    assert claims["supplier_otd_lines"] == "false"


def test_data_goes_through_the_earliest_of_the_newest_extracts(catalogue: dict[str, dict[str, Any]]) -> None:
    through = {kpi_id: row["data_through"] for kpi_id, row in catalogue.items()}
    assert through["client_reopen_rate"] == datetime(2026, 3, 7)
    assert through["client_sla_attainment"] == datetime(2026, 3, 6)
    assert through["supplier_spend"] is None


def test_the_catalogue_has_one_row_a_figure(catalogue: dict[str, dict[str, Any]]) -> None:
    assert set(catalogue) == {path.stem for path in PROJECT_ROOT.glob("dbt_project/models/kpis/*/*.sql")}
    assert {row["side"] for row in catalogue.values()} == {"business", "client", "supplier"}
