"""supplier_invoice_match_rate: three-way match at first posting (KPIS.md, section 5)."""

from tests.unit.simulator.lives import at, orphan, quarantined
from tests.unit.simulator.supplies import (
    SUPPLIER,
    UNKNOWN,
    billed,
    by_amount,
    charged,
    credit,
    due,
    figures,
    invoice,
    life,
    line,
    moved,
    order,
    returned,
)


def of(*receipts, price="10", **given):
    return line([due("2026-03-10", "10")], receipts, price=price, **given)


def matched(bought, *invoices, **given):
    row = figures(
        "supplier_invoice_match_rate",
        life(orders=[order("2026-03-01", bought)], invoices=list(invoices)),
        **given,
    ).row()
    return row.numerator, row.denominator


def test_188_of_200_lines_that_match_are_94_percent():
    lines = [of(moved("2026-03-10", "10")) for _ in range(200)]
    invoices = [
        invoice("2026-03-11", billed(each, "10", "11" if place < 12 else "10")) for place, each in enumerate(lines)
    ]
    row = figures("supplier_invoice_match_rate", life(orders=[order("2026-03-01", *lines)], invoices=invoices)).row()
    assert (row.numerator, row.denominator, row.value) == (188, 200, 94)


def test_a_price_may_lie_two_percent_above_the_orders_and_below_it_as_much_as_it_likes():
    bought = of(moved("2026-03-10", "10"))
    for price, is_match in (("10.2", 1), ("10.2001", 0), ("1", 1)):
        assert matched(bought, invoice("2026-03-11", billed(bought, "10", price))) == (is_match, 1)


def test_a_price_for_a_hundred_is_compared_for_one():
    bought = of(moved("2026-03-10", "10"), price="1000", price_unit=100)
    assert matched(bought, invoice("2026-03-11", billed(bought, "10", "10.2"))) == (1, 1)


def test_no_more_may_be_billed_than_was_received_by_the_day_of_posting():
    bought = of(moved("2026-03-10", "6"), moved("2026-03-12", "4"))
    assert matched(bought, invoice("2026-03-11", billed(bought, "10", "10"), posted="2026-03-12")) == (1, 1)
    assert matched(bought, invoice("2026-03-11", billed(bought, "10", "10"))) == (0, 1)
    assert matched(bought, invoice("2026-03-11", billed(bought, "6", "10"))) == (1, 1)


def test_all_invoices_of_an_order_line_so_far_count_together():
    bought = of(moved("2026-03-10", "10"))
    first = invoice("2026-03-11", billed(bought, "6", "10"))
    second = invoice("2026-03-12", billed(bought, "5", "10"))
    assert matched(bought, first, second) == (1, 2)
    within = invoice("2026-03-11", billed(bought, "6", "10"), billed(bought, "5", "10"))
    assert matched(bought, within) == (1, 2)


def test_the_first_posting_counts_whatever_the_day_of_the_invoice():
    bought = of(moved("2026-03-10", "10"))
    posted_last = invoice("2026-02-11", billed(bought, "10", "10"), posted="2026-03-20")
    posted_first = invoice("2026-03-12", billed(bought, "1", "10"), posted="2026-03-13")
    given = life(orders=[order("2026-02-01", bought)], invoices=[posted_last, posted_first])
    found = figures("supplier_invoice_match_rate", given)
    assert (found.value("2026-02-01"), found.value("2026-03-01")) == (0, 100)


def test_returns_take_off_what_was_received_and_disposals_do_not():
    came = moved("2026-03-10", "10")
    sent_back = of(came, returned("2026-03-11", came, "1"))
    assert matched(sent_back, invoice("2026-03-11", billed(sent_back, "10", "10"))) == (0, 1)
    assert matched(sent_back, invoice("2026-03-10", billed(sent_back, "10", "10"))) == (1, 1)
    disposed = of(came, returned("2026-03-11", came, "1", "disposal"))
    assert matched(disposed, invoice("2026-03-11", billed(disposed, "10", "10"))) == (1, 1)


def test_credit_notes_and_voided_invoices_are_left_out():
    bought = of(moved("2026-03-10", "10"))
    given = [
        invoice("2026-03-11", billed(bought, "10", "10"), is_voided=True),
        invoice("2026-03-12", billed(bought, "10", "10")),
        credit("2026-03-13", billed(bought, "5", "10")),
        invoice("2026-03-14", billed(bought, "5", "10")),
    ]
    assert matched(bought, *given) == (1, 2)


def test_a_line_by_amount_needs_no_receipt_and_all_of_it_within_two_percent():
    service = by_amount("100")
    parts = [
        invoice("2026-03-11", billed(service, None, "60")),
        invoice("2026-03-12", billed(service, None, "42")),
        invoice("2026-03-13", billed(service, None, "0.01")),
    ]
    assert matched(service, *parts) == (2, 3)


def test_a_line_without_an_order_or_with_one_in_quarantine_does_not_match():
    bought = of(moved("2026-03-10", "10"))
    assert matched(bought, invoice("2026-03-11", charged("5"), billed(bought, "10", "10"))) == (1, 2)
    lost = life(
        orders=[quarantined(order("2026-03-01", bought))], invoices=[invoice("2026-03-11", billed(bought, "10", "10"))]
    )
    assert figures("supplier_invoice_match_rate", lost).value() == 0


def test_what_is_posted_after_as_of_matches_nothing_yet():
    bought = of(moved("2026-03-10", "10", posted_at=at("2026-03-13T08:00")))
    early = invoice("2026-03-11", billed(bought, "10", "10"))
    late = invoice("2026-03-11", billed(bought, "1", "10"), posted="2026-03-20")
    assert matched(bought, early, late, as_of=at("2026-03-12T23:00")) == (0, 1)
    assert matched(bought, early, late) == (1, 2)


def test_orphans_count_under_unknown():
    found = figures(
        "supplier_invoice_match_rate",
        life(invoices=[invoice("2026-03-11", charged("5")), orphan(invoice("2026-03-11", charged("5")))]),
    )
    assert found.row(entity=SUPPLIER).denominator == found.row(entity=UNKNOWN).denominator == 1
