"""The known figures of the whole company: lives in, one table of rows out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from seeds.simulator.truth import table
from seeds.simulator.truth.business.registry import business_families
from seeds.simulator.truth.client.side import ClientSide
from seeds.simulator.truth.family import Frame
from seeds.simulator.truth.kpis import Kpi
from seeds.simulator.truth.money import Rates
from seeds.simulator.truth.parties import business_groups
from seeds.simulator.truth.side import Side
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.truth.supplier.registry import supplier_families
from seeds.simulator.truth.targets import Targets
from seeds.simulator.world.client.life import ClientLife
from seeds.simulator.world.company import TARGETS, Company
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.timeline import AS_OF
from seeds.simulator.world.unit.life import UnitLife


class Truth:
    """Figures as of an instant. Clients, then suppliers, then units are taken once each; then the rows are read."""

    def __init__(self, company: Company, as_of: datetime = AS_OF) -> None:
        """Start with nobody."""
        rates, targets = Rates(company.rates), Targets(TARGETS)
        self._suppliers = SupplierDirectory(company)
        supplier_frame = Frame(as_of, rates, self._suppliers.groups_of)
        business_frame = Frame(as_of, rates, business_groups)
        self._client_side = ClientSide(company, as_of)
        self._supplier_side: Side[SupplierLife] = Side(
            supplier_frame, targets, supplier_families(supplier_frame, self._suppliers)
        )
        self._business_side: Side[UnitLife] = Side(
            business_frame, targets, business_families(business_frame, self._suppliers)
        )

    @property
    def kpis(self) -> list[Kpi]:
        """All KPIs, in the order of their ids."""
        sides = (self._client_side.kpis, self._supplier_side.kpis, self._business_side.kpis)
        return sorted((kpi for side in sides for kpi in side), key=lambda kpi: kpi.id)

    def add_client(self, life: ClientLife) -> None:
        """Count one client."""
        self._client_side.take(life)

    def add_supplier(self, life: SupplierLife) -> None:
        """Count one supplier."""
        self._suppliers.add(life.supplier)
        self._supplier_side.take(life)

    def add_unit(self, life: UnitLife) -> None:
        """Count one unit, after all suppliers."""
        self._business_side.take(life)

    def rows(self) -> Iterator[list[table.Row]]:
        """The rows of each KPI in key order, in the order of their ids."""
        makers = [
            (kpi, side) for side in (self._client_side, self._supplier_side, self._business_side) for kpi in side.kpis
        ]
        for kpi, side in sorted(makers, key=lambda each: each[0].id):
            yield side.rows_of(kpi)

    def write(self, path: Path) -> int:
        """Write truth/kpi_values.parquet and return the number of rows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        return table.write(path, self.rows())
