"""Getting started (KPIS.md, section 4).

client_onboarding_on_time_rate, client_time_to_first_value_days, client_first_value_90d_rate
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from seeds.simulator.truth.client.contracts import Contracts
from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.figures import Figure
from seeds.simulator.truth.kpis import HIGHER, LOWER, Aggregation, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import Period
from seeds.simulator.world.company import RULES

ON_TIME = Kpi("client_onboarding_on_time_rate", "percent", HIGHER, Aggregation.RATIO)
TIME_TO_VALUE = Kpi("client_time_to_first_value_days", "days", LOWER, Aggregation.MEDIAN)
THERE_BY_90 = Kpi("client_first_value_90d_rate", "percent", HIGHER, Aggregation.RATIO)

_STEPS = frozenset({"day_30", "day_60", "day_90"})
_FIRST_VALUE_DAYS = 90


def first_value_on(facts: ClientFacts) -> date | None:
    """The day of the milestone; without one, the first day on which usage was enough. None if not yet."""
    milestones = [each.done_on for each in facts.milestones if each.kind == "first_value"]
    if milestones:
        return min((day for day in milestones if day is not None), default=None)
    events: Counter[date] = Counter()
    for each in facts.usage:
        events[each.day] += each.events
    return min((day for day, count in events.items() if count >= RULES.first_value_usage), default=None)


@dataclass(frozen=True, slots=True)
class _Start:
    party: str
    started_on: date
    there_on: date | None


class Onboarding:
    """All three figures; rows of the time to first value also say how many clients are not there yet."""

    kpis = (ON_TIME, TIME_TO_VALUE, THERE_BY_90)

    def __init__(self, frame: ClientFrame) -> None:
        """Start empty."""
        self._frame = frame
        self._added_up = Observed(frame, self.kpis, self._observe)
        self._starts: list[_Start] = []

    def take(self, facts: ClientFacts) -> None:
        """Count one client's milestones and its way to first value."""
        self._added_up.take(facts)

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """All figures of one of the KPIs."""
        found = self._added_up.figures(kpi)
        return self._with_open(list(found)) if kpi is TIME_TO_VALUE else found

    def _observe(self, facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        today, subject = self._frame.today, Subject(facts.party)
        for each in facts.milestones:
            if each.kind in _STEPS and each.due_on is not None and each.due_on <= today:
                in_time = each.done_on is not None and each.done_on <= each.due_on
                yield ON_TIME, Observation(subject, each.due_on, int(in_time), 1, is_final=today > each.due_on)
        started_on = Contracts(facts.contracts, today).first_start
        if started_on is None or started_on > today:
            return
        there_on = first_value_on(facts)
        self._starts.append(_Start(facts.party, started_on, there_on))
        if there_on is not None:
            yield TIME_TO_VALUE, Observation(subject, there_on, (there_on - started_on).days)
        last = started_on + timedelta(days=_FIRST_VALUE_DAYS)
        if last <= today:
            is_there = there_on is not None and there_on <= last
            yield THERE_BY_90, Observation(subject, last, int(is_there), 1, is_final=today > last)

    def _with_open(self, found: list[Figure]) -> Iterator[Figure]:
        """Clients that had started, and were not there, by the last day of each row's period."""
        waiting: dict[Period, Counter[tuple[str, str]]] = defaultdict(Counter)
        for period in {each.period for each in found}:
            day = period.seen_to(self._frame.as_of)
            for start in self._starts:
                if start.started_on <= day and (start.there_on is None or start.there_on > day):
                    waiting[period].update(self._frame.groups_of(Subject(start.party), day))
        for each in found:
            yield replace(each, open_count=waiting[each.period][each.entity_type, each.entity_id])
