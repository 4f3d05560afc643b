"""SAP: tables as CSV with technical names, and two of them as lists downloaded from the screen."""

from __future__ import annotations

from seeds.simulator.world.client.life import ClientLife
from seeds.simulator.world.company import Company
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.sap.budgets import BPGE, Budgets
from seeds.simulator.writers.sap.contracts import A016, KONP, Contracts
from seeds.simulator.writers.sap.invoices import BSAK, BSIK, RBKP, RSEG, Invoices
from seeds.simulator.writers.sap.masters import LFA1, MARA, T001, T023T, Masters
from seeds.simulator.writers.sap.movements import EKBE, QALS, QAVE, QMEL, Movements
from seeds.simulator.writers.sap.orders import EBAN, EKES, EKET, EKKO, EKPO, Orders
from seeds.simulator.writers.sap.values import SYSTEM, open_table

__all__ = ["SHAPES", "SYSTEM", "SapWriter"]

SHAPES = (
    T001,
    T023T,
    MARA,
    LFA1,
    EKKO,
    EKPO,
    EKET,
    EKES,
    EBAN,
    EKBE,
    QALS,
    QAVE,
    QMEL,
    RBKP,
    RSEG,
    BSIK,
    BSAK,
    A016,
    KONP,
    BPGE,
)


class SapWriter:
    """Renders the purchasing of the business units that buy in SAP."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open all tables."""
        heads, items, history = (open_table(export, shape) for shape in (EKKO, EKPO, EKBE))
        self._masters = Masters(company, export)
        self._orders = Orders(company, export, heads, items, open_table(export, EKET))
        self._of_suppliers = (
            self._masters,
            Contracts(export, heads, items),
            self._orders,
            Movements(company, export, history),
            Invoices(company, export, history),
        )
        self._budgets = Budgets(export)

    def write_company(self) -> None:
        """Company codes and material groups."""
        self._masters.write_company()

    def write_client(self, life: ClientLife) -> None:
        """Clients are not known here."""

    def write_supplier(self, life: SupplierLife) -> None:
        """One supplier with its orders, movements, invoices and contracts."""
        for each in self._of_suppliers:
            each.write(life)

    def write_unit(self, life: UnitLife) -> None:
        """The budget of one business unit."""
        self._budgets.write(life)
