"""business_unit_satisfaction: what our own units think of our work (KPIS.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator

from seeds.simulator.truth.family import Frame
from seeds.simulator.truth.figures import Figure
from seeds.simulator.truth.kpis import BUSINESS_GROUPS, HIGHER, Aggregation, Kpi
from seeds.simulator.truth.observations import Subject
from seeds.simulator.truth.satisfaction import Satisfaction
from seeds.simulator.world.unit.life import UnitLife

UNIT_SATISFACTION = Kpi("business_unit_satisfaction", "score", HIGHER, Aggregation.MEAN, groups=BUSINESS_GROUPS)


class UnitSatisfaction:
    """The answers of a unit's people."""

    kpis = (UNIT_SATISFACTION,)

    def __init__(self, frame: Frame) -> None:
        """Start without answers."""
        self._satisfaction = Satisfaction(frame)

    def take(self, life: UnitLife) -> None:
        """The answers of one unit."""
        self._satisfaction.take(UNIT_SATISFACTION, Subject(life.unit), life.assessments)

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """The mean of respondents' means."""
        return self._satisfaction.figures(kpi)
