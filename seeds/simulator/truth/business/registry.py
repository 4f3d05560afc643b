"""All figures of our own units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seeds.simulator.truth.business.benefits import benefits
from seeds.simulator.truth.business.budgets import Budgets
from seeds.simulator.truth.business.community import community
from seeds.simulator.truth.business.demand import demand
from seeds.simulator.truth.business.satisfaction import UnitSatisfaction
from seeds.simulator.truth.family import Family, Frame
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.world.unit.life import UnitLife


def business_families(frame: Frame, directory: SupplierDirectory) -> Sequence[Family[UnitLife]]:
    """Every family of the business side; what units spend with suppliers stands in the directory."""
    families: list[Any] = [
        Budgets(frame, directory),
        benefits(frame),
        demand(frame),
        community(frame),
        UnitSatisfaction(frame),
    ]
    return families
