"""Requests for new work: decided, put off, or reframed into better ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from seeds.simulator.world.company import RATE_GAP, RULES, BusinessUnit, Company
from seeds.simulator.world.draws import fate
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.supplier.purchasing import numbers_of
from seeds.simulator.world.timeline import END_AT, START_AT, utc
from seeds.simulator.world.unit.life import DemandRequest

_TITLES = ("Dashboard for returns", "Second shift portal", "Label printer", "Data feed", "Approval workflow")
_SECONDS = int((END_AT - START_AT).total_seconds())
_FIXED_FATES = {5: Fate.QUARANTINED, 8: Fate.ORPHAN}
"""By place of a request that is part of no chain."""


def demand_of(company: Company, unit: BusinessUnit, index: int, random: Random) -> list[DemandRequest]:
    """Requests in order of submission; every sixth starts a chain of one or two reframings."""
    numbers = numbers_of(index)
    made: list[DemandRequest] = []
    for place in range(max(60, int(150 * min(company.scale, Decimal(20))))):
        submitted = START_AT + timedelta(seconds=int(random.random() * (_SECONDS - 86_400)))
        if place == 3:
            # Valued in a currency without a rate on that day.
            submitted = utc(RATE_GAP[2] - timedelta(days=10), 40_000)
        if place % 6 == 0:
            made += _chain(unit, submitted, numbers, random, links=1 + place // 6 % 2)
            continue
        request = _request(next(numbers), unit, submitted, random)
        if place == 3:
            request.value, request.currency = Decimal(250_000), RATE_GAP[0]
        if place == 4:
            request.value, request.currency = RULES.low_value_threshold, "USD"
        _decide(request, random)
        request.fate = _FIXED_FATES.get(place, fate(random))
        made.append(request)
    return sorted(made, key=lambda each: (each.submitted_at, each.number))


def _chain(
    unit: BusinessUnit, submitted: datetime, numbers: Iterator[int], random: Random, links: int
) -> list[DemandRequest]:
    """A request of low value in most cases, and its successors; the last one is decided in its own right."""
    request = _request(next(numbers), unit, submitted, random)
    if random.random() < 0.8:
        request.value, request.currency = Decimal(1000 + int(random.random() * 6000)), "USD"
    chain = [request]
    for _ in range(links):
        reframed_at = request.submitted_at + timedelta(days=3 + int(random.random() * 30))
        if reframed_at >= END_AT - timedelta(days=2):
            break
        request.decision, request.decided_at = "reframed", reframed_at
        successor = _request(next(numbers), unit, reframed_at, random)
        successor.reframes = request.number
        if random.random() < 0.6:
            successor.value, successor.currency = Decimal(15_000 + int(random.random() * 90_000)), "USD"
        chain.append(successor)
        request = successor
    _decide(request, random)
    return chain


def _request(number: int, unit: BusinessUnit, submitted: datetime, random: Random) -> DemandRequest:
    chance = random.random()
    value: Decimal | None = Decimal(int(random.lognormvariate(9.4, 1)))
    currency = unit.currency
    if chance < 0.1:
        value = None
    elif chance < 0.16:
        value, currency = RULES.low_value_threshold, "USD"
    elif chance < 0.3:
        currency = ("SEK", "EUR", "GBP")[int(random.random() * 3)]
    return DemandRequest(
        number=number,
        title=_TITLES[int(random.random() * len(_TITLES))],
        submitted_at=submitted,
        decided_at=None,
        decision="open",
        value=value,
        currency=currency,
        reframes=None,
    )


def _decide(request: DemandRequest, random: Random) -> None:
    """Approve, decline, defer or withdraw; some stay open, as do those that would be decided after END."""
    decided_at = request.submitted_at + timedelta(seconds=43_200 + int(random.expovariate(1 / 2_000_000)))
    chance = random.random()
    if decided_at >= END_AT or chance > 0.95:
        return
    request.decided_at = decided_at
    decisions = ((0.5, "approved"), (0.75, "declined"), (0.87, "deferred"), (1.0, "withdrawn"))
    request.decision = next(name for limit, name in decisions if chance < limit)
