"""Periods as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.errors import RapportError
from orchestration.periods import format_period, parse_period


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.sampled_from(["month", "quarter", "t12m", "all_time"]))
def test_a_period_reads_back_as_it_was_written(day: date, grain: str) -> None:
    start = date(day.year, day.month, 1)
    if grain == "quarter":
        start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    if grain == "all_time":
        start = date(1900, 1, 1)

    assert parse_period(format_period(grain, start)) == (grain, start)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-9", "2026-00", "2026-13", "2026-Q5", "t12m:2026-Q1", "ALL", "2026-09-01"]
)
def test_anything_else_is_refused_with_the_forms_there_are(text: str) -> None:
    with pytest.raises(RapportError, match="2026-09, 2026-Q3, t12m:2026-09, all"):
        parse_period(text)
