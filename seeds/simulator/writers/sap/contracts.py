"""Contracts and the price conditions of their items in SAP."""

from __future__ import annotations

from decimal import Decimal

from seeds.simulator.world.identifiers import PARTY_STRIDE
from seeds.simulator.world.supplier.life import ContractPrice, SupplierContract, SupplierLife
from seeds.simulator.world.supplier.purchasing import CATEGORIES_BY_ID
from seeds.simulator.writers.changes import contract_changed_at
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.sap.values import (
    CLIENT,
    OPEN_END,
    SYSTEM,
    company_code,
    contract_number,
    day,
    is_here,
    item_number,
    money,
    open_table,
    plant,
    quantity,
    table,
)
from seeds.simulator.writers.shapes import Column
from seeds.simulator.writers.sinks import CsvPages

A016 = table(
    "A016",
    "One row the span of days in which a contract item's price condition holds.",
    ("KAPPL", "KSCHL", "EVRTN", "EVRTP", "DATBI"),
    (
        Column("KAPPL", "M: purchasing.", is_required=True),
        Column("KSCHL", "PB00: gross price.", is_required=True),
        Column("EVRTN", "Contract.", is_required=True),
        Column("EVRTP", "Its item.", is_required=True),
        Column("DATBI", "Last day; 99991231 is open.", "date", is_required=True),
        Column("DATAB", "First day.", "date"),
        Column("KNUMH", "Condition record.", is_required=True),
    ),
)
KONP = table(
    "KONP",
    "One row a price condition.",
    ("KNUMH", "KOPOS"),
    (
        Column("KNUMH", "Condition record.", is_required=True),
        Column("KOPOS", "Item of it.", is_required=True),
        Column("KSCHL", "PB00: gross price."),
        Column("KBETR", "Price of KPEIN units.", "decimal"),
        Column("KONWA", "Currency."),
        Column("KPEIN", "Units that the price is for.", "integer"),
        Column("KMEIN", "Unit of measure of the price."),
        Column("LOEVM_KO", "X: deleted."),
    ),
)
_PRICE_UNIT = 100


class Contracts:
    """Writes contracts and their prices."""

    def __init__(self, export: Export, heads: CsvPages, items: CsvPages) -> None:
        """Open the condition tables; heads and items are shared with orders."""
        self._export, self._heads, self._items = export, heads, items
        self._spans = open_table(export, A016)
        self._prices = open_table(export, KONP)

    def write(self, life: SupplierLife) -> None:
        """All contracts of business units that buy in SAP."""
        number = 0
        for contract in life.contracts:
            if not is_here(contract.business_unit):
                continue
            is_shown = self._export.shows(contract_changed_at(contract))
            if is_shown:
                self._write_head(life, contract)
            places: dict[str, int] = {}
            for price in contract.prices:
                number += 1
                place = places.setdefault(price.item, len(places) + 2)
                if is_shown:
                    self._write_price(contract, place, price, f"{number * PARTY_STRIDE + life.supplier.index:010d}")
            if is_shown:
                for item, place in places.items():
                    self._items.write(_item(contract, place, item))

    def _write_head(self, life: SupplierLife, contract: SupplierContract) -> None:
        last = contract.terminated_on or contract.end
        self._heads.write(
            [
                CLIENT,
                contract_number(contract.number),
                company_code(contract.business_unit),
                "K",
                "MK",
                "L" if contract.status == "cancelled" else "",
                day(contract.created_at.date()),
                "BUYER0",
                life.supplier.native(SYSTEM),
                company_code(contract.business_unit),
                "000",
                contract.currency,
                day(contract.created_at.date()),
                f"Z{life.supplier.payment_days:03d}",
                str(life.supplier.payment_days),
                day(contract.start),
                OPEN_END if last is None else day(last),
                money(contract.committed_value, contract.currency),
                "B" if contract.status == "draft" else "G",
            ]
        )
        self._items.write(_item(contract, 1, ""))

    def _write_price(self, contract: SupplierContract, place: int, price: ContractPrice, record: str) -> None:
        last = OPEN_END if price.valid_to is None else day(price.valid_to)
        key = [CLIENT, "M", "PB00", contract_number(contract.number), item_number(place), last]
        self._spans.write([*key, day(price.valid_from), record])
        amount = money(price.price * _PRICE_UNIT, contract.currency)
        row = [CLIENT, record, "01", "PB00", amount, contract.currency, str(_PRICE_UNIT), price.unit, ""]
        self._prices.write(row)
        if contract.number // PARTY_STRIDE % 5 == 1 and place == 2:
            self._prices.write([CLIENT, record, "02", "PB00", money(Decimal(1), "USD"), "USD", "1", price.unit, "X"])
            self._export.plant(KONP, self._prices, f"{record}/02", "a deleted condition", "not_counted")


def _item(contract: SupplierContract, place: int, item: str) -> list[str]:
    return [
        CLIENT,
        contract_number(contract.number),
        item_number(place),
        "L" if contract.status == "cancelled" else "",
        contract.title,
        item,
        company_code(contract.business_unit),
        plant(contract.business_unit),
        CATEGORIES_BY_ID[contract.category].material_group,
        quantity(Decimal(0)),
        CATEGORIES_BY_ID[contract.category].unit,
        money(Decimal(0), contract.currency),
        "1",
        money(Decimal(0), contract.currency),
        "",
        "",
        "",
        "00000",
    ]
