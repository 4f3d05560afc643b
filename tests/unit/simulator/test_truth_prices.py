"""Price variance, savings, avoidance and their realisation (KPIS.md, section 5)."""

from decimal import Decimal

from tests.unit.simulator.lives import at, orphan, quarantined
from tests.unit.simulator.supplies import (
    SUPPLIER,
    UNKNOWN,
    agreed,
    billed,
    by_amount,
    contract,
    credit,
    due,
    figures,
    invoice,
    life,
    line,
    moved,
    negotiation,
    order,
    returned,
    supplier,
)


def parts(row):
    return row.numerator, row.denominator, row.value


def variance(terms, *billings, ordered="2026-03-01", extra=(), **given):
    """Billings as (quantity, price), each of an order line of its own that names the contract."""
    lines = [line([], contract=terms.number, **given) for _ in billings]
    invoices = [invoice("2026-03-20", billed(each, *what)) for each, what in zip(lines, billings, strict=True)]
    return figures(
        "supplier_price_variance",
        life(contracts=[terms], orders=[order(ordered, *lines)], invoices=[*invoices, *extra]),
    )


def test_100_at_half_above_the_contract_and_50_at_it_vary_by_a_third_of_ten_percent():
    found = variance(contract("2026-01-01", None, agreed("10")), ("100", "10.50"), ("50", "10"))
    assert parts(found.row()) == (50, 1_500, Decimal("3.333333"))


def test_lower_prices_make_the_variance_negative():
    assert variance(contract("2026-01-01", None, agreed("10")), ("100", "9")).value() == -10


def test_the_price_must_be_in_force_on_the_orders_day():
    changed = contract("2026-01-01", None, agreed("10", "2026-01-01", "2026-02-28"), agreed("20", "2026-03-01"))
    assert variance(changed, ("1", "20")).value() == 0
    assert variance(changed, ("1", "20"), ordered="2026-02-28").value() == 100
    assert variance(changed, ("1", "20"), ordered="2025-12-31").rows == {}


def test_so_must_the_contract():
    assert variance(contract("2026-01-01", "2026-02-28", agreed("10")), ("1", "20")).rows == {}
    assert variance(contract("2026-01-01", None, agreed("10"), status="draft"), ("1", "20")).rows == {}


def test_another_unit_of_measure_or_item_has_no_price():
    terms = contract("2026-01-01", None, agreed("10"))
    assert variance(terms, ("1", "20"), unit="KG").rows == {}
    assert variance(terms, ("1", "20"), item="nut").rows == {}


def test_lines_by_amount_without_contract_and_credit_notes_are_left_out():
    terms = contract("2026-01-01", None, agreed("10"))
    service, other = by_amount("100", contract=terms.number), line([])
    given = life(
        contracts=[terms],
        orders=[order("2026-03-01", service, other)],
        invoices=[invoice("2026-03-20", billed(service, None, "100"), billed(other, "1", "99"))],
    )
    assert figures("supplier_price_variance", given).rows == {}
    bought = line([], contract=terms.number)
    credited = life(
        contracts=[terms],
        orders=[order("2026-03-01", bought)],
        invoices=[credit("2026-03-20", billed(bought, "1", "20"))],
    )
    assert figures("supplier_price_variance", credited).rows == {}


def test_both_prices_convert_at_the_invoices_day():
    terms = contract("2026-01-01", None, agreed("10"), currency="EUR")
    bought = line([], contract=terms.number)
    given = life(
        contracts=[terms],
        orders=[order("2026-01-15", bought)],
        invoices=[invoice("2026-02-20", billed(bought, "10", "15"))],
    )
    row = figures("supplier_price_variance", given).row("2026-02-01")
    assert parts(row) == (30, 120, 25)


def test_without_a_rate_of_either_currency_a_line_is_left_out():
    terms = contract("2026-01-01", None, agreed("10"), currency="TRY")
    assert variance(terms, ("10", "12")).rows == {}


def test_an_orphans_variance_counts_under_unknown_and_one_in_quarantine_nowhere():
    terms = contract("2026-01-01", None, agreed("10"))
    bought = line([], contract=terms.number)
    invoices = [invoice("2026-03-20", billed(bought, "1", "11")) for _ in range(3)]
    orphan(invoices[1])
    quarantined(invoices[2])
    found = figures(
        "supplier_price_variance",
        life(contracts=[terms], orders=[order("2026-03-01", bought)], invoices=invoices),
    )
    assert found.row(entity=SUPPLIER).denominator == found.row(entity=UNKNOWN).denominator == 10
    assert found.row().denominator == 20


def bought(on, quantity, price="1", **given):
    """A line received on a day."""
    return line([due(on, quantity)], [moved(on, quantity)], price=price, **given)


def saved(initiative, *lines, kpi="cost_savings", ordered="2026-01-01", invoices=(), currency="USD", **given):
    return figures(
        f"supplier_{kpi}",
        life(savings=[initiative], orders=[order(ordered, *lines, currency=currency)], invoices=list(invoices)),
        **given,
    )


def test_4000_at_9_20_and_200_at_9_35_of_10_save_3_330():
    first, second = bought("2026-03-01", "4000", "9.20"), bought("2026-03-02", "200", "9.35")
    found = saved(negotiation("2026-01-01", "10.00"), first, second)
    assert (found.value(), found.row().sample_size) == (3_330, 2)


def test_increases_are_netted_within_the_initiative():
    found = saved(negotiation("2026-01-01", "10"), bought("2026-03-01", "100", "9"), bought("2026-03-02", "100", "11"))
    assert found.value() == 0


