"""How a figure stands to its target (KPIS.md, section 2: target, status)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from seeds.simulator.truth.kpis import HIGHER, LOWER, NEUTRAL
from seeds.simulator.truth.spans import holds_on
from seeds.simulator.world.company import Target

_EVERY = "*"
_AT_RISK_WITHIN = 20
"""One twentieth: 5 %."""


class Targets:
    """Targets by KPI and entity."""

    def __init__(self, targets: Iterable[Target]) -> None:
        """Of one entity on one day at most one target may hold."""
        self._targets: dict[tuple[str, str, str], list[Target]] = {}
        for each in targets:
            self._targets.setdefault((each.kpi_id, each.entity_type, each.entity_id), []).append(each)

    def on(self, kpi_id: str, entity_type: str, entity_id: str, day: date) -> Decimal | None:
        """The target valid on a day: the entity's own, else the one of every entity of its type."""
        for wanted in (entity_id, _EVERY):
            for each in self._targets.get((kpi_id, entity_type, wanted), ()):
                if holds_on(each, day):
                    return each.target
        return None


def status(value: Decimal | None, target: Decimal | None, direction: str, *, is_low_sample: bool) -> str:
    """met, at_risk (within 5 % of the target on the wrong side), missed, no_target or insufficient_data."""
    if is_low_sample or value is None:
        return "insufficient_data"
    if target is None or direction == NEUTRAL:
        return "no_target"
    if (direction == HIGHER and value >= target) or (direction == LOWER and value <= target):
        return "met"
    return "at_risk" if _AT_RISK_WITHIN * abs(value - target) <= abs(target) else "missed"
