"""How long tickets took, came back and stood open (KPIS.md, sections 4 and 6b).

client_first_reply_business_minutes, client_resolution_business_minutes, client_agent_work_business_minutes,
client_resolution_calendar_hours and its mean, client_reopen_rate, client_ticket_backlog.

Zendesk shows every event of a ticket; ServiceNow only when it was opened, last solved and closed, so that replies,
working time and reopenings come from Zendesk alone, and a ServiceNow ticket is open until its last solve.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.kpis import LOWER, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import stock_at
from seeds.simulator.world.client.life import Ticket
from seeds.simulator.world.company import RULES
from seeds.simulator.world.schedules import working_time_of
from seeds.simulator.world.timeline import month_of

_MINUTE, _HOUR = 60, 3600
FIRST_REPLY = Kpi("client_first_reply_business_minutes", "minutes", LOWER, Aggregation.MEDIAN, divisor=_MINUTE)
RESOLUTION = Kpi("client_resolution_business_minutes", "minutes", LOWER, Aggregation.MEDIAN, divisor=_MINUTE)
AGENT_WORK = Kpi("client_agent_work_business_minutes", "minutes", LOWER, Aggregation.MEDIAN, divisor=_MINUTE)
CALENDAR = Kpi("client_resolution_calendar_hours", "hours", LOWER, Aggregation.MEDIAN, divisor=_HOUR)
CALENDAR_MEAN = Kpi("client_resolution_calendar_hours_mean", "hours", LOWER, Aggregation.MEAN, factor=1, divisor=_HOUR)
REOPEN_RATE = Kpi("client_reopen_rate", "percent", LOWER, Aggregation.RATIO)
BACKLOG = Kpi("client_ticket_backlog", "count", LOWER, Aggregation.COUNT, Class.STOCK)

OPEN = frozenset({"new", "open", "pending", "hold"})
RUNNING_STATUSES = {
    "requester_wait": frozenset({"new", "open", "hold"}),
    "agent_work": frozenset({"new", "open"}),
    "on_hold": frozenset({"hold"}),
    "agent_wait": frozenset({"pending"}),
    "resolution": OPEN,
}
"""The statuses in which each clock runs."""


@dataclass(frozen=True, slots=True)
class StatusSpan:
    """A ticket's stay in a status; an end of None lasts."""

    status: str
    start: datetime
    end: datetime | None


def status_spans(ticket: Ticket) -> list[StatusSpan]:
    """The statuses of a ticket in order of time, from `new` at its creation on."""
    steps = [("new", ticket.created_at)]
    steps += [(each.value, each.at) for each in ticket.events if each.kind == "status"]
    ends: list[datetime | None] = [at for _, at in steps[1:]]
    return [StatusSpan(status, at, end) for (status, at), end in zip(steps, [*ends, None], strict=True)]


def solves(ticket: Ticket) -> list[tuple[datetime, datetime | None]]:
    """Each change from open to solved or closed, with the reopening that followed it, if any."""
    spans = status_spans(ticket)
    found = []
    for before, span, place in zip(spans, spans[1:], range(1, len(spans)), strict=False):
        if span.status not in OPEN and before.status in OPEN:
            reopened = next((each.start for each in spans[place + 1 :] if each.status in OPEN), None)
            found.append((span.start, reopened))
    return found


def last_solve(ticket: Ticket) -> datetime | None:
    """The last solve of a ticket that has not been reopened since."""
    found = solves(ticket)
    return found[-1][0] if found and found[-1][1] is None else None


def business_seconds(ticket: Ticket, clock: str, until: datetime) -> int:
    """Working seconds for which a clock ran from the creation of the ticket to an instant."""
    worked = working_time_of(ticket.schedule)
    return sum(
        worked.seconds(span.start, min(span.end or until, until))
        for span in status_spans(ticket)
        if span.status in RUNNING_STATUSES[clock] and span.start < until
    )


def tickets(frame: ClientFrame) -> Observed[ClientFacts]:
    """All figures of tickets."""

    def observe(facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        subject = Subject(facts.party)
        for ticket in facts.tickets:
            yield from _resolved(subject, ticket)
            yield from _backlog(frame, subject, ticket)
            if ticket.desk == "zendesk":
                yield from _first_reply(subject, ticket)
                yield from _reopened(frame, subject, ticket)

    kpis = (FIRST_REPLY, RESOLUTION, AGENT_WORK, CALENDAR, CALENDAR_MEAN, REOPEN_RATE, BACKLOG)
    return Observed(frame, kpis, observe)


def _first_reply(subject: Subject, ticket: Ticket) -> Iterator[tuple[Kpi, Observation]]:
    replied_at = next((each.at for each in ticket.events if each.kind == "reply"), None)
    if replied_at is not None:
        seconds = working_time_of(ticket.schedule).seconds(ticket.created_at, replied_at)
        yield FIRST_REPLY, Observation(subject, replied_at.date(), seconds)


def _resolved(subject: Subject, ticket: Ticket) -> Iterator[tuple[Kpi, Observation]]:
    solved_at = last_solve(ticket)
    if solved_at is None:
        return
    day = solved_at.date()
    seconds = int((solved_at - ticket.created_at).total_seconds())
    yield CALENDAR, Observation(subject, day, seconds)
    yield CALENDAR_MEAN, Observation(subject, day, seconds, 1)
    if ticket.desk == "zendesk":
        yield RESOLUTION, Observation(subject, day, business_seconds(ticket, "resolution", solved_at))
        yield AGENT_WORK, Observation(subject, day, business_seconds(ticket, "agent_work", solved_at))


def _reopened(frame: ClientFrame, subject: Subject, ticket: Ticket) -> Iterator[tuple[Kpi, Observation]]:
    """The first solve of each month, and whether the ticket was open again within 14 days."""
    window = timedelta(days=RULES.reopen_window_days)
    seen = set()
    for solved_at, reopened_at in solves(ticket):
        month = month_of(solved_at.date())
        if month not in seen:
            seen.add(month)
            is_reopened = reopened_at is not None and reopened_at <= solved_at + window
            is_final = solved_at + window <= frame.as_of
            yield REOPEN_RATE, Observation(subject, solved_at.date(), int(is_reopened), 1, is_final=is_final)


def open_spans(ticket: Ticket) -> list[tuple[datetime, datetime | None]]:
    """When the ticket was neither solved, closed nor cancelled, as far as its desk shows it."""
    if ticket.desk == "servicenow":
        return [(ticket.created_at, last_solve(ticket))]
    return [(span.start, span.end) for span in status_spans(ticket) if span.status in OPEN]


def _backlog(frame: ClientFrame, subject: Subject, ticket: Ticket) -> Iterator[tuple[Kpi, Observation]]:
    for start, end in open_spans(ticket):
        for month in frame.months_from(start.date()):
            at = stock_at(month, frame.as_of)
            if end is not None and end <= at:
                break
            if start <= at:
                yield BACKLOG, Observation(subject, month.seen_to(frame.as_of), 1, open_count=1)
