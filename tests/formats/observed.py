"""Facts seen in files, and the portfolio's figures made of them: all that KPIS.md, sections 1 and 2, asks for here."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

AS_OF = datetime(2026, 10, 1, 2, tzinfo=UTC)
TODAY = AS_OF.date()
DAY = timedelta(days=1)
REPORTING = "USD"
_OLDEST_RATE_DAYS = 31
EVER = date(1900, 1, 1)
_FEWEST_RESPONDENTS = 5


@dataclass(frozen=True)
class Seen:
    """One fact of a figure; of a stock, one at the last day of a month. None is an unknown amount."""

    kpi: str
    on: date
    numerator: Fraction | int | None
    denominator: Fraction | int | None = None
    respondent: str = ""


@dataclass(frozen=True)
class Way:
    """How a figure is made of facts: ratio, sum, mean, median, or the mean of respondents' means; times `factor`."""

    how: str
    factor: Fraction | int = 1
    is_stock: bool = False
    grains: tuple[str, ...] = ("month", "quarter", "all_time")


Period = tuple[str, date]


def periods_of(way: Way, on: date) -> list[Period]:
    month = on.replace(day=1)
    if way.is_stock:
        return [("month", month)] + ([("all_time", EVER)] if month == TODAY.replace(day=1) else [])
    quarter = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    periods = [("month", month), ("quarter", quarter), ("all_time", EVER)]
    return [period for period in periods if period[0] in way.grains]


def figures(ways: dict[str, Way], seen: Iterable[Seen]) -> dict[str, dict[Period, tuple[Fraction, Fraction, Fraction]]]:
    """Numerator, denominator and value of each figure by period, exact; those without a denominator have 0 there."""
    found: dict[str, dict[Period, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    for each in seen:
        for period in periods_of(ways[each.kpi], each.on):
            found[each.kpi][period].append(each)
    return {
        kpi: {period: made for period, facts in by_period.items() if (made := _figure(ways[kpi], facts)) is not None}
        for kpi, by_period in found.items()
    }


def _figure(way: Way, facts: list[Seen]) -> tuple[Fraction, Fraction, Fraction] | None:
    above = [Fraction(each.numerator) for each in facts if each.numerator is not None]
    below = [Fraction(each.denominator) for each in facts if each.denominator is not None]
    if way.how == "sum":
        return (sum(above, Fraction()), Fraction(), sum(above, Fraction()) * way.factor) if above else None
    if way.how == "median":
        ordered = sorted(above)
        middle = (ordered[len(ordered) // 2] + ordered[(len(ordered) - 1) // 2]) / 2 if ordered else None
        return None if middle is None else (Fraction(), Fraction(), middle * way.factor)
    if way.how == "respondents":
        return _of_respondents(facts)
    if not sum(below):
        return None
    return sum(above, Fraction()), sum(below, Fraction()), sum(above, Fraction()) / sum(below) * way.factor


def _of_respondents(facts: list[Seen]) -> tuple[Fraction, Fraction, Fraction] | None:
    """Fewer than five respondents tell nothing."""
    scores: dict[str, list[Fraction]] = defaultdict(list)
    for each in facts:
        scores[each.respondent].append(Fraction(each.numerator or 0))
    means = [sum(given, Fraction()) / len(given) for given in scores.values()]
    total = sum(means, Fraction())
    return (total, Fraction(len(means)), total / len(means)) if len(means) >= _FEWEST_RESPONDENTS else None


def six_digits(number: Fraction) -> Decimal:
    """Ties away from zero."""
    whole, rest = divmod(abs(number) * 10**6, 1)
    return Decimal(int(whole) + (1 if rest * 2 >= 1 else 0)).scaleb(-6) * (-1 if number < 0 else 1)


def month_ends(first: date) -> list[date]:
    """The last day of each month from that of `first` on, and as_of's day of the running one."""
    ends, month = [], first.replace(day=1)
    while month <= TODAY:
        month = (month + 32 * DAY).replace(day=1)
        ends.append(min(month - DAY, TODAY))
    return ends


def end_of(day: date) -> datetime:
    """The last second of a day, or as_of if earlier."""
    return min(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC), AS_OF)


def add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - DAY).day
    return date(year, month + 1, min(day.day, last))


class Rates:
    """Worth of one unit of a currency on a day, from reference/fx_rates.csv."""

    def __init__(self, reference: Path) -> None:
        self._known: dict[str, list[tuple[date, Fraction]]] = defaultdict(list)
        for row in table(reference / "fx_rates.csv"):
            assert row["to_currency"] == REPORTING
            self._known[row["from_currency"]].append((date.fromisoformat(row["rate_on"]), Fraction(row["rate"])))

    def on(self, currency: str, day: date) -> Fraction | None:
        if currency == REPORTING:
            return Fraction(1)
        since, rate = max((each for each in self._known[currency] if each[0] <= day), default=(date.min, Fraction()))
        return rate if (day - since).days <= _OLDEST_RATE_DAYS else None

    def convert(self, amount: Fraction | int | str | None, currency: str, day: date) -> Fraction | None:
        rate = self.on(currency, day)
        return None if amount is None or rate is None else Fraction(amount) * rate


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
