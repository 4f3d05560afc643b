"""Change one raw column, build again, and only declared columns move."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lineage.perturbation import CHANGES, Laboratory

QUICK = 8
"""So many raw columns are changed in the quick lane, spread over all."""


@pytest.fixture(scope="module")
def laboratory(sample: Path) -> Laboratory:
    return Laboratory(sample)


@pytest.mark.parametrize("change", CHANGES)
def test_what_no_mart_depends_on_moves_nothing(laboratory: Laboratory, change: str) -> None:
    others = [column for column in laboratory.raw_columns() if column not in laboratory.declared]

    assert len(others) > 100
    with laboratory.changed(others, change) as moved:
        assert moved == set()


def test_of_some_raw_columns_each_moves_only_what_is_declared(laboratory: Laboratory) -> None:
    columns = [column for column in laboratory.raw_columns() if column in laboratory.declared]

    assert undeclared(laboratory, columns[:: len(columns) // QUICK]) == {}


@pytest.mark.parametrize(
    ("raw", "column"),
    [
        (("raw.salesforce__opportunity", "Amount"), ("marts", "fct_opportunities", "amount")),
        (("raw.salesforce__opportunity_history", "Amount"), ("kpis", "client_weighted_pipeline", "value")),
        (("raw.salesforce__opportunity", "CloseDate"), ("kpis", "client_win_rate", "period_start")),
        (("raw.coupa__invoices", "invoice-lines"), ("kpis", "supplier_spend", "value")),
        (("raw.coupa__suppliers", "display-name"), ("marts", "dim_suppliers", "supplier_name")),
        (("raw.zendesk__tickets", "created_at"), ("kpis", "client_resolution_calendar_hours", "value")),
        (("raw.reference__targets", "target"), ("marts", "fct_kpi_values", "target")),
        (("raw.run_parameters", "as_of"), ("marts", "dim_dates", "date_day")),
    ],
)
def test_a_column_moves_with_the_raw_column_that_its_value_is_made_of(
    laboratory: Laboratory, raw: tuple[str, str], column: tuple[str, str, str]
) -> None:
    section, name, own = column
    assert raw[1] in laboratory.document[section][name]["columns"][own]["direct"][raw[0]]
    moved = set()
    for change in CHANGES:
        with laboratory.changed([raw], change) as found:
            moved |= found

    assert column in moved


@pytest.mark.heavy
def test_each_raw_column_moves_only_what_is_declared(laboratory: Laboratory) -> None:
    columns = [column for column in laboratory.raw_columns() if column in laboratory.declared]

    assert undeclared(laboratory, columns) == {}


def undeclared(
    laboratory: Laboratory, columns: list[tuple[str, str]]
) -> dict[tuple[str, str], set[tuple[str, str, str]]]:
    found = {}
    for column in columns:
        for change in CHANGES:
            with laboratory.changed([column], change) as moved:
                if more := moved - laboratory.declared[column]:
                    found[column] = more
    return found
