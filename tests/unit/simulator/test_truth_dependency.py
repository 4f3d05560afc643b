"""supplier_dependency_risk (KPIS.md, section 7)."""

from decimal import Decimal

import pytest

from seeds.simulator.world.supplier.life import ContingencyPlan, SecondSupplier
from tests.unit.simulator.lives import at, day, orphan
from tests.unit.simulator.supplies import SUPPLIER, charged, contract, credit, figures, invoice, life, supplier


def second(category="Freight", since="2020-01-01", until=None):
    return SecondSupplier(category, 2, day(since), day(until) if until else None)


def plan(category="Freight", since="2020-01-01", until=None):
    return ContingencyPlan(category, day(since), day(until) if until else None)


def freight(net, index=1, on="2026-03-10", **given):
    return life(index, invoices=[invoice(on, charged(net, "Freight"))], **given)


def risk(*lives, entity=SUPPLIER, start="2026-03-01", grain="month", **given):
    return figures("supplier_dependency_risk", *lives, **given).value(start, entity, grain)


def safe(**given):
    """Second supplier, plan and an evergreen contract: what is left is half of the share."""
    covers = {"second_suppliers": [second()], "contingency_plans": [plan()]}
    terms = given.pop("contracts", [contract("2020-01-01", category="Freight")])
    return {"contracts": terms, **covers, **given}


def ending(end="2026-06-29", **given):
    return contract("2020-01-01", end, category="Freight", **given)


def test_60_percent_no_second_supplier_a_plan_and_an_end_in_90_days_are_45_5():
    given = freight("60", contingency_plans=[plan()], contracts=[ending()])
    assert risk(given, freight("40", 2)) == Decimal("45.5")


def test_each_part_adds_its_own():
    other = freight("50", 2)
    assert risk(freight("50", **safe()), other) == Decimal("17.5")
    assert risk(freight("50", **safe(second_suppliers=[])), other) == 35
    assert risk(freight("50", **safe(contingency_plans=[])), other) == 28
    assert risk(freight("50", **safe(contracts=[])), other) == Decimal("24.5")


def test_plans_and_second_suppliers_hold_for_their_category_and_days():
    for wrong in (second("Chemicals"), second(until="2026-03-30"), second(since="2026-04-01")):
        assert risk(freight("50", **safe(second_suppliers=[wrong]))) == Decimal("52.5")
    assert risk(freight("50", **safe(second_suppliers=[second(since="2026-03-31", until="2026-03-31")]))) == 35
    assert risk(freight("50", **safe(contingency_plans=[plan("Chemicals")]))) == Decimal("45.5")


@pytest.mark.parametrize(
    ("terms", "is_ending"),
    [
        ({"end": "2026-09-27"}, True),
        ({"end": "2026-09-28"}, False),
        ({"end": "2026-01-01"}, True),
        ({"end": "2026-01-01", "auto_renew": True}, False),
        ({"end": None}, False),
        ({"end": "2030-01-01", "status": "draft"}, True),
        ({"end": "2030-01-01", "status": "cancelled"}, True),
        ({"end": "2030-01-01", "status": "ended", "terminated_on": day("2026-02-01")}, True),
        ({"end": "2030-01-01", "category": "Chemicals"}, True),
    ],
)
def test_a_contract_ends_soon_within_180_days_or_if_it_has_ended(terms, is_ending):
    values = {"category": "Freight", **terms}
    given = contract("2020-01-01", values.pop("end"), **values)
    assert risk(freight("50", **safe(contracts=[given]))) == (42 if is_ending else 35)


def test_the_latest_end_counts_of_those_begun():
    assert risk(freight("50", **safe(contracts=[ending("2026-04-01"), ending("2030-01-01")]))) == 35
    not_begun = contract("2026-04-01", "2030-01-01", category="Freight")
    assert risk(freight("50", **safe(contracts=[ending("2026-04-01"), not_begun]))) == 42


def test_a_termination_after_as_of_is_not_known():
    terms = ending("2030-01-01", terminated_on=day("2026-04-20"), status="ended")
    given = freight("50", **safe(contracts=[terms]))
    assert risk(given) == 35
    assert risk(given, as_of=at("2026-04-30")) == 42


def test_the_worst_of_a_suppliers_categories_counts():
    both = life(1, invoices=[invoice("2026-03-10", charged("90", "Packaging"), charged("1", "Electronics"))])
    assert risk(both) == 100
    assert risk(life(1, invoices=[invoice("2026-03-10", charged("9", "Packaging"))])) == 40
    assert risk(life(1, invoices=[invoice("2026-03-10", charged("9", "Lab services"))])) == 70


def test_a_category_without_net_spend_is_no_dependency():
    given = life(
        1,
        invoices=[invoice("2026-03-10", charged("90", "Packaging")), credit("2026-03-10", charged("5", "Electronics"))],
    )
    assert risk(given, life(2, invoices=[invoice("2026-03-10", charged("50", "Electronics"))])) == 40


def test_shares_are_of_net_spend_in_twelve_months_with_internal_and_unknown_suppliers():
    lost = life(3, invoices=[orphan(invoice("2026-03-10", charged("20", "Freight")))])
    internal = life(supplier(2, is_internal=True), invoices=[invoice("2026-03-10", charged("30", "Freight"))])
    old = freight("900", 4, on="2025-03-31")
    negative = life(5, invoices=[invoice("2026-03-10", charged("5")), credit("2026-03-10", charged("9", "Freight"))])
    assert risk(freight("50", **safe()), lost, internal, old, negative) == Decimal("17.5")


def test_only_suppliers_with_net_spend_in_twelve_months_have_a_risk():
    returned = life(2, invoices=[invoice("2026-03-10", charged("5")), credit("2026-03-10", charged("5"))])
    found = figures("supplier_dependency_risk", freight("50", on="2025-03-10"), returned)
    assert found.row("2026-02-01", SUPPLIER) is not None
    assert found.row("2026-03-01", SUPPLIER) is None
    assert found.row("2026-03-01", ("supplier", "coupa/default/2")) is None


def test_groups_have_the_mean_of_their_members_by_main_category():
    small = life(2, invoices=[invoice("2026-03-10", charged("50", "Freight"), charged("51", "Packaging"))])
    found = figures("supplier_dependency_risk", freight("50", **safe()), small)
    assert found.value(entity=("supplier", "coupa/default/2")) == Decimal("52.5")
    assert found.value() == 35
    assert found.value(entity=("category", "Freight")) == Decimal("17.5")
    assert found.value(entity=("category", "Packaging")) == Decimal("52.5")
    assert {key[0] for key in found.rows} == {"supplier", "category", "portfolio"}
    assert found.row().sample_size == 2


def test_a_quarter_is_its_last_month_and_unknown_suppliers_have_no_risk():
    found = figures(
        "supplier_dependency_risk",
        freight("50", on="2026-01-10", **safe()),
        life(2, invoices=[invoice("2026-02-10", charged("50", "Freight"))]),
        life(3, invoices=[orphan(invoice("2026-02-10", charged("50")))]),
    )
    assert found.value("2026-01-01", SUPPLIER) == 35
    assert found.value("2026-01-01", SUPPLIER, "quarter") == found.value("2026-03-01", SUPPLIER) == Decimal("17.5")
    assert all(key[1] != "unknown" for key in found.rows)
