"""The figures known for three real extracts, through the whole chain, to the digits that their publishers printed.

The extracts stay where RAPPORT_REAL_DATA says; their sources are a company's own (tests/real/sources).
"""

import os
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.command import rapport
from tests.lineage.random_cells import unproved

HERE = Path(__file__).parent
AS_OF = "2018-01-01T00:00:00Z"
EXTRACTS = {
    "servicenow_log": "servicenow_incident_log",
    "scms": "scms_delivery_history",
    "crm_sales": "crm_sales_opportunities",
}

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("real") / "workspace"
    shutil.copytree(HERE / "sources", home / "sources")
    shutil.copytree(HERE / "reference", home / "reference")
    data = Path(os.environ["RAPPORT_REAL_DATA"])
    for system, folder in EXTRACTS.items():
        (home / "landing" / system).mkdir(parents=True)
        for path in (data / folder).iterdir():
            (home / "landing" / system / path.name).symlink_to(path.absolute())
    return home


@pytest.fixture(scope="module")
def home(workspace: Path) -> Path:
    answer = rapport("run", "--as-of", AS_OF, home=workspace)
    assert answer.code == 0, answer.err
    return workspace


@pytest.fixture(scope="module")
def concentration_with_depot(home: Path) -> Decimal:
    """The index where the configuration counts internal suppliers too."""
    included = {"RAPPORT_CONCENTRATION_INCLUDES_INTERNAL_SUPPLIERS": "true"}
    answer = rapport("run", "--as-of", AS_OF, home=home, environment=included)
    assert answer.code == 0, answer.err
    with_depot = Decimal(figure(home, "supplier_concentration_hhi")["value"])
    assert rapport("run", "--as-of", AS_OF, home=home).code == 0
    return with_depot


def figures(
    home: Path, kpi_id: str, *, entity: str = "portfolio:all", slice_type: str | None = None
) -> list[dict[str, Any]]:
    chosen = ["--slice", slice_type] if slice_type else []
    answer = rapport("kpi", kpi_id, "--entity", entity, "--period", "all", *chosen, "--json", home=home)
    assert answer.code == 0, answer.err
    rows: list[dict[str, Any]] = answer.json["rows"]
    return rows


def figure(home: Path, kpi_id: str, entity: str = "portfolio:all") -> dict[str, Any]:
    (row,) = figures(home, kpi_id, entity=entity)
    return row


def rounded(value: str, digits: str) -> Decimal:
    return Decimal(value).quantize(Decimal(digits))


def test_incidents_within_their_service_level(home: Path) -> None:
    row = figure(home, "client_sla_attainment")

    assert (row["numerator"], row["denominator"]) == ("15803.000000", "24918.000000")
    assert rounded(row["value"], "0.01") == Decimal("63.42")


def test_service_level_by_priority(home: Path) -> None:
    rows = {row["slice_value"]: row for row in figures(home, "client_sla_attainment", slice_type="priority")}

    assert {name: (rounded(row["value"], "0.01"), row["sample_size"]) for name, row in rows.items()} == {
        "critical": (Decimal("1.85"), 270),
        "high": (Decimal("0.49"), 408),
        "normal": (Decimal("64.54"), 23_466),
        "low": (Decimal("84.11"), 774),
    }


def test_hours_from_opened_to_resolved(home: Path) -> None:
    median = figure(home, "client_resolution_calendar_hours")
    mean = figure(home, "client_resolution_calendar_hours_mean")

    assert median["sample_size"] == mean["sample_size"] == 23_362
    assert rounded(median["value"], "0.01") == Decimal("22.10")
    assert rounded(mean["value"], "0.01") == Decimal("178.17")


def test_deliveries_on_time(home: Path) -> None:
    row = figure(home, "supplier_otd_lines")

    assert Decimal(row["denominator"]) - Decimal(row["numerator"]) == 1_186
    assert row["sample_size"] == 10_324
    assert rounded(row["value"], "0.01") == Decimal("88.51")


@pytest.mark.parametrize(
    ("vendor", "percent", "lines"),
    [
        ("SCMS from RDC", "82.85", 5_404),
        ("Orgenics, Ltd", "87.00", 754),
        ("S. BUYS WHOLESALER", "98.46", 715),
        ("Aurobindo Pharma Limited", "85.93", 668),
    ],
)
def test_deliveries_on_time_by_vendor(home: Path, vendor: str, percent: str, lines: int) -> None:
    row = figure(home, "supplier_otd_lines", f"supplier:scms/default/{vendor}")

    assert (rounded(row["value"], "0.01"), row["sample_size"]) == (Decimal(percent), lines)


