"""Supplier contracts and the prices agreed in them in Coupa, by the API and as the outbound CSV."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from seeds.simulator.world.company import Company
from seeds.simulator.world.supplier.life import ContractPrice, SupplierContract, SupplierLife
from seeds.simulator.writers.changes import contract_changed_at
from seeds.simulator.writers.coupa.common import (
    SYSTEM,
    day,
    day_or_none,
    instant,
    is_here,
    open_pages,
    pages,
    plain,
    supplier_number,
    supplier_reference,
)
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column, Shape
from seeds.simulator.writers.sinks import ALL_QUOTED

CONTRACTS = pages(
    "contracts",
    "One row a version of a contract.",
    (
        Column("id", "Identifier.", "integer", is_required=True),
        Column("number", "Number that people use.", is_required=True),
        Column("name", "Title."),
        Column("type", "MasterContract."),
        Column("status", "draft, published, expired, terminated, or inactive for one called off before its start."),
        Column("start-date", "First day.", "date", is_required=True),
        Column("end-date", "Last day; none where term-type is perpetual.", "date"),
        Column("termination-date", "Last day after a termination.", "date", is_confirmed=False),
        Column("term-type", "fixed, auto_renew or perpetual."),
        Column("length-of-notice-value", "Length of notice.", "integer"),
        Column("length-of-notice-unit", "days, months or years."),
        Column("currency", "{code}.", "json"),
        Column("maximum-value", "Committed value.", "decimal"),
        Column("supplier", "{id, name, number}.", "json", is_required=True),
        Column("department", "{name} of the business unit.", "json", is_confirmed=False),
        Column("commodity", "{name} of the category.", "json", is_confirmed=False),
        Column("created-at", "Instant of creation.", "timestamp"),
        Column("updated-at", "Instant of the last change.", "timestamp", is_required=True),
    ),
)
CONTRACTS_CSV = Shape(
    system=SYSTEM,
    object="contracts_csv",
    description="The same contracts for people: one row a contract. Expires is one day late, as known of this export.",
    container="outbound CSV by SFTP, every field quoted",
    file_names=("Contracts_*.csv",),
    key=("Contract #",),
    cursor=("Updated Date",),
    delivery="delta",
    columns=(
        Column("Contract #", "Number that people use.", is_required=True),
        Column("Contract Name", "Title."),
        Column("Status", "As in the API."),
        Column("Supplier", "Name of the supplier."),
        Column("Supplier Number", "Number in the ERP system."),
        Column("Starts", "First day.", "date"),
        Column("Expires", "The day after the last one.", "date"),
        Column("Currency Code", "Currency."),
        Column("Maximum Value", "Committed value; `&nbsp;` separates thousands."),
        Column("Updated Date", "Instant of the last change.", "timestamp"),
    ),
)
SUPPLIER_ITEMS = pages(
    "supplier_items",
    "One row the price of an item under a contract in a span of days.",
    (
        Column("id", "Identifier.", "integer", is_required=True),
        Column("item", "{item-number, name}.", "json"),
        Column("supplier", "{id, name, number}.", "json"),
        Column("contract", "{id, number}.", "json"),
        Column("price", "Price of one unit.", "decimal", is_required=True),
        Column("currency", "{code}.", "json"),
        Column("uom", "{code}.", "json"),
        Column("valid-from", "First day.", "date", is_confirmed=False),
        Column("valid-to", "Last day.", "date", is_confirmed=False),
        Column("updated-at", "Instant of the last change.", "timestamp", is_required=True),
    ),
)


class Contracts:
    """Writes contracts and prices."""

    def __init__(self, _company: Company, export: Export) -> None:
        """Open the pages and the CSV."""
        self._export = export
        self._contracts = open_pages(export, CONTRACTS)
        self._items = open_pages(export, SUPPLIER_ITEMS)
        self._csv = export.csv(CONTRACTS_CSV, f"Contracts_{export.stamp}{{page}}.csv", ALL_QUOTED)

    def write(self, life: SupplierLife) -> None:
        """All contracts of business units that buy in Coupa."""
        for contract in life.contracts:
            changed_at = contract_changed_at(contract)
            if not is_here(contract.business_unit) or not self._export.shows(changed_at):
                continue
            self._contracts.write(_contract(life, contract, changed_at))
            self._write_row(life, contract, changed_at)
            for place, price in enumerate(contract.prices):
                self._items.write(_item(life, contract, place, price, changed_at))

    def _write_row(self, life: SupplierLife, contract: SupplierContract, changed_at: datetime) -> None:
        number = _number(contract)
        expires = None if contract.end is None else (contract.end + timedelta(days=1)).isoformat()
        value = f"{contract.committed_value:,.2f}".replace(",", "&nbsp;")
        self._csv.write(
            [
                number,
                contract.title,
                _status(contract),
                life.supplier.legal_name,
                supplier_number(life.supplier),
                contract.start.isoformat(),
                expires,
                contract.currency,
                value,
                instant(changed_at),
            ]
        )
        if expires:
            self._export.plant(CONTRACTS_CSV, self._csv, number, "Expires is one day late", "not_counted")


def _number(contract: SupplierContract) -> str:
    return f"C{contract.number:08d}"


def _status(contract: SupplierContract) -> str:
    if contract.status == "ended":
        return "terminated" if contract.terminated_on is not None else "expired"
    return {"active": "published", "draft": "draft", "cancelled": "inactive"}[contract.status]


def _contract(life: SupplierLife, contract: SupplierContract, changed_at: datetime) -> dict[str, Any]:
    return {
        "id": contract.number,
        "number": _number(contract),
        "name": contract.title,
        "type": "MasterContract",
        "status": _status(contract),
        "start-date": day(contract.start),
        "end-date": day_or_none(contract.end),
        "termination-date": day_or_none(contract.terminated_on),
        "term-type": "perpetual" if contract.end is None else "auto_renew" if contract.auto_renew else "fixed",
        "length-of-notice-value": contract.notice_days,
        "length-of-notice-unit": "days",
        "currency": {"code": contract.currency},
        "maximum-value": plain(contract.committed_value),
        "supplier": supplier_reference(life.supplier),
        "department": {"name": contract.business_unit},
        "commodity": {"name": contract.category},
        "created-at": instant(contract.created_at),
        "updated-at": instant(changed_at),
    }


def _item(
    life: SupplierLife, contract: SupplierContract, place: int, price: ContractPrice, changed_at: datetime
) -> dict[str, Any]:
    return {
        "id": contract.number * 100 + place,
        "item": {"item-number": price.item, "name": price.item},
        "supplier": supplier_reference(life.supplier),
        "contract": {"id": contract.number, "number": _number(contract)},
        "price": plain(price.price),
        "currency": {"code": contract.currency},
        "uom": {"code": price.unit},
        "valid-from": day(price.valid_from),
        "valid-to": day_or_none(price.valid_to),
        "updated-at": instant(changed_at),
    }
