"""The 36 months of the invented company and the night in which its systems were exported."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

START = date(2023, 10, 1)
"""First day of the history."""
END = date(2026, 9, 30)
"""Last day on which anything happens, in every time zone: nothing is dated after END_AT."""
START_AT = datetime(2023, 10, 1, tzinfo=UTC)
END_AT = datetime(2026, 10, 1, tzinfo=UTC)
AS_OF = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
"""When all systems were exported, so that as_of of a run is this instant."""


def add_months(day: date, months: int) -> date:
    """The same day of a later month; the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_of(day: date) -> date:
    """First day of the month of a day."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """Last day of the month of a day."""
    return add_months(month_of(day), 1) - timedelta(days=1)


def months_between(first: date, last: date) -> list[date]:
    """First days of all months from the month of `first` to that of `last`."""
    months = [month_of(first)]
    while months[-1] < month_of(last):
        months.append(add_months(months[-1], 1))
    return months


def utc(day: date, seconds: float = 0) -> datetime:
    """The instant so many seconds after midnight UTC of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=int(seconds))
