"""Budgets of the business units that buy in SAP."""

from __future__ import annotations

from datetime import timedelta

from seeds.simulator.world.timeline import utc
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.sap.values import CLIENT, company_code, is_here, money, open_table, table
from seeds.simulator.writers.shapes import Column

BPGE = table(
    "BPGE",
    "One row money planned for a company code in a month; rows of one month add up.",
    ("OBJNR", "GJAHR", "PERBL", "BELNR"),
    (
        Column("OBJNR", "Object: the company code's budget.", is_required=True, is_confirmed=False),
        Column("GJAHR", "Year.", is_required=True),
        Column("PERBL", "Month, 001 to 012.", is_required=True, is_confirmed=False),
        Column("BELNR", "Entry.", is_required=True, is_confirmed=False),
        Column("BUKRS", "Company code.", is_confirmed=False),
        Column("VORGA", "KBUD: budget."),
        Column("TWAER", "Currency."),
        Column("WTJHR", "Planned.", "decimal", is_required=True),
    ),
)


class Budgets:
    """Writes budgets."""

    def __init__(self, export: Export) -> None:
        """Open the table."""
        self._export = export
        self._sink = open_table(export, BPGE)

    def write(self, life: UnitLife) -> None:
        """The budget of a business unit; each row known a month before it begins."""
        if not is_here(life.unit):
            return
        code = company_code(life.unit)
        for line in life.budgets:
            if self._export.shows(utc(line.month - timedelta(days=30), 40_000)):
                period = [str(line.month.year), f"{line.month.month:03d}", f"{line.number:010d}"]
                amount = money(line.amount, line.currency)
                self._sink.write([CLIENT, f"BK{code}", *period, code, "KBUD", line.currency, amount])
