"""What clients say of us (KPIS.md, section 4).

client_nps, client_nps_t12m, client_csat, client_survey_response_rate, client_feedback_loop_closure
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.kpis import HIGHER, Aggregation, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import MONTH
from seeds.simulator.world.client.life import SurveyResponse, Ticket
from seeds.simulator.world.company import RULES
from seeds.simulator.world.timeline import add_months, month_of

NPS = Kpi("client_nps", "score", HIGHER, Aggregation.RATIO)
NPS_T12M = Kpi("client_nps_t12m", "score", HIGHER, Aggregation.RATIO, own_grains=(MONTH,))
CSAT = Kpi("client_csat", "percent", HIGHER, Aggregation.RATIO)
RESPONSE_RATE = Kpi("client_survey_response_rate", "percent", HIGHER, Aggregation.RATIO)
CLOSURE = Kpi("client_feedback_loop_closure", "percent", HIGHER, Aggregation.RATIO)

_PROMOTER, _PASSIVE, _SATISFIED = 9, 7, 4


def newest_by_contact(responses: Iterable[SurveyResponse]) -> list[SurveyResponse]:
    """The newest response of each contact, the higher id in a tie, and every anonymous one."""
    newest: dict[tuple[bool, int], SurveyResponse] = {}
    for each in sorted(responses, key=lambda response: (response.answered_at, response.number)):
        newest[each.contact is None, each.number if each.contact is None else each.contact] = each
    return list(newest.values())


def nps_points(response: SurveyResponse) -> int:
    """1 for a promoter, 0 for a passive, -1 for a detractor."""
    return 1 if response.score >= _PROMOTER else 0 if response.score >= _PASSIVE else -1


def twelve_months_to(last: date) -> tuple[date, date]:
    """First and last day of the 12 months that end with a day."""
    return add_months(last + timedelta(days=1), -12), last


def within(responses: Iterable[SurveyResponse], kind: str, first: date, last: date) -> list[SurveyResponse]:
    """The responses of a kind that were answered from one day to another, both inclusive."""
    return [each for each in responses if each.kind == kind and first <= each.answered_at.date() <= last]


def ratings(facts: ClientFacts) -> list[tuple[date, bool]]:
    """Every rating of the 5-point and of the good/bad kind: the day answered, and whether it is a satisfied one."""
    found = [(each.answered_at.date(), each.score >= _SATISFIED) for each in facts.responses if each.kind == "csat"]
    for ticket in facts.tickets:
        offer = ticket.satisfaction
        if offer is not None and offer.answered_at is not None and offer.score is not None:
            found.append((offer.answered_at.date(), offer.score == "good"))
    return found


def voice(frame: ClientFrame) -> Observed[ClientFacts]:
    """All figures of surveys and feedback."""

    def observe(facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        subject = Subject(facts.party)
        yield from _nps(frame, subject, facts)
        for day, is_satisfied in ratings(facts):
            yield CSAT, Observation(subject, day, int(is_satisfied), 1)
        for ticket in facts.tickets:
            yield from _offered(frame, subject, ticket)
        yield from _closed(frame, subject, facts)

    return Observed(frame, (NPS, NPS_T12M, CSAT, RESPONSE_RATE, CLOSURE), observe)


def _nps(frame: ClientFrame, subject: Subject, facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
    given = [each for each in facts.responses if each.kind == "nps"]
    first = min((each.answered_at.date() for each in given), default=None)
    for month in frame.months_from(first):
        last = month.seen_to(frame.as_of)
        for each in newest_by_contact(within(given, "nps", month.first, last)):
            yield NPS, Observation(subject, month_of(last), nps_points(each), 1)
        for each in newest_by_contact(within(given, "nps", *twelve_months_to(last))):
            yield NPS_T12M, Observation(subject, month_of(last), nps_points(each), 1)


def _offered(frame: ClientFrame, subject: Subject, ticket: Ticket) -> Iterator[tuple[Kpi, Observation]]:
    offer = ticket.satisfaction
    if offer is not None:
        last = offer.offered_at + timedelta(days=RULES.response_window_days)
        is_answered = offer.answered_at is not None and offer.answered_at <= last
        day, is_final = offer.offered_at.date(), last <= frame.as_of
        yield RESPONSE_RATE, Observation(subject, day, int(is_answered), 1, is_final=is_final)


def _closed(frame: ClientFrame, subject: Subject, facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
    for each in facts.feedback:
        last = each.opened_at + timedelta(days=RULES.closure_window_days)
        is_closed = each.closed_at is not None and each.closed_at <= last and bool(each.root_cause)
        yield CLOSURE, Observation(subject, each.opened_at.date(), int(is_closed), 1, is_final=last <= frame.as_of)
