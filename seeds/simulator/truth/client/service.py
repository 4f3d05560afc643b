"""Service-level clocks: what was promised to clients and kept (KPIS.md, sections 4 and 6b).

client_sla_attainment, client_sla_running. The desk's own verdict counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.kpis import HIGHER, NEUTRAL, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import stock_at
from seeds.simulator.world.client.life import SlaClock, Ticket

ATTAINMENT = Kpi("client_sla_attainment", "percent", HIGHER, Aggregation.RATIO, slices=("priority",))
RUNNING = Kpi("client_sla_running", "count", NEUTRAL, Aggregation.COUNT, Class.STOCK)

_PRIORITIES = {"urgent": "critical", "high": "high", "normal": "normal", "low": "low"}


def priority_of(ticket: Ticket) -> str:
    """The canonical name of the ticket's newest priority."""
    return "unmapped" if ticket.is_priority_unmapped else _PRIORITIES[ticket.priority]


def decided_on(clock: SlaClock) -> date | None:
    """The day a clock was met or breached; None where it was neither."""
    decided: datetime | None = {"met": clock.fulfilled_at, "breached": clock.breached_at}.get(clock.verdict)
    return decided.date() if decided else None


def service(frame: ClientFrame) -> Observed[ClientFacts]:
    """Attainment by decision month, and the clocks running at each month's end."""

    def observe(facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        subject = Subject(facts.party)
        for ticket in facts.tickets:
            slices = (("priority", priority_of(ticket)),)
            for clock in ticket.clocks:
                day = decided_on(clock)
                if day is not None:
                    met = int(clock.verdict == "met")
                    yield ATTAINMENT, Observation(subject, day, met, 1, slices=slices)
                for month_end in _running_at(frame, clock):
                    yield RUNNING, Observation(subject, month_end, 1, open_count=1)

    return Observed(frame, (ATTAINMENT, RUNNING), observe)


def _running_at(frame: ClientFrame, clock: SlaClock) -> Iterator[date]:
    """The month's ends at which a clock had neither ended nor passed its target."""
    ends = [each for each in (clock.fulfilled_at, clock.cancelled_at, clock.breached_at) if each is not None]
    for month in frame.months_from(clock.applied_at.date()):
        at = stock_at(month, frame.as_of)
        if ends and min(ends) <= at:
            return
        yield month.seen_to(frame.as_of)
