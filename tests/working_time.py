"""Working time by a loop over minutes, which knows nothing of intervals: what the engine is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ENGINE = (
    "int_working_intervals",
    "int_ticket_schedules",
    "int_ticket_status_spans",
    "int_ticket_solves",
    "int_ticket_clocks",
    "int_ticket_first_replies",
)
"""The models of working time, each after what it reads."""

RUNNING = {
    "requester_wait": ("new", "open", "hold"),
    "agent_work": ("new", "open"),
    "on_hold": ("hold",),
    "agent_wait": ("pending",),
    "resolution": ("new", "open", "pending", "hold"),
}
_DAY, _WEEK = 1440, 10080
_MINUTE = timedelta(minutes=1)


@dataclass
class Schedule:
    """Weekly spans in minutes since Sunday 00:00 local time, and days off."""

    zone: str
    spans: Sequence[tuple[int, int]]
    holidays: Sequence[tuple[date, date]] = ()
    _known: dict[datetime, bool] = field(default_factory=dict, repr=False)

    def works_in(self, minute: datetime) -> bool:
        """Whether the minute that begins at an instant, naive UTC, is working time, by the clock on the wall."""
        if minute not in self._known:
            local = minute.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone))
            of_week = local.isoweekday() % 7 * _DAY + local.hour * 60 + local.minute
            is_off = any(first <= local.date() <= last for first, last in self.holidays)
            self._known[minute] = not is_off and any(
                start <= place < end for start, end in self.spans for place in (of_week, of_week + _WEEK)
            )
        return self._known[minute]

    def seconds(self, start: datetime, end: datetime) -> int:
        """Working seconds from one instant to another, both naive UTC, minute by minute."""
        total = timedelta()
        minute = start.replace(second=0)
        while minute < end:
            if self.works_in(minute):
                total += min(end, minute + _MINUTE) - max(start, minute)
            minute += _MINUTE
        return int(total.total_seconds())
