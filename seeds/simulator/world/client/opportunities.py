"""Opportunities of one client: those that led to contracts, those about renewals, and those that came to nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from seeds.simulator.world.client.contracts import Deal
from seeds.simulator.world.client.life import Opportunity, OpportunityLine, StageChange
from seeds.simulator.world.client.profile import Profile
from seeds.simulator.world.company import FAMILIES, STAGES, Stage
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
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import numbered
from seeds.simulator.world.timeline import END, END_AT, START, START_AT, utc

_OPEN_STAGES = tuple(stage for stage in STAGES if not stage.is_closed)
_WON = next(stage for stage in STAGES if stage.is_won)
_LOST = next(stage for stage in STAGES if stage.is_closed and not stage.is_won)


def opportunities_of(
    random: Random, profile: Profile, deals: list[Deal], spans: list[Span], annual: float
) -> list[Opportunity]:
    """All opportunities of a client, in order of creation. `annual` is the usual size, in the client's currency."""
    wanted = [(deal, False) for deal in deals] + [(deal, True) for deal in _unsigned(random, profile, spans, annual)]
    made = []
    for deal, may_fail in wanted:
        created = _created(random, profile, deal)
        if created is not None:
            made.append((created, deal, may_fail))
    made.sort(key=lambda each: each[0])
    return [_opportunity(random, profile, place, *each) for place, each in enumerate(made)]


def _created(random: Random, profile: Profile, deal: Deal) -> datetime | None:
    """When the opportunity was made; None where the deal was decided before the history begins."""
    days = int(min(400.0, max(5.0, lognormal(random, 62, 0.7))))
    if deal.decided_on <= START:
        return None
    limit = min(deal.decided_on, END) - timedelta(days=1)
    first = max(START, profile.client.created_at.date() + timedelta(days=1))
    day = max(first, limit - timedelta(days=days))
    return None if day > limit else office_instant(random, profile.client.zone, day)


def _unsigned(random: Random, profile: Profile, spans: list[Span], annual: float) -> list[Deal]:
    """Chances that no contract tells of: lost before the first contract, or lost or open while a client."""
    currency = profile.client.currency
    deals = []
    begin = max(START, profile.client.created_at.date() + timedelta(days=8))
    if profile.is_prospect or begin < profile.joined - timedelta(days=15):
        last = END if profile.is_prospect else profile.joined - timedelta(days=1)
        for _ in range(between(random, 1, 4) if profile.is_prospect else between(random, 0, 2)):
            if begin < last:
                deals.append(_chance(random, "new", begin, last, currency, annual))
    for first, last in clipped(spans, START):
        months = (last - first).days / 30
        for _ in range(int(months / 6 * (0.4 + 1.3 * random.random()) + random.random())):
            deals.append(_chance(random, "expansion", first, last, currency, annual * 0.4))
    return deals


def _chance(random: Random, kind: str, first: date, last: date, currency: str, annual: float) -> Deal:
    day = workday(random, first, last)
    amount = money(lognormal(random, annual, 0.6), currency)
    families = tuple(sorted({pick(random, FAMILIES), pick(random, FAMILIES)}))
    place = random.random()
    status = "won" if kind == "expansion" and place > 0.75 else "lost"
    if day > END - timedelta(days=120) and place < 0.6:
        status, day = "open", clear_of_as_of(END + timedelta(days=between(random, -20, 150)))
    return Deal(kind, status, day, currency, amount, families)


