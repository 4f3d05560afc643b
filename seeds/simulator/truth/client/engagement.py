"""Meetings, reviews and who is known and met (KPIS.md, section 4).

client_cadence_compliance, client_qbr_coverage, client_stakeholder_coverage, client_single_threaded_share. Clients are
those with a contract in force on the period's last day, or as_of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from seeds.simulator.truth.client.contracts import Contracts
from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.kpis import HIGHER, LOWER, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import ALL_TIME, QUARTER, Period, periods_from, stock_at, window
from seeds.simulator.world.client.life import Interaction

CADENCE = Kpi("client_cadence_compliance", "percent", HIGHER, Aggregation.MEAN)
REVIEWS = Kpi("client_qbr_coverage", "percent", HIGHER, Aggregation.RATIO, own_grains=(QUARTER, ALL_TIME))
STAKEHOLDERS = Kpi("client_stakeholder_coverage", "percent", HIGHER, Aggregation.RATIO, Class.STOCK)
SINGLE_THREADED = Kpi("client_single_threaded_share", "percent", LOWER, Aggregation.RATIO, Class.STOCK)

_KNOWN_ROLES = frozenset({"decision_maker", "influencer"})
_MET_DAYS = 90


def held(interactions: Iterable[Interaction], first: date, last: date) -> list[Interaction]:
    """Meetings and calls from one day to another that took place and name a contact of the client."""
    return [
        each
        for each in interactions
        if each.kind in ("meeting", "call")
        and not each.is_cancelled
        and each.contact is not None
        and first <= each.started_at.date() <= last
    ]


def has_review(interactions: Iterable[Interaction], first: date, last: date) -> bool:
    """Whether a review was held from one day to another."""
    return any(each.is_review for each in held(interactions, first, last))


def engagement(frame: ClientFrame) -> Observed[ClientFacts]:
    """All figures of interactions and stakeholders."""

    def observe(facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        contracts = Contracts(facts.contracts, frame.today)
        first = contracts.first_start
        for month in frame.months_from(first):
            if contracts.in_force(month.seen_to(frame.as_of)):
                yield from _of_month(frame, facts, month)
        for quarter in periods_from(QUARTER, first, frame.as_of) if first else []:
            if contracts.in_force(quarter.seen_to(frame.as_of)):
                yield from _of_quarter(frame, facts, quarter)

    return Observed(frame, (CADENCE, REVIEWS, STAKEHOLDERS, SINGLE_THREADED), observe)


def _of_month(frame: ClientFrame, facts: ClientFacts, month: Period) -> Iterator[tuple[Kpi, Observation]]:
    subject, day, at = Subject(facts.party), month.seen_to(frame.as_of), stock_at(month, frame.as_of)
    segment = frame.segment_on(facts.party, day)
    if segment is not None and segment.meetings_a_month:
        share = Fraction(len(held(facts.interactions, month.first, day)), segment.meetings_a_month)
        yield CADENCE, Observation(subject, day, min(Fraction(1), share), 1)
    known = {role.role for role in facts.roles if role.known_at <= at}
    yield STAKEHOLDERS, Observation(subject, day, int(known >= _KNOWN_ROLES), 1)
    met = {each.contact for each in held(facts.interactions, *window(day, _MET_DAYS))}
    yield SINGLE_THREADED, Observation(subject, day, int(len(met) <= 1), 1)


def _of_quarter(frame: ClientFrame, facts: ClientFacts, quarter: Period) -> Iterator[tuple[Kpi, Observation]]:
    day = quarter.seen_to(frame.as_of)
    segment = frame.segment_on(facts.party, day)
    if segment is not None and segment.is_review_required:
        reviewed = has_review(facts.interactions, quarter.first, day)
        yield REVIEWS, Observation(Subject(facts.party), day, int(reviewed), 1)
