"""What must hold between all figures of a company, here of a small one."""

from collections import defaultdict
from decimal import Decimal

import pytest

from seeds.simulator.truth.company import Truth
from seeds.simulator.truth.kpis import Aggregation, Class
from seeds.simulator.world.client.clients import client_life
from seeds.simulator.world.company import BUSINESS_UNITS, Company
from seeds.simulator.world.supplier.suppliers import supplier_life
from seeds.simulator.world.unit.units import unit_life
from tests.unit.simulator.test_truth_client_side import IDS as CLIENT_IDS
from tests.unit.simulator.test_truth_supplier_side import OWN_IDS

COMPANY = Company.of(seed=11, scale=Decimal("0.05"))
SIX_PLACES = Decimal("0.000001")
ADDS_UP = (Aggregation.RATIO, Aggregation.MEAN, Aggregation.SUM, Aggregation.COUNT)
TAKEN_AGAIN = {"supplier_stakeholder_satisfaction", "business_unit_satisfaction", "supplier_defect_ppm"}
"""Over respondents; by price where units of measure differ."""
WITHIN_ONE_UNIT = {"supplier_otd_quantity"}


@pytest.fixture(scope="module")
def figures():
    truth = Truth(COMPANY)
    for index in range(1, COMPANY.clients + 1):
        truth.add_client(client_life(COMPANY, index))
    for index in range(1, COMPANY.suppliers + 1):
        truth.add_supplier(supplier_life(COMPANY, index))
    for unit in BUSINESS_UNITS:
        truth.add_unit(unit_life(COMPANY, unit))
    return {kpi.id: (kpi, rows) for kpi, rows in zip(truth.kpis, truth.rows(), strict=True)}


def own(figures):
    return [(kpi, rows) for kpi, rows in figures.values() if kpi.id in OWN_IDS]


def test_all_figures_of_the_contract_are_there(figures):
    assert set(figures) == {f"client_{each}" for each in CLIENT_IDS.split()} | OWN_IDS


def test_every_figure_has_rows_of_every_entity_and_grain(figures):
    for kpi, rows in own(figures):
        if kpi.id == "supplier_spend_from_orders":
            assert rows == []
            continue
        assert {row.entity_type for row in rows} == set(kpi.groups), kpi.id
        assert {row.period_grain for row in rows} == set(kpi.grains), kpi.id
    assert [kpi_id for kpi_id, (_, rows) in figures.items() if not rows] == ["supplier_spend_from_orders"]


def test_keys_are_unique_and_in_order(figures):
    keys = [row.key for _, rows in figures.values() for row in rows]
    assert keys == sorted(set(keys))


def test_all_numbers_have_at_most_six_places(figures):
    for _, rows in figures.values():
        for row in rows:
            for number in (row.numerator, row.denominator, row.value, row.target):
                assert number is None or number == number.quantize(SIX_PLACES), row


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


def is_denominator_alone(kpi):
    """Escalations of a member without orders, and first months of savings, add to sums and have no row."""
    return kpi.id in ("supplier_escalation_rate", "supplier_savings_realisation", "value_realisation_rate")


def test_groups_of_figures_that_add_up_add_up_to_the_portfolio(figures):
    for kpi, rows in own(figures):
        if kpi.aggregation not in ADDS_UP or kpi.id in TAKEN_AGAIN | WITHIN_ONE_UNIT:
            continue
        whole = {
            (row.slice_value, row.period_grain, row.period_start): row for row in rows if row.entity_type == "portfolio"
        }
        for entity_type in set(kpi.groups) - {"portfolio"}:
            sums = added(rows, entity_type)
            assert sums.keys() == whole.keys(), (kpi.id, entity_type)
            for key, (above, below, sample) in sums.items():
                row, where = whole[key], (kpi.id, entity_type, key)
                expected = (row.value if row.denominator is None else row.numerator) or 0
                assert is_denominator_alone(kpi) or abs(above - expected) < Decimal("0.001"), where
                assert abs(below - (row.denominator or 0)) < Decimal("0.001"), where
                assert sample == row.sample_size, where


def test_longer_grains_of_facts_add_up_the_months(figures):
    for kpi, rows in own(figures):
        if kpi.figure_class is Class.FACTS and kpi.aggregation in ADDS_UP and kpi.id not in TAKEN_AGAIN:
            sums = defaultdict(Decimal)
            for row in rows:
                if row.entity_type == "portfolio":
                    sums[row.slice_value, row.period_grain] += row.denominator or row.value or 0
            for (part, grain), total in sums.items():
                is_mixed = kpi.id in WITHIN_ONE_UNIT
                assert is_mixed or abs(total - sums[part, "month"]) < Decimal("0.001"), (kpi.id, part, grain)


