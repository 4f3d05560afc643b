"""Coupa: pages of its REST API in JSON, and its outbound CSV of contracts."""

from __future__ import annotations

from seeds.simulator.world.client.life import ClientLife
from seeds.simulator.world.company import Company
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.coupa.budgets import BUDGET_LINES, Budgets
from seeds.simulator.writers.coupa.common import SYSTEM
from seeds.simulator.writers.coupa.contracts import CONTRACTS, CONTRACTS_CSV, SUPPLIER_ITEMS, Contracts
from seeds.simulator.writers.coupa.invoices import INVOICES, PAYABLES, Invoices
from seeds.simulator.writers.coupa.orders import ASNS, PURCHASE_ORDERS, REQUISITIONS, Orders
from seeds.simulator.writers.coupa.receipts import INSPECTIONS, RECEIPTS, Receipts
from seeds.simulator.writers.coupa.suppliers import SUPPLIERS, Suppliers
from seeds.simulator.writers.export import Export

__all__ = ["SHAPES", "SYSTEM", "CoupaWriter"]

SHAPES = (
    SUPPLIERS,
    REQUISITIONS,
    PURCHASE_ORDERS,
    ASNS,
    RECEIPTS,
    INSPECTIONS,
    INVOICES,
    PAYABLES,
    CONTRACTS,
    CONTRACTS_CSV,
    SUPPLIER_ITEMS,
    BUDGET_LINES,
)


class CoupaWriter:
    """Renders the purchasing of the business units that buy in Coupa."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open all files."""
        self._of_suppliers = (
            Suppliers(company, export),
            Orders(company, export),
            Receipts(company, export),
            Invoices(company, export),
            Contracts(company, export),
        )
        self._budgets = Budgets(company, export)

    def write_company(self) -> None:
        """Nothing here is of no party."""

    def write_client(self, life: ClientLife) -> None:
        """Clients are not known here."""

    def write_supplier(self, life: SupplierLife) -> None:
        """One supplier with its orders, receipts, invoices and contracts."""
        for each in self._of_suppliers:
            each.write(life)

    def write_unit(self, life: UnitLife) -> None:
        """The budget of one business unit."""
        self._budgets.write(life)
