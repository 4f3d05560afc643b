"""Escalations, proposals and plans with a supplier."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

from seeds.simulator.world.client.life import Escalation
from seeds.simulator.world.company import Company
from seeds.simulator.world.draws import fate
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import Supplier
from seeds.simulator.world.supplier.life import ContingencyPlan, Innovation, RemediationPlan, SecondSupplier
from seeds.simulator.world.supplier.purchasing import numbers_of
from seeds.simulator.world.timeline import END, END_AT, START, START_AT, add_months

_DAYS = (END - START).days
_REASONS = ("Late deliveries", "Quality", "Wrong invoices", "No answer", "Safety")
_IDEAS = ("Recyclable tray", "Lighter housing", "Remote calibration", "Joint forecast", "Alloy without lead")
_FIXED_FATES = {(1, 1): Fate.QUARANTINED, (1, 2): Fate.ORPHAN}


def escalations_of(supplier: Supplier, random: Random) -> list[Escalation]:
    """A few, some still open."""
    numbers = numbers_of(supplier.index)
    opened = sorted(START_AT + timedelta(seconds=int(random.random() * _DAYS * 86_400)) for _ in range(_few(random, 9)))
    made = []
    for place, at in enumerate(opened):
        closed = at + timedelta(seconds=3_600 + int(random.expovariate(1 / 900_000)))
        by_chance = fate(random)
        made.append(
            Escalation(
                number=next(numbers),
                opened_at=at,
                closed_at=closed if closed < END_AT and random.random() < 0.9 else None,
                reason=_REASONS[int(random.random() * len(_REASONS))],
                fate=_FIXED_FATES.get((supplier.index, place), by_chance),
            )
        )
    return made


def innovations_of(supplier: Supplier, units: list[str], random: Random) -> list[Innovation]:
    """Proposals: accepted with a value or without, rejected, or not decided yet."""
    numbers = numbers_of(supplier.index)
    proposed = sorted(START + timedelta(days=int(random.random() * _DAYS)) for _ in range(_few(random, 8)))
    made: list[Innovation] = []
    for day in proposed:
        chance = random.random()
        decided = day + timedelta(days=5 + int(random.random() * 120))
        is_decided = decided <= END and chance < 0.85
        status = ("accepted" if chance < 0.55 else "rejected") if is_decided else "proposed"
        thousands = Decimal(1 + int(random.random() * 90)) * (100_000 if supplier.currency == "JPY" else 1000)
        made.append(
            Innovation(
                number=next(numbers),
                category=supplier.categories[int(random.random() * len(supplier.categories))],
                business_unit=units[int(random.random() * len(units))],
                title=_IDEAS[int(random.random() * len(_IDEAS))],
                proposed_on=day,
                decided_on=decided if is_decided else None,
                status=status,
                value=thousands if random.random() < 0.75 else None,
                currency=supplier.currency,
            )
        )
    return made


def remediation_plans_of(supplier: Supplier, random: Random) -> list[RemediationPlan]:
    """Plans of about a third of the suppliers, one after the other: failed, succeeded, or open."""
    numbers = numbers_of(supplier.index)
    if random.random() > 0.35 and supplier.index > 2:
        return []
    made: list[RemediationPlan] = []
    day = START + timedelta(days=int(random.random() * 500))
    while day <= END and len(made) < 3:
        closed = day + timedelta(days=60 + int(random.random() * 150))
        is_closed = closed <= END
        outcome = ("failed" if random.random() < 0.4 or supplier.index == 1 else "succeeded") if is_closed else "open"
        made.append(RemediationPlan(next(numbers), day, closed if is_closed else None, outcome))
        day = closed + timedelta(days=30 + int(random.random() * 300))
    return made


def contingency_plans_of(supplier: Supplier, random: Random) -> list[ContingencyPlan]:
    """Plans for about half of the categories, some run out."""
    made = []
    for category in supplier.categories:
        if random.random() < 0.5 or supplier.index == 1:
            since = START + timedelta(days=int(random.random() * 700) - 200)
            until = add_months(since, 18) if random.random() < 0.3 else None
            made.append(ContingencyPlan(category, since, until))
    return sorted(made, key=lambda each: (each.valid_from, each.category))


def second_suppliers_of(company: Company, supplier: Supplier, random: Random) -> list[SecondSupplier]:
    """Another qualified supplier for about half of the categories, some for a while only."""
    made = []
    for category in supplier.categories:
        if random.random() < 0.5 or supplier.index == 1:
            other = 1 + (supplier.index + int(random.random() * (company.suppliers - 1))) % company.suppliers
            since = START + timedelta(days=int(random.random() * 800) - 300)
            until = add_months(since, 15) if random.random() < 0.3 else None
            made.append(SecondSupplier(category, other, since, until))
    return sorted(made, key=lambda each: (each.valid_from, each.category))


def _few(random: Random, most: int) -> int:
    return 3 + int(random.random() * most)
