"""What one client's people answer when asked, and the cases that somebody opens about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from seeds.simulator.world.client.contacts import People
from seeds.simulator.world.client.life import FeedbackCase, SurveyResponse
from seeds.simulator.world.client.profile import Profile
from seeds.simulator.world.draws import Span, between, clipped, fate, lognormal, office_instant, pick, workday
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import numbered
from seeds.simulator.world.timeline import END_AT, START, last_of_month, months_between

_ANSWERS_A_MONTH = {"enterprise": 0.95, "mid_market": 0.62, "small_business": 0.36}
_COMMENTS = (
    "",
    "",
    "Good, as always.",
    "Support was quick.\nThank you!",
    'It works, but the "new" reports are slow.',
    "Too expensive for what we use.",
    "Ausgezeichnet, besonders die Beratung.",
    "対応が早くて助かりました。",
    "Still waiting for an answer…",
)
_CAUSES = ("Product defect", "Slow response", "Wrong invoice", "Missing training", "Delivery late")


def responses_of(random: Random, profile: Profile, people: People, spans: list[Span]) -> list[SurveyResponse]:
    """Answers in order of time."""
    drawn: list[tuple[datetime, str, int, int | None]] = []
    rate = _ANSWERS_A_MONTH[profile.client.segments[0][1]]
    for first, last in clipped(spans, START):
        for month in months_between(first, last):
            span = (max(first, month), min(last, last_of_month(month)))
            for _ in range(int(rate + random.random())):
                drawn += _answers(random, profile, people, span)
    drawn.sort(key=lambda each: each[0])
    return [_response(random, profile, place, *each) for place, each in enumerate(drawn)]


def _response(
    random: Random, profile: Profile, place: int, at: datetime, kind: str, score: int, contact: int | None
) -> SurveyResponse:
    """An answer; one that names no known client names no known person either."""
    its_fate = fate(random, 0.004)
    return SurveyResponse(
        number=numbered(profile.client.index, place),
        kind=kind,
        score=score,
        contact=None if its_fate is Fate.ORPHAN else contact,
        answered_at=at,
        comment=pick(random, _COMMENTS),
        fate=its_fate,
    )


def _answers(
    random: Random, profile: Profile, people: People, span: tuple[date, date]
) -> list[tuple[datetime, str, int, int | None]]:
    """One answer; sometimes another of the same person in the same month, now and then at the very same instant."""
    at = office_instant(random, profile.client.zone, workday(random, *span))
    kind = "nps" if random.random() < 0.62 else "csat"
    contact = None if random.random() < 0.08 else people.at(random, at, favourites=0.3).number
    answers = [(at, kind, _score(random, profile, kind), contact)]
    place = random.random()
    if contact is not None and place < 0.06:
        again = at + timedelta(seconds=0 if place < 0.02 else between(random, 600, 5 * 86_400))
        if again < END_AT:
            answers.append((again, kind, _score(random, profile, kind), contact))
    return answers


def _score(random: Random, profile: Profile, kind: str) -> int:
    mood = profile.satisfaction + random.gauss(0, 0.25)
    return min(10, max(0, int(5.4 + mood * 6.2))) if kind == "nps" else min(5, max(1, int(2.3 + mood * 3.3)))


def feedback_of(
    random: Random, profile: Profile, responses: list[SurveyResponse], spans: list[Span]
) -> list[FeedbackCase]:
    """Cases about detractors' answers, some days after them or never, and complaints out of the blue."""
    opened: list[tuple[datetime, str]] = []
    for response in responses:
        if response.kind == "nps" and response.score <= 6 and response.fate is Fate.LOADED and random.random() < 0.7:
            at = response.answered_at + timedelta(seconds=between(random, 1800, 6 * 86_400))
            opened.append((at, "detractor"))
    for first, last in clipped(spans, START):
        for _ in range(int((last - first).days / 400 * (1.6 - profile.satisfaction) + random.random())):
            opened.append((office_instant(random, profile.client.zone, workday(random, first, last)), "complaint"))
    opened.sort()
    in_time = [each for each in opened if each[0] < END_AT]
    return [_case(random, profile, place, *each) for place, each in enumerate(in_time)]


def _case(random: Random, profile: Profile, place: int, opened: datetime, kind: str) -> FeedbackCase:
    closed: datetime | None = opened + timedelta(seconds=int(86_400 * min(200.0, lognormal(random, 12, 0.9))))
    if random.random() < 0.12 or (closed is not None and closed >= END_AT):
        closed = None
    return FeedbackCase(
        number=numbered(profile.client.index, place),
        kind=kind,
        opened_at=opened,
        closed_at=closed,
        root_cause=pick(random, _CAUSES) if closed and random.random() < 0.85 else None,
        owner=profile.client.owner,
        fate=fate(random, 0.008),
    )
