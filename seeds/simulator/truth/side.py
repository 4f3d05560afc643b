"""All families of one side together: lives in, rows out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import localcontext
from typing import Generic, TypeVar

from seeds.simulator.truth.family import Family, Frame
from seeds.simulator.truth.kpis import Kpi
from seeds.simulator.truth.numbers import EXACT
from seeds.simulator.truth.table import Row, rows
from seeds.simulator.truth.targets import Targets

Life = TypeVar("Life")


class Side(Generic[Life]):
    """The families of a side, counting in exact arithmetic."""

    def __init__(self, frame: Frame, targets: Targets, families: Sequence[Family[Life]]) -> None:
        """Raise ValueError where two families make one KPI."""
        self._frame = frame
        self._targets = targets
        self._families = families
        self._by_kpi = {kpi.id: (kpi, family) for family in families for kpi in family.kpis}
        if len(self._by_kpi) != sum(len(family.kpis) for family in families):
            raise ValueError("two families make the same KPI")

    @property
    def kpis(self) -> list[Kpi]:
        """All KPIs of the side, in the order of their ids."""
        return [self._by_kpi[kpi_id][0] for kpi_id in sorted(self._by_kpi)]

    def take(self, life: Life) -> None:
        """Count one life in every family."""
        with localcontext(EXACT):
            for family in self._families:
                family.take(life)

    def rows(self) -> Iterator[list[Row]]:
        """The rows of each KPI in key order, in the order of their ids."""
        for kpi in self.kpis:
            yield self.rows_of(kpi)

    def rows_of(self, kpi: Kpi) -> list[Row]:
        """The rows of one KPI in key order."""
        with localcontext(EXACT):
            return rows(kpi, self._by_kpi[kpi.id][1].figures(kpi), self._targets, self._frame.as_of)
