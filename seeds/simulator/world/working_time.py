"""Working time of a schedule: weekly intervals in a zone, less holidays, as UTC intervals with running totals.

Definition: KPIS.md, section 6b. Daylight saving is part of the zone, because each local interval is turned into UTC
by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_MINUTES_A_DAY = 1440
_SUNDAY = 6


@dataclass(frozen=True)
class Schedule:
    """Weekly intervals in minutes since Sunday 00:00 local time, as Zendesk keeps them, and whole days off."""

    id: int
    name: str
    zone: str
    intervals: tuple[tuple[int, int], ...]
    holidays: tuple[tuple[str, date], ...] = ()
    """Name and day."""


class WorkingTime:
    """Working seconds between instants on a schedule, over a span of days. Instants are aware and in UTC."""

    def __init__(self, schedule: Schedule, first: date, last: date) -> None:
        """Lay out the working intervals from `first` to `last`, both inclusive."""
        self._starts: list[datetime] = []
        self._ends: list[datetime] = []
        self._before: list[int] = []
        total = 0
        for start, end in _intervals(schedule, first, last):
            self._starts.append(start)
            self._ends.append(end)
            self._before.append(total)
            total += int((end - start).total_seconds())
        self._total = total

    def seconds_to(self, instant: datetime) -> int:
        """Working seconds from the beginning of the span to an instant."""
        place = bisect_right(self._starts, instant) - 1
        if place < 0:
            return 0
        worked = min(instant, self._ends[place]) - self._starts[place]
        return self._before[place] + int(worked.total_seconds())

    def seconds(self, start: datetime, end: datetime) -> int:
        """Working seconds between two instants."""
        return self.seconds_to(end) - self.seconds_to(start)

    def after(self, start: datetime, seconds: int) -> datetime:
        """The first instant by which so many (> 0) working seconds have run since `start`.

        Raises ValueError where the span ends before that.
        """
        goal = self.seconds_to(start) + seconds
        if goal > self._total:
            raise ValueError(f"the schedule was laid out for too few days to work {seconds} s from {start}")
        place = bisect_right(self._before, goal - 1) - 1
        return self._starts[place] + timedelta(seconds=goal - self._before[place])


def _intervals(schedule: Schedule, first: date, last: date) -> list[tuple[datetime, datetime]]:
    zone = ZoneInfo(schedule.zone)
    off: Collection[date] = {day for _, day in schedule.holidays}
    laid_out = []
    day = first
    while day <= last:
        if day not in off:
            since_sunday = (0 if day.weekday() == _SUNDAY else day.weekday() + 1) * _MINUTES_A_DAY
            for start, end in schedule.intervals:
                if since_sunday <= start < since_sunday + _MINUTES_A_DAY:
                    laid_out.append(
                        (_instant(day, start - since_sunday, zone), _instant(day, end - since_sunday, zone))
                    )
        day += timedelta(days=1)
    return sorted(laid_out)


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    midnight = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    return midnight.replace(tzinfo=zone).astimezone(UTC)
