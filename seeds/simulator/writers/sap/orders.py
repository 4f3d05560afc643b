"""Orders, their schedule lines, confirmations and requisitions in SAP."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from seeds.simulator.world.company import Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.people import with_role
from seeds.simulator.world.randomness import chance_of
from seeds.simulator.world.supplier.life import Order, OrderLine, SupplierContract, SupplierLife
from seeds.simulator.world.supplier.purchasing import CATEGORIES_BY_ID
from seeds.simulator.writers.changes import order_changed_at
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.planted import Outcome
from seeds.simulator.writers.sap.list_download import ListDownload, as_list, shown_day, shown_number
from seeds.simulator.writers.sap.values import (
    CLIENT,
    SYSTEM,
    TEST_CLIENT,
    company_code,
    contract_number,
    day,
    is_here,
    item_number,
    money,
    order_number,
    plant,
    quantity,
    table,
)
from seeds.simulator.writers.shapes import Column
from seeds.simulator.writers.sinks import CsvPages

_EBELN = Column("EBELN", "Order or contract.", is_required=True)
_EBELP = Column("EBELP", "Item.", is_required=True)
EKKO = table(
    "EKKO",
    "One row the head of an order (BSTYP F) or contract (BSTYP K).",
    ("EBELN",),
    (
        _EBELN,
        Column("BUKRS", "Company code."),
        Column("BSTYP", "F order, K contract.", is_required=True),
        Column("BSART", "Type of document."),
        Column("LOEKZ", "L: cancelled."),
        Column("AEDAT", "Day of creation.", "date"),
        Column("ERNAM", "User who made it.", personal_data="identifier"),
        Column("LIFNR", "Supplier.", is_required=True),
        Column("EKORG", "Purchasing organisation."),
        Column("EKGRP", "Purchasing group."),
        Column("WAERS", "Currency."),
        Column("BEDAT", "Day of the order.", "date", is_required=True),
        Column("ZTERM", "Terms of payment."),
        Column("ZBD1T", "Days of the terms.", "integer"),
        Column("KDATB", "First day of a contract.", "date"),
        Column("KDATE", "Last day of a contract, termination included; 99991231 is open.", "date"),
        Column("KTWRT", "Committed value of a contract.", "decimal"),
        Column("FRGKE", "Release: G released, B not yet (a contract in draft).", is_confirmed=False),
    ),
    is_confirmed=True,
)
EKPO = table(
    "EKPO",
    "One row an item of an order or contract.",
    ("EBELN", "EBELP"),
    (
        _EBELN,
        _EBELP,
        Column("LOEKZ", "L: cancelled; S: blocked, which cancels nothing."),
        Column("TXZ01", "Short text."),
        Column("MATNR", "Material."),
        Column("BUKRS", "Company code."),
        Column("WERKS", "Plant; no table here says its country."),
        Column("MATKL", "Material group."),
        Column("MENGE", "Quantity.", "decimal"),
        Column("MEINS", "Unit of measure."),
        Column("NETPR", "Price of PEINH units.", "decimal"),
        Column("PEINH", "Units that the price is for.", "integer"),
        Column("NETWR", "Value.", "decimal"),
        Column("ELIKZ", "X: delivery complete."),
        Column("RETPO", "X: item of goods sent back."),
        Column("KONNR", "Contract."),
        Column("KTPNR", "Item of the contract."),
    ),
    is_confirmed=True,
)
EKET = table(
    "EKET",
    "One row a schedule line of an order item.",
    ("EBELN", "EBELP", "ETENR"),
    (
        _EBELN,
        _EBELP,
        Column("ETENR", "Schedule line.", is_required=True),
        Column("EINDT", "Day wanted now.", "date"),
        Column("SLFDT", "Day wanted originally: the requested day.", "date"),
        Column("MENGE", "Quantity.", "decimal"),
        Column("WEMNG", "Quantity received.", "decimal"),
        Column("BANFN", "Requisition."),
    ),
    is_confirmed=True,
)
EKES = as_list(
    table(
        "EKES",
        "One row a confirmation (EBTYP AB) or shipping notice (EBTYP LA) of an order item.",
        ("EBELN", "EBELP", "ETENS"),
        (
            _EBELN,
            _EBELP,
            Column("ETENS", "Counts the confirmations of an item.", is_required=True),
            Column("EBTYP", "AB is a promise; LA announces goods under way and promises nothing."),
            Column("EINDT", "Day promised.", "date"),
            Column("MENGE", "Quantity.", "decimal"),
            Column("DABMG", "Quantity reduced by receipts, negative in this list.", "decimal", is_confirmed=False),
            Column("ERDAT", "Day of entry.", "date"),
            Column("EZEIT", "Time of entry, UTC."),
        ),
    )
)
_EKES_WIDTHS = (5, 10, 5, 5, 5, 10, 13, 13, 10, 8)
EBAN = as_list(
    table(
        "EBAN",
        "One row an item of a requisition.",
        ("BANFN", "BNFPO"),
        (
            Column("BANFN", "Requisition.", is_required=True),
            Column("BNFPO", "Item.", is_required=True),
            Column("AFNAM", "Who asks.", personal_data="name"),
            Column("BADAT", "Day of the requisition.", "date"),
            Column("LFDAT", "Day wanted.", "date"),
            Column("MATNR", "Material."),
            Column("MATKL", "Material group."),
            Column("MENGE", "Quantity.", "decimal"),
            Column("MEINS", "Unit of measure."),
            Column("EBELN", "Order made of it."),
            Column("EBELP", "Its item."),
        ),
    )
)
_EBAN_WIDTHS = (5, 10, 5, 20, 10, 10, 18, 9, 13, 5, 10, 5)
_REQUISITIONS = 1_000_000_000
_TEST_ORDERS = 50_000_000
_UNKNOWN_SUPPLIERS = 9_900_000


class Orders:
    """Writes orders and all that hangs on them but movements and invoices."""

    def __init__(self, company: Company, export: Export, heads: CsvPages, items: CsvPages, schedule: CsvPages) -> None:
        """Open the lists; heads and items are shared with contracts."""
        self._company, self._export = company, export
        self._heads, self._items, self._schedule = heads, items, schedule
        self._confirmations = ListDownload(export, EKES, _EKES_WIDTHS)
        self._requisitions = ListDownload(export, EBAN, _EBAN_WIDTHS)

    def write(self, life: SupplierLife) -> None:
        """All orders of the life that stand in SAP."""
        places = {each.number: _places(each) for each in life.contracts}
        for order in life.orders:
            if is_here(order.business_unit):
                chance = chance_of(self._company.seed, "sap orders", order.number)
                if self._export.shows(order_changed_at(order)):
                    self._write_order(life, order, places, chance)

    def _write_order(self, life: SupplierLife, order: Order, places: dict[int, dict[str, int]], chance: float) -> None:
        self._write_head(life, order)
        if order.fate is Fate.QUARANTINED:
            return
        for line in order.lines:
            is_blocked = chance < 0.006 and line.position == 1 and not (line.is_cancelled or order.is_cancelled)
            self._items.write(_item(order, line, places, is_blocked))
            if is_blocked:
                fault = "LOEKZ S: blocked, not cancelled"
                self._export.plant(EKPO, self._items, f"{order_number(order.number)}/{line.position}", fault, "mapped")
            self._write_schedule(order, line)
            self._write_confirmations(order, line)
            self._write_requisition(order, line)
        if chance > 0.99:
            self._write_test_copy(life, order)

    def _write_head(self, life: SupplierLife, order: Order) -> None:
        head = _head(life, order)
        if order.fate is Fate.QUARANTINED:
            head[12] = "20251345"
        self._heads.write(head)
        if order.fate is Fate.QUARANTINED:
            self._plant(order.number, "BEDAT is no date", "quarantined")
        elif order.fate is Fate.ORPHAN:
            self._plant(order.number, "LIFNR in no file", "unknown")

    def _write_test_copy(self, life: SupplierLife, order: Order) -> None:
        """An order that somebody tried out in the test client."""
        head = _head(life, order)
        head[0], head[1] = TEST_CLIENT, order_number(order.number + _TEST_ORDERS)
        self._heads.write(head)
        self._plant(order.number + _TEST_ORDERS, "MANDT of the test system", "not_counted")

    def _plant(self, number: int, fault: str, outcome: Outcome) -> None:
        self._export.plant(EKKO, self._heads, order_number(number), fault, outcome)

    def _write_schedule(self, order: Order, line: OrderLine) -> None:
        left = max(Decimal(0), _net_received(line))
        moved = timedelta(days=7 if line.changed_after_confirmation_on else 0)
        for each in line.schedule:
            received = min(left, each.quantity)
            left -= received
            self._schedule.write(
                [
                    CLIENT,
                    order_number(order.number),
                    item_number(line.position),
                    f"{each.position:04d}",
                    day(each.requested_on + moved),
                    day(each.requested_on),
                    quantity(each.quantity),
                    quantity(received),
                    str(_REQUISITIONS + order.number),
                ]
            )

    def _write_confirmations(self, order: Order, line: OrderLine) -> None:
        if len(line.schedule) > 1:
            return
        place = [CLIENT, order_number(order.number), item_number(line.position)]
        count = 0
        for promise in line.schedule[0].promises if line.schedule else ():
            count += 1
            self._confirmations.write(
                [
                    *place,
                    f"{count:04d}",
                    "AB",
                    shown_day(promise.promised_on),
                    shown_number(line.schedule[0].quantity, 3),
                    shown_number(Decimal(0), 3),
                    shown_day(promise.confirmed_at.date()),
                    promise.confirmed_at.strftime("%H:%M:%S"),
                ]
            )
        if line.receipts and line.number // 100_000 % 4 == 1:
            receipt = line.receipts[0]
            noticed_at = receipt.posted_at - timedelta(days=2)
            self._confirmations.write(
                [
                    *place,
                    f"{count + 1:04d}",
                    "LA",
                    shown_day(receipt.moved_on),
                    shown_number(receipt.quantity, 3),
                    shown_number(-receipt.quantity, 3),
                    shown_day(noticed_at.date()),
                    noticed_at.strftime("%H:%M:%S"),
                ]
            )

    def _write_requisition(self, order: Order, line: OrderLine) -> None:
        people = with_role(self._company, "requester", order.business_unit)
        self._requisitions.write(
            [
                CLIENT,
                str(_REQUISITIONS + order.number),
                item_number(line.position),
                people[order.number % len(people)].name,
                shown_day(order.ordered_on - timedelta(days=2)),
                shown_day(line.schedule[-1].requested_on if line.schedule else None),
                line.item,
                CATEGORIES_BY_ID[line.category].material_group,
                shown_number(line.quantity or Decimal(0), 3),
                line.unit,
                order_number(order.number),
                item_number(line.position),
            ]
        )


def _places(contract: SupplierContract) -> dict[str, int]:
    """Position of each item within a contract; the first position is for the whole material group."""
    return {item: place for place, item in enumerate(dict.fromkeys(price.item for price in contract.prices), start=2)}


def _net_received(line: OrderLine) -> Decimal:
    signs = {"receipt": 1, "return": -1, "disposal": -1}
    return sum((signs[each.kind] * each.quantity for each in line.receipts), Decimal(0))


def _head(life: SupplierLife, order: Order) -> list[str]:
    unknown = f"{_UNKNOWN_SUPPLIERS + life.supplier.index:010d}"
    code = company_code(order.business_unit)
    return [
        CLIENT,
        order_number(order.number),
        code,
        "F",
        "NB",
        "L" if order.is_cancelled else "",
        day(order.ordered_on),
        f"BUYER{order.number % 7}",
        unknown if order.fate is Fate.ORPHAN else life.supplier.native(SYSTEM) or "",
        code,
        f"0{order.number % 7:02d}",
        order.currency,
        day(order.ordered_on),
        f"Z{life.supplier.payment_days:03d}",
        str(life.supplier.payment_days),
        day(None),
        day(None),
        money(Decimal(0), order.currency),
        "G",
    ]


def _item(order: Order, line: OrderLine, places: dict[int, dict[str, int]], is_blocked: bool) -> list[str]:
    is_cancelled = line.is_cancelled or order.is_cancelled
    wanted = line.quantity or Decimal(0)
    is_complete = bool(line.receipts) and _net_received(line) >= wanted
    return [
        CLIENT,
        order_number(order.number),
        item_number(line.position),
        "L" if is_cancelled else "S" if is_blocked else "",
        line.description,
        line.item,
        company_code(order.business_unit),
        plant(order.business_unit),
        CATEGORIES_BY_ID[line.category].material_group,
        quantity(wanted),
        line.unit,
        money(line.price, order.currency),
        str(line.price_unit),
        money(line.amount, order.currency),
        "X" if is_complete else "",
        "",
        "" if line.contract is None else contract_number(line.contract),
        "00000" if line.contract is None else item_number(places[line.contract].get(line.item, 1)),
    ]
