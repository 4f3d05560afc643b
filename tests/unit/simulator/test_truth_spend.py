"""Spend, what of it is managed and ordered, invoices ahead of orders, and what was paid in time (section 5)."""

from decimal import Decimal

from tests.unit.simulator.lives import at, day, orphan, quarantined
from tests.unit.simulator.supplies import (
    SUPPLIER,
    UNKNOWN,
    billed,
    charged,
    contract,
    credit,
    due,
    figures,
    invoice,
    life,
    line,
    moved,
    order,
    supplier,
)


def parts(row):
    return row.numerator, row.denominator, row.value


def spend(*invoices, **given):
    return figures("supplier_spend", life(invoices=list(invoices)), **given)


def test_an_invoice_of_100_for_an_order_of_100_is_100():
    ordered = line([due("2026-03-10", "100")], [moved("2026-03-10", "100")])
    both = life(
        orders=[order("2026-03-01", ordered)],
        invoices=[invoice("2026-03-12", billed(ordered, "100"), tax=Decimal(19))],
    )
    assert figures("supplier_spend", both).value() == 100


def test_every_buying_company_has_invoices_so_that_no_spend_comes_from_orders():
    ordered = life(orders=[order("2026-03-01", line([due("2026-03-10", "100")]))])
    assert figures("supplier_spend_from_orders", ordered).rows == {}


def test_credit_notes_are_negative_in_their_own_month():
    found = spend(invoice("2026-02-10", charged("100")), credit("2026-03-10", charged("30")))
    assert (found.value("2026-02-01"), found.value("2026-03-01")) == (100, -30)
    assert (found.value("2026-01-01", grain="quarter"), found.ever().value, found.ever().sample_size) == (70, 70, 2)


def test_the_invoice_date_decides_the_month_and_the_rate():
    found = spend(
        invoice("2026-01-30", charged("100"), currency="EUR", posted="2026-02-02"),
        invoice("2026-01-31", charged("100"), currency="EUR"),
    )
    assert found.value("2026-01-01") == 230


def test_an_amount_without_a_rate_is_unknown_and_not_nothing():
    lost = invoice("2026-03-10", charged("5"), currency="TRY")
    found = spend(lost)
    assert (found.value(), found.row().sample_size, found.row().status) == (None, 0, "insufficient_data")
    assert spend(lost, invoice("2026-03-11", charged("7"))).value() == 7
    stale = invoice("2026-03-04", charged("5"), currency="EUR")
    assert spend(stale).value() is None
    assert spend(invoice("2026-03-03", charged("5"), currency="EUR")).value() == 6


def test_months_without_spend_are_0_from_the_first_one_on():
    found = spend(invoice("2026-01-10", charged("100"))).rows
    assert {key[4]: row.value for key, row in found.items() if key[0] == "portfolio" and key[3] == "month"} == {
        "2026-01-01": 100,
        "2026-02-01": 0,
        "2026-03-01": 0,
    }


def test_voided_invoices_and_those_in_quarantine_or_posted_after_as_of_do_not_count():
    voided = invoice("2026-03-10", charged("1"), is_voided=True)
    assert spend(voided, quarantined(invoice("2026-03-10", charged("1")))).rows == {}
    late = invoice("2026-03-10", charged("1"), posted="2026-03-12")
    assert spend(late, as_of=at("2026-03-11T23:00")).rows == {}
    assert spend(late, as_of=at("2026-03-12T23:00")).value() == 1


def test_orphans_count_under_unknown_and_in_the_portfolio():
    found = spend(invoice("2026-03-10", charged("1")), orphan(invoice("2026-03-10", charged("2"))))
    assert (found.value(entity=SUPPLIER), found.value(entity=UNKNOWN), found.value()) == (1, 2, 3)
    assert found.value(entity=("category", "Electronics")) == 3


def test_category_and_unit_are_those_of_the_line():
    found = spend(
        invoice("2026-03-10", charged("1"), charged("2", "Freight"), business_unit="Logistics"),
        invoice("2026-03-10", charged("4")),
    )
    assert found.value(entity=("category", "Freight")) == 2
    assert found.value(entity=("category", "Electronics")) == 5
    assert found.value(entity=("business_unit", "Logistics")) == 3
    assert found.value(entity=("business_unit", "Software")) == 4
    assert sum(row.value for key, row in found.rows.items() if key[0] == "relationship_manager" and key[3] == "month")


def managed(*contracts, ordered="2026-03-01", named=None, extra=(), **given):
    """Of 80 spent, 60 on an order that names the first contract."""
    bought = line([], contract=named or contracts[0].number)
    return figures(
        "supplier_spend_under_management",
        life(
            contracts=list(contracts),
            orders=[order(ordered, bought)],
            invoices=[invoice("2026-03-20", billed(bought, "60"), charged("20"), *extra)],
        ),
        **given,
    )


def test_60_of_80_spent_under_a_contract_are_75_percent():
    assert parts(managed(contract("2026-01-01")).row()) == (60, 80, 75)


def test_only_addressable_categories_can_be_managed():
    assert managed(contract("2026-01-01"), extra=[charged("1000", "Utilities and fees")]).value() == 75


