"""supplier_scorecard and its coverage, by quarter (KPIS.md, section 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from seeds.simulator.truth.family import Frame, Observed
from seeds.simulator.truth.figures import Figure, Score, score_figures
from seeds.simulator.truth.kpis import HIGHER, Aggregation, Class, Kpi
from seeds.simulator.truth.numbers import clamp
from seeds.simulator.truth.observations import Cell, Subject
from seeds.simulator.truth.parties import UNKNOWN
from seeds.simulator.truth.periods import QUARTER, Period, periods_from
from seeds.simulator.truth.supplier.deliveries import OTD_LINES
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.truth.supplier.obligations import SLA_COMPLIANCE
from seeds.simulator.truth.supplier.prices import PRICE_VARIANCE
from seeds.simulator.truth.supplier.quality import Defects
from seeds.simulator.truth.supplier.quarters import ByQuarter, at_quarter_end, by_quarter
from seeds.simulator.truth.supplier.relations import CERTIFICATE_VALIDITY, INNOVATIONS_ACCEPTED
from seeds.simulator.world.company import CATEGORIES, SCORECARD_WEIGHTS
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.timeline import add_months, month_of

_GROUPS = ("supplier", "category", "relationship_manager", "portfolio")
"""A score has no line that would name a business unit."""
SCORECARD = Kpi(
    "supplier_scorecard", "score", HIGHER, Aggregation.SPECIAL, Class.SCORE, groups=_GROUPS, own_grains=(QUARTER,)
)
COVERAGE = Kpi(
    "supplier_scorecard_coverage",
    "percent",
    HIGHER,
    Aggregation.SPECIAL,
    Class.SCORE,
    groups=_GROUPS,
    own_grains=(QUARTER,),
)
_BY_ID = {category.id: category for category in CATEGORIES}
DEFAULT_DEFECT_SHARE = Fraction(5, 100)
_RATED_LINES = 10
_RATED_COVERAGE = Fraction(1, 2)


def weighted(components: Mapping[str, Fraction | None], weights: Mapping[str, int]) -> tuple[Fraction, Fraction] | None:
    """Score over the components present, and their share of all weights; None where none is present."""
    present = {name: value for name, value in components.items() if value is not None and weights[name]}
    weight = sum(weights[name] for name in present)
    if not weight:
        return None
    score = sum((weights[name] * value for name, value in present.items()), Fraction(0)) / weight
    return score, Fraction(weight, sum(weights.values()))


@dataclass(frozen=True)
class Components:
    """The figures that a scorecard is made of."""

    delivery: Observed[SupplierLife]
    quality: Defects
    cost: Observed[SupplierLife]
    obligations: Observed[SupplierLife]
    certificates: Observed[SupplierLife]
    innovations: Observed[SupplierLife]


class Scorecard:
    """Weights delivery, quality, cost, compliance, innovation; unrated below half coverage or ten delivery lines."""

    kpis = (SCORECARD, COVERAGE)

    def __init__(self, frame: Frame, directory: SupplierDirectory, components: Components) -> None:
        """Take the families that hold the components."""
        self._frame, self._directory, self._components = frame, directory, components

    def take(self, life: SupplierLife) -> None:
        """Nothing of its own."""

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """Scores, or their coverage in percent."""
        made = list(self._scores(kpi))
        return score_figures(kpi, made, "supplier", self._frame.groups_of, self._frame.as_of)

    def _scores(self, kpi: Kpi) -> Iterator[Score]:
        cells = self._cells()
        defects = self._components.quality.shares_by_quarter()
        accepted = self._accepted()
        firsts = [line.on for line in self._directory.spend] + [start for found in cells.values() for _, start in found]
        parties = {party for found in cells.values() for party, _ in found}
        parties |= {line.party for line in self._directory.spend}
        for quarter in periods_from(QUARTER, min(firsts, default=self._frame.as_of.date()), self._frame.as_of):
            for party in sorted(parties - {UNKNOWN}):
                found = {name: each.get((party, quarter.start)) for name, each in cells.items()}
                share = defects.get((party, quarter.start))
                score = self._score(kpi, party, quarter, found, share, accepted)
                if score:
                    yield score

    def _cells(self) -> dict[str, ByQuarter]:
        parts = self._components
        last_months = {
            quarter.start: month_of(quarter.seen_to(self._frame.as_of))
            for quarter in periods_from(QUARTER, date(1990, 1, 1), self._frame.as_of)
        }
        return {
            "delivery": by_quarter(parts.delivery.tally(OTD_LINES)),
            "cost": by_quarter(parts.cost.tally(PRICE_VARIANCE)),
            "obligations": by_quarter(parts.obligations.tally(SLA_COMPLIANCE)),
            "certificates": at_quarter_end(parts.certificates.tally(CERTIFICATE_VALIDITY), last_months),
        }

    def _score(
        self,
        kpi: Kpi,
        party: str,
        quarter: Period,
        found: dict[str, Cell | None],
        defects: Fraction | None,
        accepted: Mapping[tuple[str, date], int],
    ) -> Score | None:
        day = quarter.seen_to(self._frame.as_of)
        category = _BY_ID.get(self._directory.main_category(party, day) or "")
        target = category.innovation_target if category else 0
        weights = SCORECARD_WEIGHTS | ({} if target else {"innovation": 0})
        allowed = (
            Fraction(category.max_defect_share) if category and category.max_defect_share else DEFAULT_DEFECT_SHARE
        )
        variance = _ratio(found["cost"])
        compliance = [
            each for each in (_ratio(found["obligations"]), _ratio(found["certificates"])) if each is not None
        ]
        delivered = _ratio(found["delivery"])
        made = weighted(
            {
                "delivery": None if delivered is None else 100 * delivered,
                "quality": None if defects is None else 100 * (1 - min(Fraction(1), defects / allowed)),
                "cost": None if variance is None else clamp(100 - 10 * 100 * variance, 0, 100),
                "compliance": 100 * sum(compliance, Fraction(0)) / len(compliance) if compliance else None,
                "innovation": 100 * min(Fraction(1), Fraction(_in_12_months(accepted, party, day), target))
                if target
                else None,
            },
            weights,
        )
        if made is None:
            return None
        score, coverage = made
        lines = found["delivery"].sample if found["delivery"] else 0
        present = (
            sum(1 for each in (delivered, defects, variance) if each is not None) + bool(compliance) + bool(target)
        )
        return Score(
            Subject(party),
            month_of(day),
            score if kpi is SCORECARD else 100 * coverage,
            present,
            is_known=coverage >= _RATED_COVERAGE and lines >= _RATED_LINES,
            is_final=all(cell.is_final for cell in found.values() if cell),
        )

    def _accepted(self) -> dict[tuple[str, date], int]:
        accepted: dict[tuple[str, date], int] = defaultdict(int)
        for key, cell in self._components.innovations.tally(INNOVATIONS_ACCEPTED).cells():
            accepted[key.subject.party, key.month] += cell.sample
        return accepted


def _in_12_months(accepted: Mapping[tuple[str, date], int], party: str, day: date) -> int:
    months = (add_months(month_of(day), -back) for back in range(12))
    return sum(accepted.get((party, month), 0) for month in months)


def _ratio(cell: Cell | None) -> Fraction | None:
    if cell is None or not cell.denominator:
        return None
    return Fraction(cell.numerator or 0) / Fraction(cell.denominator)
