"""What our own people answer when asked about a supplier, or as a unit about ourselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from seeds.simulator.world.company import BUSINESS_UNITS, Company
from seeds.simulator.world.parties import Employee, Supplier
from seeds.simulator.world.people import employees
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.supplier.life import Assessment
from seeds.simulator.world.supplier.purchasing import numbers_of
from seeds.simulator.world.timeline import END, START, add_months, utc

_QUESTIONS = 4
_UNIT_NUMBERS = 99_000
"""Assessments of units are numbered as if by parties from here on, so that they never meet those of suppliers."""


def supplier_assessments(company: Company, supplier: Supplier) -> list[Assessment]:
    """Rounds a half-year: of five to eight respondents for two suppliers in three, of two to four for the others.

    None of suppliers that ServiceNow, which asks, does not know.
    """
    random = stream(company.seed, "supplier assessments", supplier.index)
    if supplier.native("servicenow") is None:
        return []
    asked = [each for each in employees(company) if each.role != "account_manager" and each.is_active]
    size = (2, 3) if supplier.index % 3 == 0 else (5, 4)
    return _rounds(asked, size, 6, numbers_of(supplier.index), random)


def unit_assessments(company: Company, unit: str) -> list[Assessment]:
    """Rounds a quarter among the people of a unit; too few of them answer now and then."""
    random = stream(company.seed, "unit assessments", unit)
    asked = [each for each in employees(company) if each.business_unit == unit and each.is_active]
    place = next(i for i, each in enumerate(BUSINESS_UNITS) if each.id == unit)
    return _rounds(asked, (4, 6), 3, numbers_of(_UNIT_NUMBERS + place), random)


def _rounds(
    asked: Sequence[Employee], size: tuple[int, int], months: int, numbers: Iterator[int], random: Random
) -> list[Assessment]:
    """`size`: fewest respondents of a round, and how many numbers of respondents there are from there on."""
    made: list[Assessment] = []
    start = add_months(START, 1)
    mood = 3 + 1.2 * random.random()
    while start < END:
        wanted = min(len(asked), size[0] + int(random.random() * size[1]))
        for person in random.sample(asked, wanted):
            made.append(_assessment(next(numbers), person, start, mood, random))
            if random.random() < 0.08:
                # Somebody answers twice: the mean of a respondent comes first.
                made.append(_assessment(next(numbers), person, start, mood, random))
        start = add_months(start, months)
    return sorted(made, key=lambda each: (each.taken_at, each.number))


def _assessment(number: int, person: Employee, start: date, mood: float, random: Random) -> Assessment:
    taken_at = utc(start + timedelta(days=int(random.random() * 26)), 21_600 + random.random() * 50_000)
    answers = tuple(max(1, min(5, round(random.gauss(mood, 1)))) for _ in range(_QUESTIONS))
    return Assessment(number, person.index, person.business_unit, taken_at, answers)
