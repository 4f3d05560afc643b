"""Projects of a unit: what their business cases promised, and what came of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from seeds.simulator.world.company import BusinessUnit, Company
from seeds.simulator.world.supplier.purchasing import numbers_of
from seeds.simulator.world.timeline import END, START, add_months, month_of
from seeds.simulator.world.unit.life import BusinessCase, Initiative

_NAMES = (
    "Warehouse scanners",
    "Self-service portal",
    "Energy metering",
    "Supplier hub",
    "Paperless returns",
    "New ERP",
)
_MONTHS = 24


def initiatives_of(company: Company, unit: BusinessUnit, index: int, random: Random) -> list[Initiative]:
    """At least seven; more in larger companies."""
    numbers = numbers_of(index)
    made = [
        _initiative(next(numbers), place, unit, random)
        for place in range(max(7, int(12 * min(company.scale, Decimal(20)))))
    ]
    return sorted(made, key=lambda each: (each.cases[0].planned[0][0], each.number))


def _initiative(number: int, place: int, unit: BusinessUnit, random: Random) -> Initiative:
    """By place: 0 never approved, 1 cancelled, 2 cancelled unapproved, 3 two cases, 4 below its plan, else usual."""
    approved = START + timedelta(days=30 + int(random.random() * 700))
    kind = place % 7
    first_month = add_months(month_of(approved), 2)
    monthly = Decimal(2000 + int(random.random() * 30_000))
    cases = [_case(1, None if kind in (0, 2) else approved, first_month, monthly)]
    if kind == 3:
        # A later, humbler case never replaces the first approved one.
        cases.append(_case(2, approved + timedelta(days=200), first_month, (monthly / 2).quantize(Decimal(1))))
    if kind == 4:
        cases.insert(0, _case(1, None, first_month, monthly * 3))
        cases[1] = _case(2, approved, first_month, monthly)
    cancelled = approved + timedelta(days=250 + int(random.random() * 200)) if kind in (1, 2) else None
    if cancelled is not None and cancelled > END:
        cancelled = END - timedelta(days=40)
    is_over = add_months(first_month, _MONTHS) <= END
    status = "cancelled" if cancelled else "proposed" if kind == 0 else "completed" if is_over else "running"
    share = 0.5 if kind == 4 else 0.85 + 0.5 * random.random()
    initiative = Initiative(
        number=number,
        name=f"{_NAMES[place % len(_NAMES)]} {place + 1}",
        status=status,
        approved_on=None if kind in (0, 2) else approved,
        cancelled_on=cancelled,
        currency=unit.currency if random.random() < 0.85 else "SEK",
        cases=cases,
        realised=[],
        non_monetary=[],
    )
    if kind not in (0, 2):
        _realise(initiative, first_month, monthly, share, random)
    return initiative


def _case(version: int, approved_on: date | None, first_month: date, monthly: Decimal) -> BusinessCase:
    planned = tuple((add_months(first_month, i), monthly * min(i + 1, 6) / 6) for i in range(_MONTHS))
    return BusinessCase(version, approved_on, tuple((month, amount.quantize(Decimal(1))) for month, amount in planned))


def _realise(initiative: Initiative, first_month: date, monthly: Decimal, share: float, random: Random) -> None:
    last = min(initiative.cancelled_on or END, END)
    for i in range(_MONTHS):
        month = add_months(first_month, i)
        if month > last:
            break
        if random.random() < 0.9:
            amount = monthly * min(i + 1, 6) / 6 * Decimal(int(share * 100 * (0.8 + 0.4 * random.random()))) / 100
            initiative.realised.append((month, amount.quantize(Decimal("0.01"))))
        if random.random() < 0.15:
            initiative.non_monetary.append((month, Decimal(1 + int(random.random() * 9))))
