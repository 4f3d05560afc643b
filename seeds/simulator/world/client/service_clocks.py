"""The desk's own service-level clocks of a ticket, by KPIS.md section 6b.

All run in working time of the ticket's schedule. A reply metric ends with the public reply; resolution runs while the
ticket is neither solved nor closed, and ends with the last solve. A change of priority cancels what has not ended and
opens it anew with the new target, counted from the same start. A next-reply clock starts with the oldest comment of
the requester that no reply has answered, once the first reply was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from seeds.simulator.world.client.life import SlaClock, TicketEvent
from seeds.simulator.world.company import SLA_POLICY, SLA_TARGETS_MINUTES
from seeds.simulator.world.schedules import working_time_of
from seeds.simulator.world.timeline import AS_OF
from seeds.simulator.world.working_time import WorkingTime

Run = tuple[datetime, datetime | None]
"""Start and end of a clock's run; None runs on at AS_OF."""
_METRICS = {"zendesk": ("first_reply", "next_reply", "resolution"), "servicenow": ("first_reply", "resolution")}


@dataclass(frozen=True, slots=True)
class _Measure:
    """What one clock measures, whatever the targets: its runs, and when it ended for good."""

    metric: str
    runs: tuple[Run, ...]
    ended_at: datetime | None


def clocks_of(desk: str, schedule: int, priority: str, events: list[TicketEvent]) -> list[SlaClock]:
    """The clocks of a ticket that was created with a priority. A deleted ticket's clocks are cancelled."""
    priorities = [(events[0].at, priority)]
    priorities += [(event.at, event.value) for event in events if event.kind == "priority"]
    deleted_at = next((event.at for event in events if event.value == "deleted"), None)
    clocks: list[SlaClock] = []
    made: dict[str, int] = {}
    for measure in _measures(events):
        if measure.metric in _METRICS[desk]:
            for clock in _instances(measure, priorities, deleted_at, working_time_of(schedule)):
                clock.instance = made[clock.metric] = made.get(clock.metric, 0) + 1
                clocks.append(clock)
    return clocks


def _measures(events: list[TicketEvent]) -> Iterator[_Measure]:
    created = events[0].at
    replies = [event.at for event in events if event.kind == "reply"]
    first = replies[0] if replies else None
    yield _Measure("first_reply", ((created, first),), first)
    if first is not None:
        yield from _next_replies(events, first)
    yield _resolution(events, created)


def _next_replies(events: list[TicketEvent], first: datetime) -> Iterator[_Measure]:
    waiting: datetime | None = None
    for event in events:
        if event.kind == "comment" and event.at > first and waiting is None:
            waiting = event.at
        elif event.kind == "reply" and waiting is not None:
            yield _Measure("next_reply", ((waiting, event.at),), event.at)
            waiting = None
    if waiting is not None:
        yield _Measure("next_reply", ((waiting, None),), None)


def _resolution(events: list[TicketEvent], created: datetime) -> _Measure:
    runs: list[Run] = []
    since: datetime | None = created
    for event in events:
        if event.kind == "status":
            is_over = event.value in ("solved", "closed")
            if is_over and since is not None:
                runs.append((since, event.at))
                since = None
            elif not is_over and since is None:
                since = event.at
    if since is not None:
        runs.append((since, None))
        return _Measure("resolution", tuple(runs), None)
    return _Measure("resolution", tuple(runs), runs[-1][1])


def _instances(
    measure: _Measure, priorities: list[tuple[datetime, str]], deleted_at: datetime | None, time: WorkingTime
) -> Iterator[SlaClock]:
    start = measure.runs[0][0]
    before = [each for each in priorities if each[0] <= start]
    later = [each for each in priorities if each[0] > start and not (measure.ended_at and each[0] >= measure.ended_at)]
    applied = [(start, before[-1][1]), *later]
    for place, (at, priority) in enumerate(applied):
        replaced_at = applied[place + 1][0] if place + 1 < len(applied) else None
        yield _clock(measure, at, priority, replaced_at or (None if measure.ended_at else deleted_at), time)


def _clock(
    measure: _Measure, applied_at: datetime, priority: str, cancelled_at: datetime | None, time: WorkingTime
) -> SlaClock:
    target = SLA_TARGETS_MINUTES[measure.metric][priority]
    elapsed, breached_at = _measured(measure, target * 60, cancelled_at or AS_OF, time)
    if cancelled_at is not None:
        verdict, breached_at = "cancelled", None
    elif breached_at is not None:
        verdict = "breached"
    else:
        verdict = "met" if measure.ended_at else "running"
    return SlaClock(
        metric=measure.metric,
        instance=0,
        policy=SLA_POLICY,
        target_minutes=target,
        is_business_time=True,
        priority=priority,
        applied_at=applied_at,
        fulfilled_at=None if cancelled_at else measure.ended_at,
        breached_at=breached_at,
        cancelled_at=cancelled_at,
        verdict=verdict,
        elapsed_seconds=elapsed,
    )


def _measured(measure: _Measure, target: int, until: datetime, time: WorkingTime) -> tuple[int, datetime | None]:
    """Working seconds run until an instant, and the instant of breach: the sum reached the target and ran on."""
    total = 0
    breached_at: datetime | None = None
    for start, end in measure.runs:
        seconds = time.seconds(start, min(end or until, until))
        is_last_end = end is not None and end == measure.ended_at
        reached = total + seconds > target or (total + seconds == target and not is_last_end)
        if breached_at is None and reached:
            breached_at = time.after(start, max(1, target - total))
        total += seconds
    return total, breached_at
