"""What was asked for, and what became of it (KPIS.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from seeds.simulator.truth.family import Frame, Observed
from seeds.simulator.truth.kpis import BUSINESS_GROUPS, LOWER, NEUTRAL, Aggregation, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.parties import UNKNOWN
from seeds.simulator.world.company import RULES
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.unit.life import DemandRequest, UnitLife

CONVERSION = Kpi("demand_conversion_rate", "percent", NEUTRAL, Aggregation.RATIO, groups=BUSINESS_GROUPS)
LOW_VALUE = Kpi("demand_low_value_share", "percent", NEUTRAL, Aggregation.RATIO, groups=BUSINESS_GROUPS)
SHAPED = Kpi("demand_shaped_share", "percent", NEUTRAL, Aggregation.RATIO, groups=BUSINESS_GROUPS)
CYCLE_DAYS = Kpi("demand_cycle_days", "days", LOWER, Aggregation.MEDIAN, divisor=86_400, groups=BUSINESS_GROUPS)
DECLINED = Kpi("demand_requests_declined", "count", NEUTRAL, Aggregation.COUNT, groups=BUSINESS_GROUPS)
REFRAMED = Kpi("demand_requests_reframed", "count", NEUTRAL, Aggregation.COUNT, groups=BUSINESS_GROUPS)
_THRESHOLD = Fraction(RULES.low_value_threshold)


@dataclass(frozen=True, slots=True)
class Chain:
    """A request followed to its last successor: submitted as the first, valued and decided as the last."""

    first: DemandRequest
    last: DemandRequest

    def decided_at(self, as_of: datetime) -> datetime | None:
        """When it was approved or declined; deferred and withdrawn are no decision."""
        at = self.last.decided_at
        return at if at and at <= as_of and self.last.decision in ("approved", "declined") else None


def demand(frame: Frame) -> Observed[UnitLife]:
    """Chains by submission or decision month; declined and reframed requests by the month of that."""

    def observe(life: UnitLife) -> Iterator[tuple[Kpi, Observation]]:
        for chain in chains(life, frame.as_of):
            subject = Subject(UNKNOWN if chain.first.fate is Fate.ORPHAN else life.unit)
            yield from _value(frame, subject, chain)
            yield from _decision(frame, subject, chain)
        for request in life.demand:
            at = request.decided_at
            if request.fate is not Fate.QUARANTINED and request.decision == "reframed" and at and at <= frame.as_of:
                subject = Subject(UNKNOWN if request.fate is Fate.ORPHAN else life.unit)
                yield REFRAMED, Observation(subject, at.date(), 1)

    return Observed(frame, (CONVERSION, LOW_VALUE, SHAPED, CYCLE_DAYS, DECLINED, REFRAMED), observe)


def chains(life: UnitLife, as_of: datetime) -> Iterator[Chain]:
    """Each request that reframes none that is known, with the last of those that reframe it."""
    known = [each for each in life.demand if each.fate is not Fate.QUARANTINED and each.submitted_at <= as_of]
    successors = {each.reframes: each for each in known if each.reframes is not None}
    numbers = {each.number for each in known}
    for first in known:
        if first.reframes not in numbers:
            last = first
            while last.number in successors:
                last = successors[last.number]
            yield Chain(first, last)


def _worth(frame: Frame, request: DemandRequest, chain: Chain) -> Fraction | None:
    """Value at the rate of the day of the chain's submission."""
    rate = frame.rates.on(request.currency, chain.first.submitted_at.date())
    return None if rate is None or request.value is None else Fraction(request.value) * Fraction(rate)


def _value(frame: Frame, subject: Subject, chain: Chain) -> Iterator[tuple[Kpi, Observation]]:
    value = _worth(frame, chain.last, chain)
    if value is not None:
        yield LOW_VALUE, Observation(subject, chain.first.submitted_at.date(), int(value < _THRESHOLD), 1)


def _decision(frame: Frame, subject: Subject, chain: Chain) -> Iterator[tuple[Kpi, Observation]]:
    decided_at = chain.decided_at(frame.as_of)
    if decided_at is None:
        return
    on = decided_at.date()
    is_approved = chain.last.decision == "approved"
    yield CONVERSION, Observation(subject, on, int(is_approved), 1)
    yield CYCLE_DAYS, Observation(subject, on, int((decided_at - chain.first.submitted_at).total_seconds()))
    if not is_approved:
        yield DECLINED, Observation(subject, on, 1)
    asked, got = _worth(frame, chain.first, chain), _worth(frame, chain.last, chain)
    if asked is not None and asked < _THRESHOLD:
        is_shaped = chain.last is not chain.first and is_approved and got is not None and got > _THRESHOLD
        yield SHAPED, Observation(subject, on, int(is_shaped), 1)