def test_a_value_is_the_quotient_of_its_parts(figures):
    factors = {"percent": 100, "ppm": 1_000_000, "score": 1}
    for kpi, rows in own(figures):
        for row in rows:
            if row.denominator is not None and row.value is not None:
                expected = factors[kpi.unit] * row.numerator / row.denominator
                tolerance = (
                    Decimal("0.000001")
                    + Decimal("0.000002")
                    * factors[kpi.unit]
                    * (1 + abs(row.numerator / row.denominator))
                    / row.denominator.copy_abs()
                )
                assert abs(row.value - expected) <= tolerance, row


def test_all_time_of_a_stock_is_the_row_of_the_month_of_as_of(figures):
    for kpi, rows in own(figures):
        if kpi.figure_class is Class.STOCK and kpi.id != "supplier_concentration_hhi":
            newest = {
                (row.entity_type, row.entity_id): row.value for row in rows if str(row.period_start) == "2026-10-01"
            }
            forever = {(row.entity_type, row.entity_id): row.value for row in rows if row.period_grain == "all_time"}
            assert newest == forever, kpi.id


def test_counts_and_sums_have_a_row_for_every_month_from_the_first_on(figures):
    for kpi, rows in own(figures):
        if kpi.is_zero_filled:
            months = defaultdict(list)
            for row in rows:
                if row.period_grain == "month":
                    months[row.entity_type, row.entity_id, row.slice_value].append(row.period_start)
            for found in months.values():
                first, last = min(found), max(found)
                assert (last.year, last.month) == (2026, 10), kpi.id
                assert len(found) == (last.year - first.year) * 12 + last.month - first.month + 1, kpi.id


def test_unknown_suppliers_and_units_have_rows_of_their_own_and_no_score(figures):
    for kpi_id in ("supplier_spend", "supplier_otd_lines", "supplier_sla_compliance", "supplier_escalation_count"):
        assert any(row.entity_id == "unknown" for row in figures[kpi_id][1] if row.entity_type == "supplier"), kpi_id
    for kpi_id in ("supplier_scorecard", "supplier_dependency_risk"):
        assert all(row.entity_id != "unknown" for row in figures[kpi_id][1] if row.entity_type == "supplier"), kpi_id
    requests = figures["demand_low_value_share"][1]
    assert any(row.entity_id == "unknown" for row in requests if row.entity_type == "business_unit")


def test_parts_of_a_whole_lie_between_0_and_100(figures):
    parts = [
        "demand_conversion_rate",
        "demand_low_value_share",
        "demand_shaped_share",
        "initiatives_below_plan_share",
        "own_obligation_compliance",
        "community_plan_delivery",
        "supplier_after_the_fact_po_rate",
        "supplier_certificate_validity",
        "supplier_dependency_risk",
        "supplier_invoice_match_rate",
        "supplier_otd_lines",
        "supplier_otd_quantity",
        "supplier_otd_value",
        "supplier_otif",
        "supplier_paid_on_time_rate",
        "supplier_perfect_order_rate",
        "supplier_scorecard",
        "supplier_scorecard_coverage",
        "supplier_single_source_share",
        "supplier_sla_compliance",
        "supplier_stakeholder_satisfaction",
    ]
    for kpi_id in parts:
        assert all(row.value is None or 0 <= row.value <= 100 for row in figures[kpi_id][1]), kpi_id


def test_stricter_figures_are_never_higher(figures):
    values = {
        kpi_id: {row.key[1:]: row.numerator for row in figures[kpi_id][1]}
        for kpi_id in ("supplier_otif", "supplier_perfect_order_rate")
    }
    assert values["supplier_otif"].keys() == values["supplier_perfect_order_rate"].keys()
    assert all(values["supplier_perfect_order_rate"][key] <= met for key, met in values["supplier_otif"].items())


def test_the_order_of_suppliers_changes_nothing(figures):
    truth = Truth(COMPANY)
    for index in range(COMPANY.suppliers, 0, -1):
        truth.add_supplier(supplier_life(COMPANY, index))
    for unit in reversed(BUSINESS_UNITS):
        truth.add_unit(unit_life(COMPANY, unit))
    for kpi, rows in zip(truth.kpis, truth.rows(), strict=True):
        assert kpi.id.startswith("client_") or rows == figures[kpi.id][1], kpi.id
