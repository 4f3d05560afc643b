"""Calendar periods of figures, in UTC (KPIS.md, sections 1 and 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from seeds.simulator.world.timeline import add_months, last_of_month, month_of, months_between, utc

MONTH, QUARTER, T12M, ALL_TIME = "month", "quarter", "t12m", "all_time"
_BEGINNING = date(1900, 1, 1)
_MONTHS_A_YEAR = 12
_MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """A period of one grain. `start` is the key that figures carry: for t12m, the first day of its last month."""

    grain: str
    start: date

    @property
    def first(self) -> date:
        """First day of the period."""
        return add_months(self.start, 1 - _MONTHS_A_YEAR) if self.grain == T12M else self.start

    @property
    def last(self) -> date:
        """Last day of the period; all time has none, so the last day there is."""
        return _last_day(self)

    def seen_to(self, as_of: datetime) -> date:
        """Last day of the period, or as_of's day if earlier."""
        return min(_last_day(self), as_of.date())

    def end_at(self, as_of: datetime) -> datetime:
        """The instant at which the period is over: midnight after its last day; of all time, as_of."""
        return as_of if self.grain == ALL_TIME else _over_at(self)


# There are few periods and many questions about them, so the answers are kept.


@lru_cache(maxsize=4096)
def _last_day(period: Period) -> date:
    if period.grain == ALL_TIME:
        return date.max
    return last_of_month(add_months(period.start, 2) if period.grain == QUARTER else period.start)


@lru_cache(maxsize=4096)
def _over_at(period: Period) -> datetime:
    return utc(_last_day(period) + timedelta(days=1))


def month_at(day: date) -> Period:
    """The month that holds a day."""
    return Period(MONTH, month_of(day))


def quarter_at(day: date) -> Period:
    """The quarter that holds a day."""
    return Period(QUARTER, date(day.year, (day.month - 1) // _MONTHS_A_QUARTER * _MONTHS_A_QUARTER + 1, 1))


def twelve_months_at(day: date) -> Period:
    """The 12 months that end with the month that holds a day."""
    return Period(T12M, month_of(day))


EVER = Period(ALL_TIME, _BEGINNING)


@lru_cache(maxsize=65_536)
def period_at(grain: str, day: date) -> Period:
    """The period of a grain that holds a day, or ends with its month. Raises KeyError for an unknown grain."""
    return EVER if grain == ALL_TIME else _HOLDING[grain](day)


_HOLDING: dict[str, Callable[[date], Period]] = {MONTH: month_at, QUARTER: quarter_at, T12M: twelve_months_at}


def periods_from(grain: str, first: date, as_of: datetime) -> tuple[Period, ...]:
    """All periods of a grain from the one that holds a day to the one that holds as_of, in order."""
    return _periods_between(grain, month_of(first), as_of.date())


@lru_cache(maxsize=4096)
def _periods_between(grain: str, first: date, last: date) -> tuple[Period, ...]:
    return tuple(dict.fromkeys(period_at(grain, month) for month in months_between(first, last)))


def months_to(first: date, as_of: datetime) -> tuple[Period, ...]:
    """All months from the one that holds a day to the one that holds as_of, in order."""
    return periods_from(MONTH, first, as_of)


def window(last: date, days: int) -> tuple[date, date]:
    """First and last of the `days` days that end with `last`, both inclusive."""
    return last - timedelta(days=days - 1), last


def stock_at(period: Period, as_of: datetime) -> datetime:
    """The instant at which a stock of the period is taken: its last second, or as_of if earlier."""
    return min(period.end_at(as_of) - timedelta(seconds=1), as_of) if period.grain != ALL_TIME else as_of
