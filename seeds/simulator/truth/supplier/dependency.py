"""supplier_dependency_risk (KPIS.md, section 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from seeds.simulator.truth.family import Frame
from seeds.simulator.truth.figures import Figure, Score, score_figures
from seeds.simulator.truth.kpis import LOWER, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Subject
from seeds.simulator.truth.parties import UNKNOWN
from seeds.simulator.truth.periods import months_to
from seeds.simulator.truth.spans import holds_on
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.truth.supplier.events import contracts, last_day
from seeds.simulator.world.company import CATEGORIES
from seeds.simulator.world.supplier.life import ContingencyPlan, SecondSupplier, SupplierContract, SupplierLife

DEPENDENCY = Kpi(
    "supplier_dependency_risk",
    "score",
    LOWER,
    Aggregation.SPECIAL,
    Class.SCORE,
    groups=("supplier", "category", "portfolio"),
)
DEFAULT_CRITICALITY = Fraction(7, 10)
_CRITICALITY = {each.id: Fraction(each.criticality) for each in CATEGORIES if each.criticality is not None}
_ENDS_SOON_DAYS = 180
_PARTS = 4
"""Share, second supplier, plan and contract are always known."""


def risk(share: Fraction, has_second: bool, has_plan: bool, ends_soon: bool, criticality: Fraction) -> Fraction:
    """Of one category, 0 to 100."""
    return criticality * (50 * share + 25 * (not has_second) + 15 * (not has_plan) + 10 * ends_soon)


@dataclass(frozen=True, slots=True)
class _Covers:
    contracts: list[SupplierContract]
    plans: list[ContingencyPlan]
    seconds: list[SecondSupplier]


class Dependency:
    """Suppliers with net spend in the last 12 months: the worst of their categories."""

    kpis = (DEPENDENCY,)

    def __init__(self, frame: Frame, directory: SupplierDirectory) -> None:
        """Spend is in the directory already."""
        self._frame, self._directory = frame, directory
        self._covers: dict[str, _Covers] = {}

    def take(self, life: SupplierLife) -> None:
        """Remember contracts, plans and second suppliers."""
        party = self._directory.party_of(life.supplier)
        self._covers[party] = _Covers(
            list(contracts(life, self._frame.as_of).values()), life.contingency_plans, life.second_suppliers
        )

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """By month and quarter."""
        return score_figures(kpi, list(self._scores()), "supplier", self._frame.groups_of, self._frame.as_of)

    def _scores(self) -> Iterator[Score]:
        spend = self._directory.spend
        if not spend:
            return
        parties = sorted({line.party for line in spend} - {UNKNOWN})
        for month in months_to(min(line.on for line in spend), self._frame.as_of):
            day = month.seen_to(self._frame.as_of)
            amounts = self._amounts([*parties, UNKNOWN], day)
            for party in parties:
                spent = amounts.get(party, {})
                if sum(spent.values(), Fraction(0)) > 0:
                    score = max(
                        self._risk(party, category, amount / _total(amounts, category), day)
                        for category, amount in spent.items()
                        if amount > 0
                    )
                    yield Score(Subject(party), month.start, score, _PARTS)

    def _amounts(self, parties: list[str], day: date) -> dict[str, dict[str, Fraction]]:
        amounts: dict[str, dict[str, Fraction]] = defaultdict(dict)
        for party in parties:
            for category in self._directory.categories_of(party):
                amounts[party][category] = self._directory.spend_in_12_months(party, category, day)
        return amounts

    def _risk(self, party: str, category: str, share: Fraction, day: date) -> Fraction:
        covers = self._covers[party]
        has_second = any(each.category == category and holds_on(each, day) for each in covers.seconds)
        has_plan = any(each.category == category and holds_on(each, day) for each in covers.plans)
        return risk(
            share,
            has_second,
            has_plan,
            ends_soon([each for each in covers.contracts if each.category == category], day),
            _CRITICALITY.get(category, DEFAULT_CRITICALITY),
        )


def ends_soon(contracts: list[SupplierContract], day: date) -> bool:
    """Whether the contract with the latest end, of those begun, ends within 180 days or has ended; none counts so."""
    begun = [each for each in contracts if each.status in ("active", "ended") and each.start <= day]
    if not begun:
        return True
    ends = [last_day(each) for each in begun]
    known = [end for end in ends if end is not None]
    return len(known) == len(ends) and max(known) <= day + timedelta(days=_ENDS_SOON_DAYS)


def _total(amounts: dict[str, dict[str, Fraction]], category: str) -> Fraction:
    return sum((max(spent.get(category, Fraction(0)), Fraction(0)) for spent in amounts.values()), Fraction(0))
