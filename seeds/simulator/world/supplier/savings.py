"""Savings initiatives, and the prices that they leave behind in a supplier's items."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from seeds.simulator.world.parties import Supplier
from seeds.simulator.world.supplier.life import SavingsInitiative
from seeds.simulator.world.supplier.purchasing import Assortment, Item, numbers_of
from seeds.simulator.world.timeline import END, START, add_months


def savings_of(supplier: Supplier, assortment: Assortment, random: Random) -> list[SavingsInitiative]:
    """Initiatives on some items, at most one an item; sets all price changes of the items."""
    numbers = numbers_of(supplier.index)
    made = []
    for unit in assortment.units:
        for place, item in enumerate(assortment.items[unit]):
            chance = random.random()
            if place and chance < 0.16:
                made.append(_saving(next(numbers), item, random))
            elif place and chance < 0.24:
                made.append(_avoidance(next(numbers), item, random))
            elif chance < 0.7:
                _drift(item, random)
    return sorted(made, key=lambda each: (each.effective_on, each.number))


def _saving(number: int, item: Item, random: Random) -> SavingsInitiative:
    effective = _day(random, START + timedelta(days=90), END - timedelta(days=40))
    baseline = item.prices[0][1]
    negotiated = max(1, int(baseline * (0.86 + 0.1 * random.random())))
    item.prices.append((effective, negotiated))
    turn = random.random()
    if turn < 0.4:
        # The price creeps up again, in some cases above the baseline.
        share = 1.03 if turn < 0.25 else 1.2
        item.prices.append((add_months(effective, 4 + int(random.random() * 5)), int(negotiated * share) + 1))
    return _initiative(number, "saving", item, item.price_of(baseline), effective, random)


def _avoidance(number: int, item: Item, random: Random) -> SavingsInitiative:
    effective = _day(random, START + timedelta(days=90), END - timedelta(days=100))
    steps = item.prices[0][1]
    item.prices = [(effective, steps)]
    quote = int(steps * (1.05 + 0.15 * random.random())) + 1
    return _initiative(number, "avoidance", item, item.price_of(quote), effective, random)


def _initiative(
    number: int, kind: str, item: Item, baseline: Decimal, effective: date, random: Random
) -> SavingsInitiative:
    a_year = Decimal(1 + int(random.random() * 9)) * 1000 * (100 if item.currency == "JPY" else 1)
    return SavingsInitiative(
        number=number,
        kind=kind,
        item=item.code,
        unit=item.unit,
        category=item.category,
        business_unit=item.business_unit,
        baseline_price=baseline,
        negotiated_amount=a_year,
        currency=item.currency,
        effective_on=effective,
    )


def _drift(item: Item, random: Random) -> None:
    steps = item.prices[0][1]
    for year in (2024, 2025, 2026):
        steps = int(steps * (1 + 0.05 * random.random())) + 1
        item.prices.append((date(year, 1 + int(random.random() * 6), 1), steps))


def _day(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=int(random.random() * ((last - first).days + 1)))
