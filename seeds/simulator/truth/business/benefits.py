"""Benefits realised against the business case (KPIS.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.family import Frame, Observed
from seeds.simulator.truth.kpis import BUSINESS_GROUPS, HIGHER, LOWER, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import months_to
from seeds.simulator.world.company import RULES
from seeds.simulator.world.timeline import last_of_month
from seeds.simulator.world.unit.life import BusinessCase, Initiative, UnitLife

VALUE_REALISATION = Kpi(
    "value_realisation_rate", "percent", HIGHER, Aggregation.RATIO, Class.STOCK, groups=BUSINESS_GROUPS
)
BELOW_PLAN = Kpi(
    "initiatives_below_plan_share", "percent", LOWER, Aggregation.RATIO, Class.STOCK, groups=BUSINESS_GROUPS
)


def benefits(frame: Frame) -> Observed[UnitLife]:
    """Each approved initiative at each month's end. A month's plan and benefit count once the month is over."""

    def observe(life: UnitLife) -> Iterator[tuple[Kpi, Observation]]:
        for initiative in life.initiatives:
            case = first_approved(initiative, frame.as_of.date())
            if case is not None and case.approved_on is not None:
                for month in months_to(case.approved_on, frame.as_of):
                    day = month.seen_to(frame.as_of)
                    yield from _initiative(frame, Subject(life.unit), initiative, case, day)

    return Observed(frame, (VALUE_REALISATION, BELOW_PLAN), observe)


def first_approved(initiative: Initiative, day: date) -> BusinessCase | None:
    """The case approved first, if that was by a day."""
    approved = [case for case in initiative.cases if case.approved_on is not None and case.approved_on <= day]
    return min(approved, key=lambda case: (case.approved_on, case.version), default=None)


def _initiative(
    frame: Frame, subject: Subject, initiative: Initiative, case: BusinessCase, day: date
) -> Iterator[tuple[Kpi, Observation]]:
    """A cancelled one stays, plan and benefit, up to its cancellation. All at the rate of the day of the stock.

    A benefit ahead of its plan adds to the sums of others.
    """
    rate = frame.rates.on(initiative.currency, day)
    until = min(day, initiative.cancelled_on) if initiative.cancelled_on else day
    planned = to_date(case.planned, until)
    realised = to_date(initiative.realised, until)
    if rate is not None and (planned or realised):
        worth = Fraction(rate)
        due = Fraction(planned) * worth if planned else None
        yield VALUE_REALISATION, Observation(subject, day, Fraction(realised) * worth, due)
    if planned and is_running(initiative, case, day):
        is_below = realised * 100 < planned * RULES.below_plan_percent
        yield BELOW_PLAN, Observation(subject, day, int(is_below), 1)


def to_date(months: Iterable[tuple[date, Decimal]], day: date) -> Decimal:
    """The sum of the months that had ended by a day."""
    return sum((amount for month, amount in months if last_of_month(month) <= day), Decimal(0))


def is_running(initiative: Initiative, case: BusinessCase, day: date) -> bool:
    """Neither cancelled by the day, nor completed: one that is completed ran until the last month of its plan."""
    if initiative.cancelled_on is not None and initiative.cancelled_on <= day:
        return False
    return initiative.status != "completed" or day < last_of_month(case.planned[-1][0])