def test_the_contract_must_be_in_force_on_the_orders_day():
    assert managed(contract("2026-03-01", "2026-03-01")).value() == 75
    assert managed(contract("2026-03-02")).value() == 0
    assert managed(contract("2026-01-01", "2026-02-28", status="ended")).value() == 0
    assert managed(contract("2026-01-01", "2026-02-28", auto_renew=True)).value() == 75
    assert managed(contract("2026-01-01", status="draft")).value() == 0
    assert managed(contract("2026-01-01", status="cancelled")).value() == 0


def test_a_contract_ends_with_the_earlier_of_end_and_termination():
    stopped = {"status": "ended", "terminated_on": day("2026-02-27")}
    assert managed(contract("2026-01-01", "2026-12-31", **stopped)).value() == 0
    assert managed(contract("2026-01-01", "2026-12-31", **stopped), ordered="2026-02-27").value() == 75
    assert managed(contract("2026-01-01", "2026-01-31", **stopped), ordered="2026-02-27").value() == 0
    assert managed(contract("2026-01-01", "2026-01-31", **stopped, auto_renew=True), ordered="2026-02-27").value() == 75


def test_an_order_may_name_a_contract_that_nobody_knows():
    assert managed(contract("2026-01-01"), named=999).value() == 0
    unrecorded = contract("2026-01-01", created_at=at("2026-04-01"))
    assert managed(unrecorded).value() == 0


def test_credit_notes_are_netted_in_coverage():
    bought = line([])
    given = life(
        orders=[order("2026-03-01", bought)],
        invoices=[
            invoice("2026-03-10", billed(bought, "100"), charged("10")),
            credit("2026-03-20", billed(bought, "10")),
        ],
    )
    assert parts(figures("supplier_po_coverage", given).row()) == (90, 100, 90)


def test_8_of_200_invoices_before_their_order_are_4_percent():
    orders, invoices = [], []
    for place in range(200):
        bought = line([])
        orders.append(order("2026-03-11" if place < 8 else "2026-03-10", bought))
        invoices.append(invoice("2026-03-10", billed(bought, "1"), posted="2026-03-15"))
    invoices += [invoice("2026-03-10", charged("1")), credit("2026-03-09", billed(orders[0].lines[0], "1"))]
    given = life(orders=orders, invoices=invoices)
    assert parts(figures("supplier_after_the_fact_po_rate", given).row()) == (8, 200, 4)


def test_an_invoice_of_two_orders_counts_once_in_the_category_of_its_first_line_with_an_order():
    early, late = line([], category="Freight"), line([], category="Packaging")
    found = figures(
        "supplier_after_the_fact_po_rate",
        life(
            orders=[order("2026-03-01", early), order("2026-03-20", late)],
            invoices=[invoice("2026-03-10", charged("1"), billed(early, "1"), billed(late, "1"), posted="2026-03-21")],
        ),
    )
    assert parts(found.row()) == (1, 1, 100)
    assert found.row(entity=("category", "Freight")).denominator == 1
    assert found.row(entity=("category", "Packaging")) is None


def paid(*invoices, **given):
    return figures("supplier_paid_on_time_rate", life(invoices=list(invoices)), **given)


def test_450k_of_500k_paid_by_the_due_day_are_90_percent():
    def owed(net, *payments):
        return invoice("2026-02-01", charged(net), due_by="2026-03-10", paid=payments)

    found = paid(owed("400000", ("2026-03-10", "400000")), owed("100000", ("2026-03-09", "50000")))
    assert parts(found.row()) == (450_000, 500_000, 90)


def test_what_is_due_is_gross_and_too_much_paid_makes_up_for_nothing():
    taxed = invoice("2026-02-01", charged("100"), tax=Decimal(20), due_by="2026-03-10", paid=[("2026-03-01", "150")])
    assert parts(paid(taxed, invoice("2026-03-01", charged("60"))).row()) == (120, 180, Decimal("66.666667"))


def test_what_falls_due_later_is_not_due_and_what_is_paid_later_not_paid():
    given = invoice("2026-02-01", charged("100"), due_by="2026-03-10", paid=[("2026-03-10", "100")])
    assert paid(given, as_of=at("2026-03-09T23:00")).rows == {}
    today = paid(given, as_of=at("2026-03-10T01:00")).row()
    assert (today.value, today.is_final) == (100, False)
    assert paid(given).row().is_final
    late = invoice("2026-02-01", charged("100"), due_by="2026-03-10", paid=[("2026-03-11", "100")])
    assert paid(late).value() == 0


def test_the_rate_is_that_of_the_invoices_day_and_without_one_nothing_is_due():
    euros = invoice("2026-01-30", charged("100"), due_by="2026-03-10", currency="EUR")
    lost = invoice("2026-01-30", charged("100"), due_by="2026-03-10", currency="TRY")
    assert paid(euros, lost).row().denominator == 110
    assert paid(credit("2026-03-10", charged("5"))).rows == {}


def test_a_supplier_has_the_key_of_its_earliest_record():
    assert supplier().ids[0].system == "coupa"
    assert spend(invoice("2026-03-10", charged("1"))).row(entity=("supplier", "coupa/default/1")) is not None
