"""What the company keeps about one client by itself: getting started, escalations, objectives, revenue wanted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from seeds.simulator.world.client.life import Contract, Escalation, Milestone, Objective, RevenueTarget
from seeds.simulator.world.client.profile import Profile
from seeds.simulator.world.draws import (
    Span,
    between,
    clear_of_as_of,
    clipped,
    fate,
    lognormal,
    money,
    office_instant,
    pick,
    workday,
)
from seeds.simulator.world.identifiers import numbered
from seeds.simulator.world.timeline import END, END_AT, START, months_between

_REASONS = ("Outage", "Missed deadline", "Data quality", "Price increase", "Staff change")
_OBJECTIVES = (
    ("Adopt the new reports", "active users"),
    ("Shorten onboarding", "days"),
    ("Open a second site", "sites"),
    ("Fewer incidents", "incidents a month"),
)
_ESCALATIONS_A_YEAR = {"enterprise": 1.1, "mid_market": 0.45, "small_business": 0.15}


def milestones_of(random: Random, first: date | None) -> list[Milestone]:
    """Steps after the first contract's start; one who began before the history shows its first value only."""
    if first is None:
        return []
    value = Milestone("first_value", None, _done(first + timedelta(days=between(random, 8, 120))))
    if first < START:
        return [value]
    made = []
    pace = 0.45 + 0.65 * random.random()
    for days in (30, 60, 90):
        done = first + timedelta(days=max(1, int(days * pace * (0.8 + 0.4 * random.random()))))
        made.append(
            Milestone(
                f"day_{days}",
                clear_of_as_of(first + timedelta(days=days)),
                None if random.random() < 0.05 else _done(done),
            )
        )
    return [*made, value] if random.random() < 0.4 else made


def _done(day: date) -> date | None:
    return day if day <= END else None


def escalations_of(random: Random, profile: Profile, spans: list[Span]) -> list[Escalation]:
    """Escalations in order of opening."""
    client = profile.client
    opened = []
    for first, last in clipped(spans, START):
        mean = (last - first).days / 365 * _ESCALATIONS_A_YEAR[client.segments[0][1]] * (1.5 - profile.satisfaction)
        for _ in range(int(mean + random.random())):
            opened.append(office_instant(random, client.zone, workday(random, first, last)))
    made = []
    for place, at in enumerate(sorted(opened)):
        closed = at + timedelta(seconds=int(3600 * min(3000.0, lognormal(random, 90, 0.9))))
        is_open = closed >= END_AT or random.random() < 0.04
        number = numbered(client.index, place)
        made.append(Escalation(number, at, None if is_open else closed, pick(random, _REASONS), fate(random, 0.02)))
    return made


def objectives_of(random: Random, profile: Profile) -> list[Objective]:
    """Lines of the account plan, by due day."""
    how_many = {"enterprise": 3, "mid_market": 1, "small_business": 0}[profile.client.segments[-1][1]]
    made = []
    for place in range(how_many + between(random, 0, 1) if how_many else 0):
        title, measure = pick(random, _OBJECTIVES)
        target = Decimal(between(random, 2, 60))
        made.append(
            Objective(
                number=numbered(profile.client.index, place),
                title=title,
                measure=measure,
                target=target,
                actual=Decimal(int(target * between(random, 20, 130) / 100)),
                due_on=clear_of_as_of(START + timedelta(days=between(random, 300, 1300))),
                owner=profile.client.owner,
                side=pick(random, ("ours", "theirs")),
            )
        )
    return sorted(made, key=lambda each: each.due_on)


def revenue_targets_of(random: Random, profile: Profile, contracts: list[Contract]) -> list[RevenueTarget]:
    """Revenue wanted a month, for larger clients, while a contract of theirs runs."""
    if profile.client.segments[0][1] == "small_business":
        return []
    valid = [each for each in contracts if each.status not in ("draft", "cancelled")]
    currency = profile.client.currency
    made = []
    for month in months_between(START, END):
        annual = sum(
            (float(each.annual_value) for each in valid if each.currency == currency and _runs(each, month)), 0.0
        )
        if annual:
            made.append(RevenueTarget(month, currency, money(annual / 12 * (0.9 + 0.35 * random.random()), currency)))
    return made


def _runs(contract: Contract, day: date) -> bool:
    last = contract.terminated_on or contract.end
    return contract.start <= day and (last is None or day <= last)
