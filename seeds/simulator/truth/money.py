"""Amounts in the reporting currency (KPIS.md, section 1, Money)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from seeds.simulator.world.company import REPORTING_CURRENCY, RULES


class Rates:
    """Worth of one unit of each currency in the reporting currency."""

    def __init__(
        self,
        rates: Mapping[str, Sequence[tuple[date, Decimal]]],
        reporting_currency: str = REPORTING_CURRENCY,
        max_age_days: int = RULES.max_rate_age_days,
    ) -> None:
        """Take the rates of each currency in order of their days."""
        self._rates = {currency: list(known) for currency, known in rates.items()}
        self._days = {currency: [day for day, _ in known] for currency, known in self._rates.items()}
        self._reporting_currency = reporting_currency
        self._max_age_days = max_age_days

    def on(self, currency: str, day: date) -> Decimal | None:
        """The newest rate on or before a day; None if there is none, or it is older than the greatest age."""
        if currency == self._reporting_currency:
            return Decimal(1)
        place = bisect_right(self._days.get(currency, []), day) - 1
        if place < 0:
            return None
        since, rate = self._rates[currency][place]
        return rate if (day - since).days <= self._max_age_days else None

    def convert(self, amount: Decimal | None, currency: str, day: date) -> Decimal | None:
        """The amount in the reporting currency at the rate of a day; None is unknown, never zero."""
        rate = self.on(currency, day)
        return None if amount is None or rate is None else amount * rate
