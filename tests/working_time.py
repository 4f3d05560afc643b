"""Working time by a loop over minutes, which knows nothing of intervals: what the engine is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
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


@dataclass
class Schedule:
    """Weekly spans in minutes since Sunday 00:00 local time, and days off."""

    zone: str
    spans: Sequence[tuple[int, int]]
    holidays: Sequence[tuple[date, date]] = ()
    _known: dict[int, bool] = field(default_factory=dict, repr=False)

    def works_in(self, minute: int) -> bool:
        """Whether a minute, counted from 1970 in UTC, is working time, by the clock on the wall."""
        if minute not in self._known:
            local = datetime.fromtimestamp(minute * 60, ZoneInfo(self.zone))
            of_week = local.isoweekday() % 7 * _DAY + local.hour * 60 + local.minute
            is_off = any(first <= local.date() <= last for first, last in self.holidays)
            self._known[minute] = not is_off and any(
                start <= place < end for start, end in self.spans for place in (of_week, of_week + _WEEK)
            )
        return self._known[minute]

    def seconds(self, start: datetime, end: datetime) -> int:
        """Working seconds from one instant to another, both naive UTC, minute by minute."""
        first, last = (int(instant.replace(tzinfo=UTC).timestamp()) for instant in (start, end))
        total = 0
        for minute in range(first // 60, -(-last // 60)):
            if self.works_in(minute):
                total += min(last, minute * 60 + 60) - max(first, minute * 60)
        return total
