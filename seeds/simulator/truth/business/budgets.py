"""budget_variance: supplier spend of a unit against its budget (KPIS.md, section 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from seeds.simulator.truth.family import Frame, tally_for
from seeds.simulator.truth.figures import Figure, figures
from seeds.simulator.truth.kpis import BUSINESS_GROUPS, LOWER, Aggregation, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.world.timeline import month_of
from seeds.simulator.world.unit.life import UnitLife

BUDGET_VARIANCE = Kpi("budget_variance", "percent", LOWER, Aggregation.RATIO, groups=BUSINESS_GROUPS)


class Budgets:
    """Months without a budget do not count, nor does what was spent in them."""

    kpis = (BUDGET_VARIANCE,)

    def __init__(self, frame: Frame, directory: SupplierDirectory) -> None:
        """Spend stands in the directory once all suppliers have been taken."""
        self._frame, self._directory = frame, directory
        self._budgets: dict[tuple[str, date], list[Fraction]] = defaultdict(list)

    def take(self, life: UnitLife) -> None:
        """Budget lines, at the rate of the first day of their month."""
        for line in life.budgets:
            rate = self._frame.rates.on(line.currency, line.month)
            if line.month <= self._frame.as_of.date() and rate is not None:
                self._budgets[life.unit, line.month].append(Fraction(line.amount) * Fraction(rate))

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """Actual − budget, of the budget."""
        tally = tally_for(kpi)
        for (unit, month), amounts in self._budgets.items():
            for amount in amounts:
                tally.add(Observation(Subject(unit), month, -amount, amount))
        for line in self._directory.spend:
            if (line.business_unit, month_of(line.on)) in self._budgets and line.amount is not None:
                tally.add(Observation(Subject(line.business_unit), line.on, line.amount, None))
        return figures(kpi, tally, self._frame.groups_of, self._frame.as_of)
