"""As of an earlier day, a whole life gives the figures of the life as it was known then: nothing later counts."""

from datetime import timedelta
from decimal import Decimal
from functools import cache

import pytest

from seeds.simulator.truth.company import Truth
from seeds.simulator.world.client.clients import client_life
from seeds.simulator.world.company import BUSINESS_UNITS, Company
from seeds.simulator.world.history import client_as_of, supplier_as_of, unit_as_of
from seeds.simulator.world.supplier.suppliers import supplier_life
from seeds.simulator.world.unit.units import unit_life
from tests.unit.simulator.lives import at

COMPANY = Company.of(seed=5, scale=Decimal("0.02"))


@cache
def lives():
    return (
        [client_life(COMPANY, index) for index in range(1, COMPANY.clients + 1)],
        [supplier_life(COMPANY, index) for index in range(1, COMPANY.suppliers + 1)],
        [unit_life(COMPANY, unit) for unit in BUSINESS_UNITS],
    )


def rows(clients, suppliers, units, as_of):
    truth = Truth(COMPANY, as_of)
    for life in clients:
        truth.add_client(life)
    for life in suppliers:
        truth.add_supplier(life)
    for life in units:
        truth.add_unit(life)
    return {kpi.id: {row.key: row for row in each} for kpi, each in zip(truth.kpis, truth.rows(), strict=True)}


@pytest.mark.parametrize("midnight", ["2024-06-13", "2025-03-01", "2026-02-17"])
def test_what_came_later_changes_no_figure(midnight):
    """Days are known once they are over, so that the last second of a day is compared."""
    then = at(midnight)
    clients, suppliers, units = lives()
    as_of = then - timedelta(seconds=1)
    whole = rows(clients, suppliers, units, as_of)
    cut = rows(
        [client_as_of(each, then) for each in clients],
        [supplier_as_of(each, then) for each in suppliers],
        [unit_as_of(each, then) for each in units],
        as_of,
    )
    wrong = {kpi_id for kpi_id in whole if whole[kpi_id] != cut[kpi_id]}
    assert wrong == set()
