"""Renewals by due month and by signature (KPIS.md, section 6a).

client_renewal_rate, client_renewal_rate_value, client_renewals_pending, client_renewal_lead_days,
client_time_to_renewal_days
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.client.contracts import Contracts, Due, Outcome
from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.kpis import HIGHER, LOWER, NEUTRAL, Aggregation, Kpi
from seeds.simulator.truth.money import Rates
from seeds.simulator.truth.numbers import Number
from seeds.simulator.truth.observations import Observation, Subject

RATE = Kpi("client_renewal_rate", "percent", HIGHER, Aggregation.RATIO)
RATE_VALUE = Kpi("client_renewal_rate_value", "percent", HIGHER, Aggregation.RATIO)
PENDING = Kpi("client_renewals_pending", "count", NEUTRAL, Aggregation.COUNT)
LEAD = Kpi("client_renewal_lead_days", "days", HIGHER, Aggregation.MEDIAN)
TIME_TO_RENEWAL = Kpi("client_time_to_renewal_days", "days", LOWER, Aggregation.MEDIAN)


def renewals(frame: ClientFrame) -> Observed[ClientFacts]:
    """All figures of renewals."""

    def observe(facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        subject = Subject(facts.party)
        dues = Contracts(facts.contracts, frame.today).dues
        values = renewed_values(dues, frame.rates)
        for place, due in enumerate(dues):
            if due.counted_on <= frame.today:
                yield from _of_due(subject, due, values[place])
            yield from _of_signature(subject, due, facts)

    return Observed(frame, (RATE, RATE_VALUE, PENDING, LEAD, TIME_TO_RENEWAL), observe)


def _of_due(subject: Subject, due: Due, value: tuple[Number, Number] | None) -> Iterator[tuple[Kpi, Observation]]:
    day = due.counted_on
    if due.outcome is Outcome.PENDING:
        undecided = Observation(subject, day, None, open_count=1, is_final=False, is_undecided=True)
        yield RATE, undecided
        yield RATE_VALUE, undecided
        yield PENDING, Observation(subject, day, 1, open_count=1, is_final=False)
        return
    yield RATE, Observation(subject, day, int(due.outcome is Outcome.RENEWED), 1)
    if value is not None:
        yield RATE_VALUE, Observation(subject, day, *value)
    if due.signed_on is not None:
        yield LEAD, Observation(subject, day, (due.due_on - due.signed_on).days)


def _of_signature(subject: Subject, due: Due, facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
    created = [
        each.created_at.date()
        for each in facts.opportunities
        if each.kind == "renewal" and each.renews == due.contract.number
    ]
    if due.signed_on is not None and created:
        yield TIME_TO_RENEWAL, Observation(subject, due.signed_on, (due.signed_on - min(created)).days)


def renewed_values(dues: list[Due], rates: Rates) -> list[tuple[Number, Number] | None]:
    """Renewed and due annual value of each due contract, both at the rate of the day that counts; None is unknown.

    What a successor is worth is split over the contracts that it renews, by their due value.
    """
    due_values = [rates.convert(due.contract.annual_value, due.contract.currency, due.counted_on) for due in dues]
    shares: dict[int, Decimal] = defaultdict(Decimal)
    for due, value in zip(dues, due_values, strict=True):
        if due.successor is not None and value is not None:
            shares[due.successor.number] += value
    return [_values(due, value, shares, rates) for due, value in zip(dues, due_values, strict=True)]


def _values(due: Due, value: Decimal | None, shares: dict[int, Decimal], rates: Rates) -> tuple[Number, Number] | None:
    if value is None:
        return None
    if due.outcome is not Outcome.RENEWED:
        return 0, value
    if due.successor is None:
        return value, value
    worth = rates.convert(due.successor.annual_value, due.successor.currency, due.counted_on)
    if worth is None:
        return None
    whole = shares[due.successor.number]
    share = Fraction(worth) * Fraction(value) / Fraction(whole) if whole else Fraction(0)
    return min(share, Fraction(value)), value
