"""Small draws that many parts of the world share: spans, sizes, hours of the day, and amounts of money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import exp
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from seeds.simulator.world.company import ZERO_DECIMAL_CURRENCIES, Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.timeline import AS_OF, END, END_AT, START_AT

T = TypeVar("T")
Span = tuple[date, date]
"""First and last day, both inclusive."""


def pick(random: Random, choices: Sequence[T]) -> T:
    """One of the choices, all equally likely."""
    return choices[int(random.random() * len(choices))]


def weighted(random: Random, weights: dict[str, int]) -> str:
    """One of the keys, as likely as its weight."""
    place = random.random() * sum(weights.values())
    for key, weight in weights.items():
        place -= weight
        if place < 0:
            return key
    return key


def between(random: Random, low: int, high: int) -> int:
    """A whole number from low to high, both inclusive."""
    return low + int(random.random() * (high - low + 1))


def lognormal(random: Random, median: float, sigma: float) -> float:
    """A log-normal size."""
    return median * exp(random.gauss(0, sigma))


def count(random: Random, mean: float) -> int:
    """A whole number about a mean: its whole part, and one more as often as its fraction says."""
    return int(mean + random.random())


def money(value: float, currency: str) -> Decimal:
    """An amount cut to the currency's smallest unit."""
    if currency in ZERO_DECIMAL_CURRENCIES:
        return Decimal(int(value))
    return Decimal(int(value * 100)).scaleb(-2)


def from_usd(company: Company, usd: float, currency: str) -> float:
    """About what an amount in USD was in a currency when the history began."""
    return usd if currency == "USD" else usd / float(company.rates[currency][0][1])


def fate(random: Random, share: float = 0.003) -> Fate:
    """LOADED, or either of the planted fates with the given share each."""
    place = random.random()
    if place < share:
        return Fate.QUARANTINED
    return Fate.ORPHAN if place < 2 * share else Fate.LOADED


def local_instant(zone: str, day: date, seconds: int) -> datetime:
    """The instant, in UTC, at which clocks in a zone show so many seconds after midnight of a day."""
    wall = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def office_instant(random: Random, zone: str, day: date) -> datetime:
    """An instant of a day between 8 and 18 o'clock in a zone, never before START_AT or after END_AT."""
    at = local_instant(zone, day, 28_800 + int(random.random() * 36_000))
    return max(START_AT, min(at, END_AT - timedelta(seconds=1)))


def workday(random: Random, first: date, last: date) -> date:
    """A day from first to last, moved off the weekend where the span allows it."""
    day = first + timedelta(days=int(random.random() * ((last - first).days + 1)))
    if day.weekday() > 4:
        earlier = day - timedelta(days=day.weekday() - 4)
        return earlier if earlier >= first else min(last, day + timedelta(days=7 - day.weekday()))
    return day


def clear_of_as_of(day: date) -> date:
    """The day, or the next one where it would be the day of AS_OF, which is neither past nor to come."""
    return day + timedelta(days=1) if day == AS_OF.date() else day


def clipped(spans: Sequence[Span], first: date, last: date = END) -> list[Span]:
    """The parts of spans that lie within first and last."""
    return [(max(start, first), min(end, last)) for start, end in spans if start <= last and end >= first]
