from datetime import date
from decimal import Decimal

import pytest

from seeds.simulator.world.client.life import Payment, RevenueTarget
from tests.unit.simulator.lives import at, client, figures, invoice, life, number


def test_95k_less_a_credit_note_of_5k_are_90k_and_the_note_counts_on_its_own_day():
    given = life(invoices=[invoice("2026-02-10", "2026-03-10", "95000", credited=[("2026-03-05", "5000")])])
    found = figures("client_invoiced_revenue", given)
    assert (found.value("2026-02-01"), found.value("2026-03-01"), found.ever().value) == (95000, -5000, 90000)
    assert found.row("2026-01-01", grain="quarter").sample_size == 2


@pytest.mark.parametrize("status", ["draft", "void"])
def test_drafts_and_void_invoices_count_nowhere(status):
    given = life(invoices=[invoice("2026-02-10", "2026-03-10", "95000", status=status)])
    for kpi_id in ("client_invoiced_revenue", "client_payment_on_time_rate", "client_dso_days", "client_clv_historic"):
        assert figures(kpi_id, given).rows == {}


def test_revenue_of_90k_to_a_target_of_120k_is_75_and_a_month_without_target_is_left_out():
    given = life(
        invoices=[invoice("2026-02-10", "2026-03-10", "7000"), invoice("2026-03-10", "2026-04-10", "90000")],
        revenue_targets=[
            RevenueTarget(date(2026, 3, 1), "USD", Decimal(120000)),
            RevenueTarget(date(2026, 4, 1), "USD", Decimal(1)),
        ],
    )
    found = figures("client_revenue_to_target", given)
    assert found.row("2026-02-01") is None
    assert (found.value("2026-03-01"), found.ever().numerator, found.ever().denominator) == (75, 90000, 120000)


def paid_case():
    return life(
        invoices=[
            invoice("2026-02-01", "2026-03-11", "4000", ("2026-03-11T23:59", "3000"), ("2026-03-21", "1000")),
            invoice("2026-02-01", "2026-03-11", "1000"),
        ]
    )


def test_3000_on_time_1000_late_by_10_days_and_1000_unpaid_for_20_are_60_percent_and_6_days():
    on_time = figures("client_payment_on_time_rate", paid_case()).row()
    assert (on_time.numerator, on_time.denominator, on_time.value, on_time.is_final) == (3000, 5000, 60, True)
    beyond = figures("client_days_beyond_terms", paid_case()).row()
    assert (beyond.numerator, beyond.denominator, beyond.value, beyond.is_final) == (30000, 5000, 6, False)


def test_a_credit_note_reduces_paid_and_due_alike_with_the_invoice_it_credits():
    note = [("2026-04-01", "20")]
    paid = invoice("2026-02-01", "2026-03-11", "100", ("2026-03-01", "100"), credited=note)
    rest = invoice("2026-02-01", "2026-03-11", "100", ("2026-03-01", "80"), credited=note)
    for each in (paid, rest):
        row = figures("client_payment_on_time_rate", life(invoices=[each]), as_of=at("2026-04-30")).row()
        assert (row.numerator, row.denominator) == (80, 80)


def test_what_falls_due_after_as_of_is_not_due_and_a_refund_was_never_paid():
    bill = invoice("2026-02-01", "2026-03-11", "100", tax=Decimal(20))
    bill.payments = [Payment(number(), at("2026-03-01"), Decimal(120), Decimal(120))]
    given = life(invoices=[bill, invoice("2026-02-01", "2026-04-01", "100")])
    row = figures("client_payment_on_time_rate", given).row("2026-01-01", grain="quarter")
    assert (row.numerator, row.denominator) == (0, 120)


def test_values_convert_at_the_rate_of_the_invoice_date():
    given = life(invoices=[invoice("2026-01-30", "2026-02-11", "100", ("2026-02-11", "100"), currency="EUR")])
    assert figures("client_payment_on_time_rate", given).row("2026-02-01").denominator == 110


def test_receivables_of_300k_and_900k_invoiced_in_90_days_are_30_days():
    given = life(
        invoices=[
            invoice("2025-12-31", "2026-01-31", "50000"),
            invoice("2026-01-01", "2026-01-31", "650000", ("2026-02-01", "650000")),
            invoice("2026-03-01", "2026-04-30", "260000", credited=[("2026-03-15", "10000")]),
        ]
    )
    row = figures("client_dso_days", given).row()
    assert (row.numerator, row.denominator, row.value) == (300000, 900000, 30)


def test_receivables_convert_at_the_periods_end_and_invoices_at_their_own_day():
    given = life(invoices=[invoice("2026-01-30", "2026-02-11", "100", currency="EUR")])
    row = figures("client_dso_days", given).row("2026-01-01")
    assert (row.numerator, row.denominator) == (120, 110)


def test_20000_at_a_margin_of_60_percent_are_12000_with_margin_and_segment_as_on_the_invoice_date():
    small = life(client(segment="small_business"), invoices=[invoice("2026-02-10", "2026-03-10", "20000")])
    found = figures("client_clv_historic", small)
    assert (found.value("2026-02-01"), found.value("2026-03-01"), found.ever().value) == (12000, 12000, 12000)
    large = [invoice("2025-06-30", "2025-07-10", "1000"), invoice("2025-07-01", "2025-07-10", "1000")]
    assert figures("client_clv_historic", life(invoices=large)).value() == 1420
