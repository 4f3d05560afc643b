"""The life of a business unit: what it planned, promised, asked for, and did for others."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

from seeds.simulator.world.assessments import unit_assessments
from seeds.simulator.world.company import BUSINESS_UNITS, RATE_GAP, BusinessUnit, Company
from seeds.simulator.world.draws import clear_of_as_of
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.supplier.purchasing import numbers_of
from seeds.simulator.world.timeline import END, START, months_between
from seeds.simulator.world.unit.demand import demand_of
from seeds.simulator.world.unit.initiatives import initiatives_of
from seeds.simulator.world.unit.life import BudgetLine, CommunityEngagement, UnitLife

_SPEND_A_SUPPLIER_AND_MONTH = {"Software": 5200, "Managed Services": 3700, "Manufacturing": 4000, "Logistics": 3700}
_KINDS = ("School partnership", "Food bank day", "Tree planting", "Coding club", "River clean-up")
_PLACES = ("Lyon", "Reno", "Leeds", "Solingen", "İzmir", "Osaka")
_DAYS = (END - START).days


def unit_life(company: Company, unit: BusinessUnit) -> UnitLife:
    """Everything that happened inside one business unit."""
    random = stream(company.seed, "unit", unit.id)
    index = BUSINESS_UNITS.index(unit) + 1
    return UnitLife(
        unit=unit.id,
        budgets=_budgets(company, unit, index, random),
        initiatives=initiatives_of(company, unit, index, random),
        demand=demand_of(company, unit, index, random),
        community=_community(unit, index, random),
        assessments=unit_assessments(company, unit.id),
    )


def _budgets(company: Company, unit: BusinessUnit, index: int, random: Random) -> list[BudgetLine]:
    """A line or two a month; none in a few months."""
    numbers = numbers_of(index)
    usual = _SPEND_A_SUPPLIER_AND_MONTH[unit.id] * company.suppliers
    made = []
    for month in months_between(START, END):
        lines = 2 if month.month == 1 else 0 if random.random() < 0.03 else 1
        for _ in range(lines):
            amount = Decimal(int(usual * (0.85 + 0.3 * random.random()))) / lines
            made.append(BudgetLine(next(numbers), month, unit.currency, amount.quantize(Decimal("0.01"))))
    return made


def _community(unit: BusinessUnit, index: int, random: Random) -> list[CommunityEngagement]:
    """Planned and held in time or later, planned and not held, planned for after END, and held without a plan."""
    numbers = numbers_of(index)
    days = sorted(clear_of_as_of(START + timedelta(days=int(random.random() * (_DAYS + 60)))) for _ in range(30))
    made = []
    for day in days:
        chance = random.random()
        planned = day if chance < 0.8 else None
        held = day + timedelta(days=0 if chance < 0.5 else int(random.random() * 40))
        is_held = held <= END and not 0.6 < chance < 0.75
        if planned is None and not is_held:
            continue
        currency = RATE_GAP[0] if RATE_GAP[1] <= day <= RATE_GAP[2] or random.random() < 0.05 else unit.currency
        made.append(
            CommunityEngagement(
                number=next(numbers),
                kind=_KINDS[int(random.random() * len(_KINDS))],
                place=_PLACES[int(random.random() * len(_PLACES))],
                planned_on=planned,
                held_on=held if is_held else None,
                spend=Decimal(100 + int(random.random() * 900_000)) / 100 if is_held else Decimal(0),
                currency=currency,
                beneficiaries=int(random.random() * 240) if is_held else 0,
            )
        )
    return made
