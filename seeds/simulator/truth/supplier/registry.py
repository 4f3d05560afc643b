"""All figures of suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seeds.simulator.truth.family import Family, Frame
from seeds.simulator.truth.supplier.concentration import Concentration
from seeds.simulator.truth.supplier.deliveries import deliveries
from seeds.simulator.truth.supplier.dependency import Dependency
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.truth.supplier.obligations import obligations
from seeds.simulator.truth.supplier.prices import price_variance, savings
from seeds.simulator.truth.supplier.quality import Defects
from seeds.simulator.truth.supplier.relations import certificates, escalations, innovations
from seeds.simulator.truth.supplier.satisfaction import StakeholderSatisfaction
from seeds.simulator.truth.supplier.scorecard import Components, Scorecard
from seeds.simulator.truth.supplier.spend import invoicing, spend
from seeds.simulator.world.supplier.life import SupplierLife


def supplier_families(frame: Frame, directory: SupplierDirectory) -> Sequence[Family[SupplierLife]]:
    """Every family of the supplier side."""
    delivered, defects, variance = (
        deliveries(frame, directory),
        Defects(frame, directory),
        price_variance(frame, directory),
    )
    owed, held, proposed = obligations(frame, directory), certificates(frame, directory), innovations(frame, directory)
    families: list[Any] = [
        spend(frame, directory),
        invoicing(frame, directory),
        delivered,
        defects,
        variance,
        savings(frame, directory),
        owed,
        escalations(frame, directory),
        held,
        proposed,
        StakeholderSatisfaction(frame, directory),
        Concentration(frame, directory),
        Dependency(frame, directory),
        Scorecard(frame, directory, Components(delivered, defects, variance, owed, held, proposed)),
    ]
    return families
