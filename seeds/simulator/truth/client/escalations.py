"""Relationship escalations of clients (KPIS.md, section 4).

client_escalation_count, client_escalation_resolution_hours, client_escalations_open
"""

from __future__ import annotations

from collections.abc import Iterator

from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.kpis import LOWER, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import stock_at

COUNT = Kpi("client_escalation_count", "count", LOWER, Aggregation.COUNT)
RESOLUTION = Kpi("client_escalation_resolution_hours", "hours", LOWER, Aggregation.MEDIAN, divisor=3600)
OPEN = Kpi("client_escalations_open", "count", LOWER, Aggregation.COUNT, Class.STOCK)


def escalations(frame: ClientFrame) -> Observed[ClientFacts]:
    """Opened by opening month, hours by closing month, and those open at each month's end."""

    def observe(facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        subject = Subject(facts.party)
        for each in facts.escalations:
            yield COUNT, Observation(subject, each.opened_at.date(), 1)
            if each.closed_at is not None:
                seconds = int((each.closed_at - each.opened_at).total_seconds())
                yield RESOLUTION, Observation(subject, each.closed_at.date(), seconds)
            for month in frame.months_from(each.opened_at.date()):
                if each.closed_at is not None and each.closed_at <= stock_at(month, frame.as_of):
                    break
                yield OPEN, Observation(subject, month.seen_to(frame.as_of), 1, open_count=1)

    return Observed(frame, (COUNT, RESOLUTION, OPEN), observe)
