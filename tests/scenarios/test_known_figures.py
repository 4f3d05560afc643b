"""The warehouse finds the figures known for the invented company, as far as it reads all that they need."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from seeds.simulator import sample as slice_of_company
from seeds.simulator.simulate import count
from seeds.simulator.world.company import Company

# What stands in Salesforce or Zendesk alone counts for the whole portfolio; of purchasing, the units that buy in Coupa.
COMPARED = """
    (kpi_id in ('client_win_rate', 'client_sales_cycle_days', 'client_weighted_pipeline', 'client_reopen_rate')
        and entity_type = 'portfolio')
    or (kpi_id in ('supplier_spend', 'supplier_lead_time_days', 'supplier_otd_lines', 'supplier_otd_quantity',
            'supplier_otd_value')
        and entity_type = 'business_unit' and entity_id in ('Software', 'Managed Services'))
"""


@pytest.fixture(scope="module")
def figures(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    known = tmp_path_factory.mktemp("truth") / "kpi_values.parquet"
    count(Company.of(slice_of_company.SEED, slice_of_company.SCALE)).write(known)
    found = sample / "releases" / "current" / "parquet" / "fct_kpi_values.parquet"
    with duckdb.connect() as con:
        con.execute(f"create view known as select * from read_parquet('{known}') where {COMPARED}")
        con.execute(f"create view found as select * from read_parquet('{found}') where {COMPARED}")
        yield con


def test_figures_are_exactly_the_known_ones(figures: duckdb.DuckDBPyConnection) -> None:
    assert figures.execute("(from known except from found) union all (from found except from known)").fetchall() == []


def test_every_one_of_them_is_compared(figures: duckdb.DuckDBPyConnection) -> None:
    compared = dict(figures.execute("select kpi_id, count(*) from known group by kpi_id").fetchall())

    assert set(compared) == {
        "client_win_rate",
        "client_sales_cycle_days",
        "client_weighted_pipeline",
        "client_reopen_rate",
        "supplier_spend",
        "supplier_lead_time_days",
        "supplier_otd_lines",
        "supplier_otd_quantity",
        "supplier_otd_value",
    }
    assert min(compared.values()) > 30
