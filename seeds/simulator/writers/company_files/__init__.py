"""Files that the company keeps itself, because no system exports what they say."""

from __future__ import annotations

from seeds.simulator.world.client.life import ClientLife
from seeds.simulator.world.company import Company
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.company_files.clients import MILESTONES, OBJECTIVES, REVENUE_TARGETS, ClientFiles
from seeds.simulator.writers.company_files.parties import ESCALATIONS, RACI, PartyFiles
from seeds.simulator.writers.company_files.plain import SYSTEM
from seeds.simulator.writers.company_files.suppliers import (
    CERTIFICATES,
    CONTINGENCY_PLANS,
    INNOVATIONS,
    OBLIGATIONS,
    REMEDIATION_PLANS,
    REQUIRED_CERTIFICATES,
    SAVINGS_INITIATIVES,
    SECOND_SUPPLIERS,
    SupplierFiles,
)
from seeds.simulator.writers.company_files.units import BUSINESS_CASES, COMMUNITY_ENGAGEMENTS, UnitFiles
from seeds.simulator.writers.export import Export

__all__ = ["SHAPES", "SYSTEM", "CompanyFilesWriter"]

SHAPES = (
    REVENUE_TARGETS,
    MILESTONES,
    OBJECTIVES,
    ESCALATIONS,
    RACI,
    OBLIGATIONS,
    REQUIRED_CERTIFICATES,
    CERTIFICATES,
    INNOVATIONS,
    SAVINGS_INITIATIVES,
    SECOND_SUPPLIERS,
    CONTINGENCY_PLANS,
    REMEDIATION_PLANS,
    BUSINESS_CASES,
    COMMUNITY_ENGAGEMENTS,
)


class CompanyFilesWriter:
    """Renders what the company writes down by hand."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open all files."""
        self._clients = ClientFiles(company, export)
        self._parties = PartyFiles(company, export)
        self._suppliers = SupplierFiles(company, export)
        self._units = UnitFiles(export)

    def write_company(self) -> None:
        """Nothing here is of no party."""

    def write_client(self, life: ClientLife) -> None:
        """One client."""
        self._clients.write(life)
        self._parties.write_client(life)

    def write_supplier(self, life: SupplierLife) -> None:
        """One supplier."""
        self._suppliers.write(life)
        self._parties.write_supplier(life)

    def write_unit(self, life: UnitLife) -> None:
        """One business unit."""
        self._units.write(life)
