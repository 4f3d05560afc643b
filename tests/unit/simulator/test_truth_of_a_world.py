"""What must hold between the client figures of any world, here of a small one."""

from collections import defaultdict
from decimal import Decimal

import pytest

from seeds.simulator.truth.client.side import ClientSide
from seeds.simulator.truth.kpis import Aggregation, Class
from seeds.simulator.world.client.clients import client_life
from seeds.simulator.world.company import Company

COMPANY = Company.of(seed=11, scale=Decimal("0.06"))
ROLLED_UP = ("segment", "relationship_manager", "portfolio")


@pytest.fixture(scope="module")
def figures():
    side = ClientSide(COMPANY)
    for index in range(1, COMPANY.clients + 1):
        side.take(client_life(COMPANY, index))
    return {kpi.id: (kpi, side.rows_of(kpi)) for kpi in side.kpis}


def by_key(rows, entity_type, entity_id=None):
    return {
        (row.slice_value, row.period_grain, row.period_start): row
        for row in rows
        if row.entity_type == entity_type and entity_id in (None, row.entity_id)
    }


def added(rows, entity_type):
    """Σ numerator (or value), denominator and sample over all entities of a type."""
    sums = defaultdict(lambda: [Decimal(0), Decimal(0), 0])
    for row in rows:
        if row.entity_type == entity_type:
            total = sums[row.slice_value, row.period_grain, row.period_start]
            total[0] += (row.value if row.denominator is None else row.numerator) or 0
            total[1] += row.denominator or 0
            total[2] += row.sample_size
    return sums


def test_every_figure_has_rows_of_clients_and_of_the_portfolio(figures):
    for kpi, rows in figures.values():
        assert {row.entity_type for row in rows} == set(kpi.groups), kpi.id
        assert {row.period_grain for row in rows} == set(kpi.grains), kpi.id


def test_rows_are_unique_and_in_key_order(figures):
    keys = [row.key for _, rows in figures.values() for row in rows]
    assert keys == sorted(set(keys))


def test_sums_and_ratios_of_groups_add_up_to_the_portfolio(figures):
    for kpi, rows in figures.values():
        if kpi.aggregation in (Aggregation.MEDIAN, Aggregation.SPECIAL):
            continue
        whole = by_key(rows, "portfolio")
        for entity_type in ("client", *ROLLED_UP[:2]):
            for key, (above, below, sample) in added(rows, entity_type).items():
                if key not in whole:
                    continue
                row = whole[key]
                expected = (row.value if row.denominator is None else row.numerator) or 0
                # Who owes money but was invoiced nothing in 90 days has no days of its own, yet adds its receivables.
                is_whole = kpi.id != "client_dso_days"
                assert not is_whole or abs(above - expected) < Decimal("0.001"), (kpi.id, entity_type, key)
                assert abs(below - (row.denominator or 0)) < Decimal("0.001"), (kpi.id, entity_type, key)
                assert sample == row.sample_size, (kpi.id, entity_type, key)


def test_longer_grains_of_facts_add_up_the_months(figures):
    for kpi, rows in figures.values():
        if kpi.figure_class is Class.FACTS and kpi.aggregation is not Aggregation.MEDIAN and "month" in kpi.grains:
            portfolio = [row for row in rows if row.entity_type == "portfolio"]
            sums = defaultdict(Decimal)
            for row in portfolio:
                sums[row.slice_value, row.period_grain] += row.denominator or row.value or 0
            for (part, _), total in sums.items():
                if (part, "all_time") in sums:
                    assert abs(total - sums[part, "all_time"]) < Decimal("0.001"), kpi.id


def test_all_time_of_a_stock_is_the_row_of_the_month_of_as_of(figures):
    for kpi, rows in figures.values():
        if kpi.figure_class is Class.STOCK:
            for row in rows:
                if row.period_grain == "all_time":
                    newest = [
                        each
                        for each in rows
                        if (each.entity_type, each.entity_id) == (row.entity_type, row.entity_id)
                        and str(each.period_start) == "2026-10-01"
                    ]
                    assert [each.value for each in newest] == [row.value], kpi.id


def test_churn_and_retention_are_100_together(figures):
    churn = by_key(figures["client_gross_revenue_churn"][1], "portfolio")
    kept = by_key(figures["client_gross_revenue_retention"][1], "portfolio")
    assert churn.keys() == kept.keys()
    assert all(abs(churn[key].value + kept[key].value - 100) <= Decimal("0.000001") for key in churn)


def test_percentages_of_parts_lie_between_0_and_100(figures):
    parts = [
        "client_logo_churn",
        "client_renewal_rate",
        "client_win_rate",
        "client_sla_attainment",
        "client_csat",
        "client_qbr_coverage",
        "client_stakeholder_coverage",
        "client_single_threaded_share",
        "client_payment_on_time_rate",
        "client_health_score",
        "client_health_coverage",
        "client_reopen_rate",
        "client_renewal_rate_value",
        "client_cadence_compliance",
    ]
    for kpi_id in parts:
        assert all(row.value is None or 0 <= row.value <= 100 for row in figures[kpi_id][1]), kpi_id


def test_the_order_of_lives_changes_nothing(figures):
    side = ClientSide(COMPANY)
    for index in range(COMPANY.clients, 0, -1):
        side.take(client_life(COMPANY, index))
    for kpi in side.kpis:
        assert side.rows_of(kpi) == figures[kpi.id][1], kpi.id


def test_orphans_count_under_unknown(figures):
    rows = [row for _, every in figures.values() for row in every if row.entity_type == "client"]
    assert any(row.entity_id == "unknown" for row in rows)
