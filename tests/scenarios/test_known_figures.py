"""The warehouse finds the figures known for the invented company: every KPI, entity, slice and period."""

from decimal import Decimal
from pathlib import Path

import pytest

from seeds.simulator import sample as slice_of_company
from tests.scenarios.known_figures import compare, figures, make_company, run


@pytest.fixture(scope="module", params=[slice_of_company.SCALE, pytest.param(Decimal(1), marks=pytest.mark.heavy)])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the company, in which somebody has decided rightly who is who."""
    folder = tmp_path_factory.mktemp("known") / "workspace"
    make_company(folder, request.param)
    run(folder)
    return folder


def test_figures_are_exactly_the_known_ones(home: Path) -> None:
    compared = compare(home)

    assert {each.kpi_id: each.differences for each in compared if each.differences} == {}
    assert sum(each.known for each in compared) > 40_000


def test_every_kpi_of_truth_is_a_figure_of_the_warehouse(home: Path) -> None:
    with figures(home) as con:
        missing = con.execute(f"""
            select distinct kpi_id from '{home}/truth/kpi_values.parquet'
            except select kpi_id from found
        """).fetchall()
        groups = con.execute("select distinct entity_type from known order by entity_type").fetchall()

    assert missing == []
    assert [name for (name,) in groups] == [
        "business_unit",
        "category",
        "client",
        "portfolio",
        "relationship_manager",
        "segment",
        "supplier",
    ]
