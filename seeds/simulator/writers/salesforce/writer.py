"""Salesforce's part of the world, one client at a time."""

from __future__ import annotations

from seeds.simulator.world.client.life import ClientLife
from seeds.simulator.world.company import Company
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.salesforce import accounts, activities, cases, contracts, opportunities, setup
from seeds.simulator.writers.salesforce.files import Files
from seeds.simulator.writers.salesforce.values import SYSTEM

SHAPES = (
    *accounts.SHAPES,
    *opportunities.SHAPES,
    *contracts.SHAPES,
    *activities.SHAPES,
    *cases.SHAPES,
    *setup.SHAPES,
)
__all__ = ["SHAPES", "SYSTEM", "SalesforceWriter"]


class SalesforceWriter:
    """Renders the clients that have an account, and the people who look after them."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the pages of every object."""
        self._company = company
        self._files = Files(export, SHAPES)

    def write_company(self) -> None:
        """Users, stages, products, currencies, campaigns."""
        setup.write_setup(self._files, self._company)

    def write_client(self, life: ClientLife) -> None:
        """One client's records in all objects."""
        account = life.client.native("salesforce")
        if account is None:
            return
        accounts.write_accounts(self._files, self._company, life.client)
        accounts.write_contacts(self._files, self._company, life, account)
        opportunities.write_opportunities(self._files, life, account)
        contracts.write_contracts(self._files, life, account)
        activities.write_interactions(self._files, life, account)
        cases.write_cases(self._files, life, account)
        setup.write_members(self._files, self._company, life)

    def write_supplier(self, life: SupplierLife) -> None:
        """Nothing: suppliers are no accounts."""

    def write_unit(self, life: UnitLife) -> None:
        """Nothing: units stand on accounts and users."""