def test_deliveries_on_time_by_mode(home: Path) -> None:
    rows = {row["slice_value"]: row for row in figures(home, "supplier_otd_lines", slice_type="mode")}

    assert {name: (rounded(row["value"], "0.01"), row["sample_size"]) for name, row in rows.items()} == {
        "Air": (Decimal("90.40"), 6_113),
        "Ocean": (Decimal("82.48"), 371),
        "Truck": (Decimal("83.92"), 2_830),
        "Air Charter": (Decimal("88.46"), 650),
    }


ON_TIME_BY_COUNTRY_AND_YEAR = """
    with deliveries as (
        select
            "Country" as country,
            strptime("Scheduled Delivery Date", '%d-%b-%y') as scheduled,
            strptime("Delivered to Client Date", '%d-%b-%y') as delivered
        from read_csv($file, all_varchar = true)
    )
    select 'country', country, count(*) filter (where delivered <= scheduled), count(*)
    from deliveries group by country
    union all
    select 'year', cast(year(scheduled) as varchar), count(*) filter (where delivered <= scheduled), count(*)
    from deliveries group by year(scheduled)
    order by all
"""


def test_deliveries_on_time_by_country_and_by_year(home: Path) -> None:
    (file,) = (home / "landing" / "scms").iterdir()
    with duckdb.connect() as con:
        by_hand = con.execute(ON_TIME_BY_COUNTRY_AND_YEAR, {"file": str(file)}).fetchall()
        found = con.execute(f"""
            with figures as (
                select * from '{home}/releases/current/parquet/fct_kpi_values.parquet'
                where kpi_id = 'supplier_otd_lines' and entity_type = 'portfolio'
            )
            select 'country', slice_value, cast(numerator as bigint), cast(denominator as bigint) from figures
            where slice_type = 'country' and period_grain = 'all_time'
            union all
            select 'year', cast(year(period_start) as varchar), cast(sum(numerator) as bigint),
                cast(sum(denominator) as bigint)
            from figures where slice_type = 'none' and period_grain = 'quarter' group by all
            order by all
        """).fetchall()

    assert found == by_hand
    assert len([row for row in found if row[0] == "country"]) == 43


def test_spend_with_all_vendors(home: Path) -> None:
    row = figure(home, "supplier_spend")

    assert (row["value"], row["currency"]) == ("1627584457.290000", "USD")


def test_concentration_without_the_internal_depot(home: Path) -> None:
    assert rounded(figure(home, "supplier_concentration_hhi")["value"], "1") == 1_396


@pytest.mark.heavy
def test_concentration_with_the_internal_depot(concentration_with_depot: Decimal) -> None:
    assert concentration_with_depot.quantize(Decimal(1)) == 4_602


def test_opportunities_won(home: Path) -> None:
    row = figure(home, "client_win_rate")

    assert (row["numerator"], row["denominator"]) == ("4238.000000", "6711.000000")
    assert row["value"] == "63.150052"


def test_days_from_engagement_to_close(home: Path) -> None:
    assert rounded(figure(home, "client_sales_cycle_days")["value"], "0.001") == Decimal("47.985")


def test_the_best_accounts_through_the_select_of_the_documentation(home: Path) -> None:
    text = (HERE.parents[1] / "docs" / "query-a-release.md").read_text(encoding="utf-8")
    query = text.split("<!-- best accounts -->")[1].split("```sql")[1].split("```")[0]
    with duckdb.connect(str(home / "releases" / "current" / "marts.duckdb"), read_only=True) as con:
        rows = con.execute(query).fetchall()

    assert [(name, round(won / 1000), deals) for name, won, deals in rows] == [
        ("Kan-code", 341, 115),
        ("Konex", 269, 108),
        ("Condax", 206, 105),
        ("Cheers", 198, 57),
    ]


def test_no_record_of_the_real_extracts_is_lost(home: Path) -> None:
    rows = rapport("status", "--json", home=home).json["loaded"]

    loaded = {(row["system"], row["object"]): (row["loaded"], row["quarantined"]) for row in rows}
    assert loaded[("servicenow_log", "incident_updates")] == (141_712, 0)
    assert loaded[("scms", "deliveries")] == (10_324, 0)
    assert loaded[("crm_sales", "opportunities")] == (8_800, 0)


@pytest.mark.parametrize("number", [8, pytest.param(200, marks=pytest.mark.heavy)])
def test_whatever_cell_is_drawn_its_rows_prove_it(home: Path, number: int) -> None:
    assert unproved(home, number) == []
