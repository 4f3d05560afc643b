from datetime import date
from decimal import Decimal

import pytest

from seeds.simulator.truth.money import Rates

RATES = Rates({"EUR": [(date(2026, 1, 1), Decimal("1.10")), (date(2026, 2, 1), Decimal("1.20"))]})


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), Decimal("1.10")),
        (date(2026, 1, 31), Decimal("1.10")),
        (date(2026, 2, 1), Decimal("1.20")),
        (date(2026, 3, 4), Decimal("1.20")),
        (date(2026, 3, 5), None),
    ],
)
def test_the_newest_rate_on_or_before_the_day_counts_for_31_days(day, rate):
    assert RATES.on("EUR", day) == rate


def test_an_amount_in_the_reporting_currency_needs_no_rate():
    assert RATES.convert(Decimal("12.34"), "USD", date(1990, 1, 1)) == Decimal("12.34")


def test_an_amount_without_a_rate_is_unknown_and_never_zero():
    assert RATES.convert(Decimal(1), "TRY", date(2026, 1, 1)) is None
    assert RATES.convert(None, "USD", date(2026, 1, 1)) is None
    assert RATES.convert(Decimal("2.50"), "EUR", date(2026, 2, 1)) == Decimal("3")
