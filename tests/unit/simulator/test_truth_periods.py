from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.simulator.truth.periods import EVER, Period, period_at, periods_from, stock_at, window

AS_OF = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("grain", "day", "start", "first", "last"),
    [
        ("month", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", date(2024, 2, 29), date(2024, 1, 1), date(2024, 1, 1), date(2024, 3, 31)),
        ("quarter", date(2024, 12, 31), date(2024, 10, 1), date(2024, 10, 1), date(2024, 12, 31)),
        ("t12m", date(2024, 2, 29), date(2024, 2, 1), date(2023, 3, 1), date(2024, 2, 29)),
        ("all_time", date(2024, 2, 29), date(1900, 1, 1), date(1900, 1, 1), date.max),
    ],
)
def test_a_period_has_its_key_its_first_and_its_last_day(grain, day, start, first, last):
    period = period_at(grain, day)
    assert (period.start, period.first, period.last) == (start, first, last)


def test_twelve_months_carry_the_first_day_of_their_last_month():
    assert period_at("t12m", date(2026, 9, 30)).start == date(2026, 9, 1)


def test_rows_go_up_to_the_period_that_holds_as_of():
    assert periods_from("month", date(2026, 8, 31), AS_OF) == tuple(
        Period("month", date(2026, month, 1)) for month in (8, 9, 10)
    )
    assert periods_from("quarter", date(2026, 8, 31), AS_OF) == tuple(
        Period("quarter", date(2026, month, 1)) for month in (7, 10)
    )
    assert periods_from("all_time", date(2026, 8, 31), AS_OF) == (EVER,)


def test_a_stock_is_taken_at_the_end_of_its_period_or_at_as_of():
    assert stock_at(Period("month", date(2026, 9, 1)), AS_OF) == datetime(2026, 9, 30, 23, 59, 59, tzinfo=UTC)
    assert stock_at(Period("month", date(2026, 10, 1)), AS_OF) == AS_OF
    assert stock_at(EVER, AS_OF) == AS_OF


def test_the_last_30_days_end_with_the_day_itself():
    assert window(date(2026, 9, 30), 30) == (date(2026, 9, 1), date(2026, 9, 30))


@given(days, st.sampled_from(["month", "quarter"]))
def test_each_day_lies_in_one_month_and_one_quarter(day, grain):
    period = period_at(grain, day)
    assert period.first <= day <= period.last
    assert period_at(grain, period.first) == period == period_at(grain, period.last)
