"""How SAP's tables write numbers of documents, days, quantities and money, and how such a table looks as a file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from seeds.simulator.world.company import ZERO_DECIMAL_CURRENCIES
from seeds.simulator.world.supplier.purchasing import UNITS_BY_ID
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column, Shape
from seeds.simulator.writers.sinks import CsvDialect, CsvPages

SYSTEM = "sap"
CLIENT = "100"
TEST_CLIENT = "200"
"""MANDT of the test system, whose rows count nowhere."""
MANDT = Column("MANDT", "Client of the system; only 100 is the company.", is_required=True)
OPEN_END = "99991231"
_DIALECT = CsvDialect()
_ORDERS = 4_500_000_000
_CONTRACTS = 4_600_000_000


def table(
    name: str,
    description: str,
    key: tuple[str, ...],
    columns: tuple[Column, ...],
    delivery: Literal["delta", "snapshot"] = "delta",
    is_confirmed: bool = False,
) -> Shape:
    """Shape of a table written as CSV; the key begins with MANDT, and the newest export of a row counts.

    Confirmed are tables whose columns were seen in a published extract.
    """
    return Shape(
        system=SYSTEM,
        object=name.lower(),
        description=description,
        container="table as CSV, technical column names",
        file_names=(f"{name}_*.csv",),
        key=("MANDT", *key),
        cursor=(),
        delivery=delivery,
        columns=(MANDT, *columns),
        is_confirmed=is_confirmed,
    )


def open_table(export: Export, shape: Shape) -> CsvPages:
    """The file of a table in an export."""
    return export.csv(shape, f"{shape.object.upper()}_{export.stamp}{{page}}.csv", _DIALECT)


def order_number(number: int) -> str:
    """EBELN of an order."""
    return str(_ORDERS + number)


def contract_number(number: int) -> str:
    """EBELN of a contract, EVRTN and KONNR where it is named."""
    return str(_CONTRACTS + number)


def item_number(position: int) -> str:
    """EBELP: positions count in tens, with leading zeros."""
    return f"{position * 10:05d}"


@lru_cache(maxsize=8192)
def day(on: date | None) -> str:
    """YYYYMMDD; zeros for none."""
    return "00000000" if on is None else on.isoformat().replace("-", "")


def quantity(amount: Decimal) -> str:
    """Three decimals."""
    return f"{amount:.3f}"


def money(amount: Decimal, currency: str) -> str:
    """Two decimals, whatever the currency has: amounts in yen are stored divided by 100."""
    return f"{amount / 100 if currency in ZERO_DECIMAL_CURRENCIES else amount:.2f}"


def is_here(unit: str) -> bool:
    """Whether a business unit buys in SAP."""
    return UNITS_BY_ID[unit].purchasing == SYSTEM


def company_code(unit: str) -> str:
    """BUKRS of a business unit."""
    return UNITS_BY_ID[unit].company_code


def plant(unit: str) -> str:
    """WERKS of a business unit."""
    return str(int(UNITS_BY_ID[unit].company_code) + 10)