def _opportunity(
    random: Random, profile: Profile, place: int, created: datetime, deal: Deal, may_fail: bool
) -> Opportunity:
    number = numbered(profile.client.index, place)
    changes = _changes(random, deal, created, may_fail)
    amount = changes[-1].amount
    is_renewal = deal.kind == "renewal"
    opportunity = Opportunity(
        number=number,
        name=f"{profile.client.name} – {'renewal' if is_renewal else ' + '.join(deal.families)}",
        kind=deal.kind,
        is_kind_unmapped=not is_renewal and random.random() < 0.02,
        owner=profile.client.owner,
        currency=deal.currency,
        created_at=created,
        changes=changes,
        status=deal.status,
        close_on=changes[-1].close_on,
        lines=[] if amount is None else _lines(random, number, deal, amount),
        renews=deal.renews,
    )
    if may_fail:
        opportunity.is_deleted = random.random() < 0.012
        opportunity.fate = Fate.LOADED if opportunity.is_deleted else fate(random, 0.01)
    return opportunity


def _changes(random: Random, deal: Deal, created: datetime, may_fail: bool) -> list[StageChange]:
    """The first state and what was changed since, at strictly later instants."""
    decided = _decided_at(random, deal, created)
    how_many = between(random, 2, 5)
    seconds = max(how_many + 1, int((decided - created).total_seconds()))
    offsets = sorted({1 + int(random.random() * (seconds - 1)) for _ in range(how_many)})
    places = sorted(int(random.random() * len(_OPEN_STAGES)) for _ in range(len(offsets) + 1))
    expected = clear_of_as_of(deal.decided_on + timedelta(days=between(random, -30, 45)))
    amount: Decimal | None = money(float(deal.amount) * (0.7 + 0.6 * random.random()), deal.currency)
    if random.random() < 0.06:
        amount = None
    changes = [_state(random, created, _OPEN_STAGES[places[0]], amount, expected)]
    for offset, place in zip(offsets, places[1:], strict=True):
        if random.random() < 0.4:
            amount = money(float(deal.amount) * (0.8 + 0.4 * random.random()), deal.currency)
        if random.random() < 0.3:
            expected = clear_of_as_of(expected + timedelta(days=between(random, -10, 40)))
        changes.append(_state(random, created + timedelta(seconds=offset), _OPEN_STAGES[place], amount, expected))
    final = None if may_fail and random.random() < 0.04 else deal.amount
    if deal.status == "open":
        changes[-1].amount = final
        changes[-1].close_on = clear_of_as_of(deal.decided_on)
    else:
        stage = _WON if deal.status == "won" else _LOST
        changes.append(StageChange(decided, stage.name, final, Decimal(stage.probability), decided.date()))
    return _without_repeats(changes)


def _decided_at(random: Random, deal: Deal, created: datetime) -> datetime:
    """The last instant of an opportunity: its closing, on the day decided (UTC), or the last chance to change it."""
    if deal.status == "open" or deal.decided_on > END:
        return END_AT - timedelta(hours=3)
    return max(utc(deal.decided_on, between(random, 6 * 3600, 20 * 3600)), created + timedelta(hours=2))


def _state(random: Random, at: datetime, stage: Stage, amount: Decimal | None, close_on: date) -> StageChange:
    probability = stage.probability
    if random.random() < 0.15:
        probability = min(95, probability + 5)
    return StageChange(max(at, START_AT), stage.name, amount, Decimal(probability), close_on)


def _without_repeats(changes: list[StageChange]) -> list[StageChange]:
    """The system writes a row only where something changed."""
    kept = changes[:1]
    for change in changes[1:]:
        last = kept[-1]
        if (change.stage, change.amount, change.probability, change.close_on) != (
            last.stage,
            last.amount,
            last.probability,
            last.close_on,
        ):
            kept.append(change)
    return kept


def _lines(random: Random, number: int, deal: Deal, amount: Decimal) -> list[OpportunityLine]:
    """The amount, split over the product families to the last unit."""
    left = amount
    lines = []
    for place, family in enumerate(deal.families):
        is_last = place == len(deal.families) - 1
        part = left if is_last else money(float(left) * (0.3 + 0.4 * random.random()), deal.currency)
        left -= part
        lines.append(OpportunityLine(number * 10 + place, family, between(random, 1, 20), part))
    return lines
