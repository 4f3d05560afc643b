"""The warehouse finds the figures known for the invented company, as far as it reads all that they need."""

import csv
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import duckdb
import pytest

from seeds.simulator import sample as slice_of_company
from seeds.simulator.simulate import simulate
from tests.command import rapport

# Figures of clients count for the whole portfolio, those of tickets of both desks and their doubles in the CRM;
# purchasing counts in every group.
OF_CLIENTS = (
    "client_reopen_rate",
    "client_resolution_calendar_hours",
    "client_resolution_calendar_hours_mean",
    "client_sales_cycle_days",
    "client_sla_attainment",
    "client_ticket_backlog",
    "client_weighted_pipeline",
    "client_win_rate",
)
OF_SUPPLIERS = (
    "supplier_concentration_hhi",
    "supplier_lead_time_days",
    "supplier_otd_lines",
    "supplier_otd_quantity",
    "supplier_otd_value",
    "supplier_spend",
)
COMPARED = f"kpi_id in {OF_SUPPLIERS} or (kpi_id in {OF_CLIENTS} and entity_type = 'portfolio')"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the company of the sample extracts, in which somebody has decided rightly who is who."""
    home = tmp_path_factory.mktemp("known") / "workspace"
    simulate(home, slice_of_company.SCALE, slice_of_company.SEED, 0, has_truth=True, progress=lambda _: None)
    with (
        duckdb.connect() as con,
        (home / "reference" / "identity_overrides.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        overrides = csv.writer(file)
        overrides.writerow(["party_type", "record", "other_record", "decision", "decided_by", "decided_on", "reason"])
        records = con.execute(f"""
            select party_type, list(system || '/' || instance || '/' || native_id order by native_id)
            from '{home}/truth/parties.parquet' group by party_type, party order by all
        """)
        for party_type, keys in records.fetchall():
            for pair in combinations(keys, 2):
                overrides.writerow([party_type, *pair, "same", "Known", "2026-10-01", "truth/parties.parquet"])
    answer = rapport("run", home=home)
    assert answer.code == 0, answer.err
    return home


@pytest.fixture(scope="module")
def figures(company: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    found = company / "releases" / "current" / "parquet" / "fct_kpi_values.parquet"
    with duckdb.connect() as con:
        con.execute(f"create view known as select * from '{company}/truth/kpi_values.parquet' where {COMPARED}")
        # The warehouse names a party by its earliest record that it reads, truth by the earliest of all.
        con.execute(f"""
            create view found as
            select figures.* replace (coalesce(parties.entity_id, figures.entity_id) as entity_id)
            from '{found}' as figures
            left join '{company}/truth/parties.parquet' as parties
                on figures.entity_type = parties.party_type
                and figures.entity_id = parties.system || '/' || parties.instance || '/' || parties.native_id
            where {COMPARED}
        """)
        yield con


def test_figures_are_exactly_the_known_ones(figures: duckdb.DuckDBPyConnection) -> None:
    assert figures.execute("(from known except from found) union all (from found except from known)").fetchall() == []


def test_every_one_of_them_is_compared_in_every_group_it_has(figures: duckdb.DuckDBPyConnection) -> None:
    compared = figures.execute("""
        select kpi_id, count(*), list(distinct entity_type order by entity_type) from known group by kpi_id
    """).fetchall()

    groups = ["business_unit", "category", "portfolio", "relationship_manager", "supplier"]
    expected = {kpi: ["portfolio"] for kpi in OF_CLIENTS} | dict.fromkeys(OF_SUPPLIERS, groups)
    expected["supplier_concentration_hhi"] = ["category", "portfolio"]
    assert {kpi: found for kpi, _, found in compared} == expected
    assert min(count for _, count, _ in compared) > 30
