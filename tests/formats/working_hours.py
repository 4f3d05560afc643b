"""Working seconds between instants by Zendesk's schedules: weekly intervals in local time, less holidays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.extract_files import Record

RAILS_ZONES = {
    "Berlin": "Europe/Berlin",
    "London": "Europe/London",
    "Istanbul": "Europe/Istanbul",
    "Eastern Time (US & Canada)": "America/New_York",
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "Tokyo": "Asia/Tokyo",
    "Sydney": "Australia/Sydney",
}


class WorkingHours:
    """One schedule."""

    def __init__(self, schedule: Record, holidays: list[Record]) -> None:
        self._zone = ZoneInfo(RAILS_ZONES[schedule["time_zone"]])
        self._intervals = [(each["start_time"], each["end_time"]) for each in schedule["intervals"]]
        self._off: set[date] = set()
        for each in holidays:
            first, last = date.fromisoformat(each["start_date"]), date.fromisoformat(each["end_date"])
            self._off |= {first + timedelta(days=ahead) for ahead in range((last - first).days + 1)}

    def seconds(self, start: datetime, end: datetime) -> int:
        """Working seconds from one instant to another."""
        total = 0
        day = start.astimezone(self._zone).date() - timedelta(days=1)
        while day <= end.astimezone(self._zone).date():
            if day not in self._off:
                total += self._of_day(day, start, end)
            day += timedelta(days=1)
        return total

    def _of_day(self, day: date, start: datetime, end: datetime) -> int:
        since_sunday = day.isoweekday() % 7 * 1440
        total = 0
        for first, last in self._intervals:
            if since_sunday <= first < since_sunday + 1440:
                opens, closes = self._at(day, first - since_sunday), self._at(day, last - since_sunday)
                total += max(0, int((min(closes, end) - max(opens, start)).total_seconds()))
        return total

    def _at(self, day: date, minute: int) -> datetime:
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        # Wall time first, then the zone: an interval keeps its hours on days when the clocks change.
        return (midnight + timedelta(minutes=minute)).astimezone(ZoneInfo("UTC"))
