"""Work for communities (KPIS.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from seeds.simulator.truth.family import Frame, Observed
from seeds.simulator.truth.kpis import BUSINESS_GROUPS, HIGHER, NEUTRAL, Aggregation, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.world.unit.life import UnitLife

INVESTMENT = Kpi("community_investment", "currency", NEUTRAL, Aggregation.SUM, groups=BUSINESS_GROUPS)
BENEFICIARIES = Kpi("community_beneficiaries", "count", HIGHER, Aggregation.COUNT, groups=BUSINESS_GROUPS)
PLAN_DELIVERY = Kpi("community_plan_delivery", "percent", HIGHER, Aggregation.RATIO, groups=BUSINESS_GROUPS)


def community(frame: Frame) -> Observed[UnitLife]:
    """Spend and people reached on the day held; plans on the day planned, unplanned ones left out."""

    def observe(life: UnitLife) -> Iterator[tuple[Kpi, Observation]]:
        subject = Subject(life.unit)
        today = frame.as_of.date()
        for each in life.community:
            held_on = each.held_on if each.held_on and each.held_on <= today else None
            if held_on:
                rate = frame.rates.on(each.currency, held_on)
                spend = None if rate is None else Fraction(each.spend) * Fraction(rate)
                yield INVESTMENT, Observation(subject, held_on, spend)
                yield BENEFICIARIES, Observation(subject, held_on, each.beneficiaries)
            if each.planned_on and each.planned_on <= today:
                yield PLAN_DELIVERY, Observation(subject, each.planned_on, int(held_on is not None), 1)

    return Observed(frame, (INVESTMENT, BENEFICIARIES, PLAN_DELIVERY), observe)
