"""supplier_stakeholder_satisfaction: what our people think of a supplier (KPIS.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator

from seeds.simulator.truth.family import Frame
from seeds.simulator.truth.figures import Figure
from seeds.simulator.truth.kpis import HIGHER, SUPPLIER_GROUPS, Aggregation, Kpi
from seeds.simulator.truth.observations import Subject
from seeds.simulator.truth.satisfaction import Satisfaction
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.world.supplier.life import SupplierLife

STAKEHOLDER_SATISFACTION = Kpi(
    "supplier_stakeholder_satisfaction", "score", HIGHER, Aggregation.MEAN, groups=SUPPLIER_GROUPS
)
_DESK = "servicenow"


class StakeholderSatisfaction:
    """Answers about suppliers; only those that ServiceNow knows can be asked about. The unit is the respondent's."""

    kpis = (STAKEHOLDER_SATISFACTION,)

    def __init__(self, frame: Frame, directory: SupplierDirectory) -> None:
        """Start without answers."""
        self._satisfaction, self._directory = Satisfaction(frame), directory

    def take(self, life: SupplierLife) -> None:
        """The answers about one supplier."""
        if life.supplier.native(_DESK):
            subject = Subject(self._directory.party_of(life.supplier))
            self._satisfaction.take(STAKEHOLDER_SATISFACTION, subject, life.assessments)

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """The mean of respondents' means."""
        return self._satisfaction.figures(kpi)
