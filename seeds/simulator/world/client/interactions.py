"""Meetings, calls and mails with one client's people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from seeds.simulator.world.client.contacts import People
from seeds.simulator.world.client.life import Interaction
from seeds.simulator.world.client.profile import Profile
from seeds.simulator.world.company import SEGMENTS, Company
from seeds.simulator.world.draws import Span, between, clipped, count, fate, office_instant, pick, workday
from seeds.simulator.world.identifiers import numbered
from seeds.simulator.world.people import with_role
from seeds.simulator.world.timeline import START, last_of_month, months_between

_MEETINGS_AND_CALLS = {"enterprise": 2.9, "mid_market": 1.15, "small_business": 0.3}
_MAILS = {"enterprise": 1.5, "mid_market": 0.8, "small_business": 0.45}
_NEEDS_REVIEW = {segment.id: segment.is_review_required for segment in SEGMENTS}
_SUBJECTS = {
    "meeting": ("Monthly meeting", "Roadmap", "Workshop", 'Status, "open points"', "Planning"),
    "call": ("Call", "Follow-up call", "Question about the invoice"),
    "email": ("Re: offer", "Minutes", "Documents as discussed", "Re: Re: schedule"),
}


def interactions_of(
    random: Random, company: Company, profile: Profile, people: People, spans: list[Span]
) -> list[Interaction]:
    """All interactions in order of time; no two start in the same minute, so that each is told from a double."""
    zeal = 0.55 + 0.8 * random.random()
    by_minute: dict[datetime, tuple[str, bool]] = {}
    for kind, is_review, day in _days(random, profile, spans, zeal):
        at = office_instant(random, profile.client.zone, day)
        by_minute.setdefault(at - timedelta(seconds=at.second), (kind, is_review))
    colleagues = [each.index for each in with_role(company, "account_manager") if each.index != profile.client.owner]
    made = []
    for place, (at, (kind, is_review)) in enumerate(sorted(by_minute.items())):
        made.append(_interaction(random, profile, people, place, at, kind, is_review, colleagues))
    return made


def _days(random: Random, profile: Profile, spans: list[Span], zeal: float) -> Iterator[tuple[str, bool, date]]:
    client = profile.client
    for first, last in clipped(spans, START):
        for month in months_between(first, last):
            since, until = max(first, month), min(last, last_of_month(month))
            segment = client.segment_on(month)
            part = ((until - since).days + 1) / 30.4 * zeal
            for _ in range(count(random, _MEETINGS_AND_CALLS[segment] * part)):
                kind = "meeting" if random.random() < 0.55 else "call"
                yield kind, False, workday(random, since, until)
            for _ in range(count(random, _MAILS[segment] * part)):
                yield "email", False, workday(random, since, until)
            if _NEEDS_REVIEW[segment] and random.random() < 0.36:
                yield "meeting", True, workday(random, since, until)


def _interaction(
    random: Random,
    profile: Profile,
    people: People,
    place: int,
    at: datetime,
    kind: str,
    is_review: bool,
    colleagues: list[int],
) -> Interaction:
    invitees: tuple[int, ...] = ()
    if kind == "meeting" and colleagues and random.random() < 0.15:
        invitees = tuple(sorted({pick(random, colleagues) for _ in range(between(random, 1, 2))}))
    return Interaction(
        number=numbered(profile.client.index, place),
        kind=kind,
        subject="Business review" if is_review else pick(random, _SUBJECTS[kind]),
        is_review=is_review,
        started_at=at,
        minutes={"meeting": pick(random, (30, 45, 60, 90)), "call": between(random, 4, 40), "email": 0}[kind],
        owner=profile.client.owner,
        contact=None if random.random() < 0.04 else people.at(random, at).number,
        invitees=invitees,
        is_outbound=random.random() < 0.6,
        is_cancelled=kind != "email" and random.random() < 0.04,
        fate=fate(random),
    )