def test_the_invoices_price_is_paid_and_without_one_the_orders():
    low = bought("2026-03-01", "10", "9")
    assert saved(negotiation("2026-01-01", "10"), low).value() == 10
    assert (
        saved(negotiation("2026-01-01", "10"), low, invoices=[invoice("2026-03-05", billed(low, "10", "8"))]).value()
        == 20
    )
    parts_of_it = [invoice("2026-03-05", billed(low, "6", "8")), invoice("2026-03-06", billed(low, "2", "10"))]
    assert saved(negotiation("2026-01-01", "10"), low, invoices=parts_of_it).value() == 15
    credited = [invoice("2026-03-05", billed(low, "10", "8")), credit("2026-03-06", billed(low, "1", "2"))]
    assert saved(negotiation("2026-01-01", "10"), low, invoices=credited).value() == 20


def test_returns_take_off_the_receipt_that_they_are_of_and_disposals_nothing():
    came = moved("2026-02-27", "10")
    back = [came, returned("2026-03-05", came, "4"), returned("2026-03-06", came, "1", "disposal")]
    found = saved(negotiation("2026-01-01", "10"), line([due("2026-03-01", "10")], back, price="9"))
    assert found.value("2026-02-01") == 6
    assert found.value("2026-03-01") == 0
    assert (
        saved(
            negotiation("2026-01-01", "10"),
            line([due("2026-03-01", "10")], back, price="9"),
            as_of=at("2026-03-04T23:00"),
        ).value("2026-02-01")
        == 10
    )


def test_it_saves_for_12_months_from_the_first_delivery():
    lines = [bought(on, "1", "9") for on in ("2025-02-10", "2026-02-09", "2026-02-10")]
    found = saved(negotiation("2025-01-01", "10"), *lines, ordered="2025-01-05")
    assert found.ever().value == 2
    assert found.value("2026-02-01") == 1


def test_only_orders_from_its_day_on_of_its_item_unit_of_measure_and_business_unit_save():
    lines = [bought("2026-03-01", "1", "9", item="nut"), bought("2026-03-01", "1", "9", unit="KG")]
    assert saved(negotiation("2026-01-01", "10"), *lines).rows == {}
    right = bought("2026-03-01", "1", "9")
    assert saved(negotiation("2026-01-02", "10"), right).rows == {}
    assert saved(negotiation("2026-01-01", "10", business_unit="Logistics"), right).rows == {}
    assert saved(negotiation("2026-01-01", "10"), right).value() == 1


def test_one_rate_converts_both_prices_and_without_one_nothing_is_known():
    euros = negotiation("2026-01-01", "10", currency="EUR")
    assert saved(euros, bought("2026-01-30", "10", "9"), currency="EUR").value("2026-01-01") == 11
    assert saved(euros, bought("2026-02-01", "10", "9"), currency="EUR").value("2026-02-01") == 12
    lost = negotiation("2026-01-01", "10", currency="TRY")
    row = saved(lost, bought("2026-03-01", "10", "9"), currency="TRY").row()
    assert (row.value, row.sample_size) == (None, 0)


def test_avoidance_is_never_added_to_savings():
    avoided = negotiation("2026-01-01", "10", kind="avoidance")
    lines = [bought("2026-03-01", "5", "9")]
    assert saved(avoided, *lines).rows == {}
    assert saved(avoided, *lines, kpi="cost_avoidance").value() == 5
    assert saved(avoided, *lines, kpi="savings_realisation").rows == {}


def realised(*initiatives, lines, **given):
    return figures(
        "supplier_savings_realisation",
        life(savings=list(initiatives), orders=[order("2025-01-01", *lines)]),
        **given,
    )


def test_3_330_of_4_000_negotiated_to_date_are_83_25_percent():
    """Three of twelve months are over, of 16,000 negotiated."""
    lines = [bought("2025-12-31", "4000", "9.20"), bought("2026-02-02", "200", "9.35")]
    found = realised(negotiation("2025-01-01", "10.00", "16000"), lines=lines)
    assert parts(found.row()) == (3_330, 4_000, Decimal("83.25"))
    assert found.row("2025-12-01") is None
    assert found.row("2026-01-01").denominator == Decimal("1333.333333")


def test_at_most_all_of_it_is_negotiated_to_date():
    lines = [bought("2025-01-31", "10", "9")]
    found = realised(negotiation("2025-01-01", "10", "1200"), lines=lines)
    assert parts(found.row("2025-02-01")) == (10, 100, 10)
    assert found.row("2026-01-01").denominator == found.row().denominator == 1_200
    assert found.ever().denominator == 1_200


def test_what_was_saved_in_a_first_month_adds_to_the_sums_of_others():
    new, old = bought("2026-03-30", "10", "9", item="nut"), bought("2026-01-01", "10", "9")
    found = realised(negotiation("2025-01-01", "10"), negotiation("2025-01-01", "10", item="nut"), lines=[new, old])
    assert (*parts(found.row()), found.row().sample_size) == (20, 200, 10, 1)
    assert realised(negotiation("2025-01-01", "10", item="nut"), lines=[new]).rows == {}


def test_the_negotiated_amount_converts_at_the_periods_last_day_and_business_units_have_no_rows():
    lines = [bought("2026-01-01", "10", "9")]
    found = realised(negotiation("2025-01-01", "10", currency="EUR"), lines=lines)
    assert found.row("2026-02-01").denominator == 120
    assert found.row("2026-03-01") is None
    assert {key[0] for key in found.rows} == {"supplier", "category", "portfolio"}


def test_savings_belong_to_the_initiatives_supplier_whatever_orders_of_unknown_ones_hold():
    lost = orphan(order("2026-01-01", bought("2026-03-01", "5", "9")))
    found = figures("supplier_cost_savings", life(supplier(), savings=[negotiation("2026-01-01", "10")], orders=[lost]))
    assert found.rows == {}
