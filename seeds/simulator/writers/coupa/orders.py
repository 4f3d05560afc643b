"""Requisitions, purchase orders with confirmations and schedule lines, and shipping notices in Coupa."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from seeds.simulator.world.company import Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.people import with_role
from seeds.simulator.world.randomness import chance_of
from seeds.simulator.world.supplier.life import Order, OrderLine, SupplierLife
from seeds.simulator.writers.changes import order_changed_at
from seeds.simulator.writers.coupa.common import (
    account,
    day,
    instant,
    is_here,
    open_pages,
    pages,
    plain,
    supplier_reference,
)
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column

_ID = Column("id", "Identifier.", "integer", is_required=True)
_UPDATED = Column("updated-at", "Instant of the last change.", "timestamp", is_required=True)
REQUISITIONS = pages(
    "requisitions",
    "One row a version of a requisition.",
    (
        _ID,
        Column("status", "ordered or pending_approval."),
        Column("submitted-at", "Instant of submission.", "timestamp"),
        Column("created-at", "Instant of creation.", "timestamp"),
        _UPDATED,
        Column("need-by-date", "Day wanted.", "date"),
        Column("department", "{name} of the business unit.", "json"),
        Column("requested-by", "{login, email} of the requester.", "json", personal_data="contact"),
        Column("justification", "Why it is needed.", personal_data="free_text"),
        Column("currency", "{code}.", "json"),
        Column("total", "Value.", "decimal"),
    ),
)
PURCHASE_ORDERS = pages(
    "purchase_orders",
    "One row a version of an order with its lines, confirmations and schedule lines.",
    (
        _ID,
        Column("po-number", "Number that people use.", is_required=True),
        Column("status", "draft, issued, closed, cancelled, or one of several holds."),
        Column("version", "Revision that the supplier sees.", "integer"),
        Column(
            "created-at", "Instant of creation; its day as written is the day of the order.", "date", is_required=True
        ),
        _UPDATED,
        Column("supplier", "{id, name, number}.", "json"),
        Column("currency", "{code}.", "json"),
        Column("ship-to-address", "{city, country {code}}.", "json"),
        Column("requisition-header", "{id, department {name}, requester {login}}.", "json", personal_data="contact"),
        Column(
            "order-lines",
            "Lines: id, line-num, type (OrderQuantityLine, OrderAmountLine), description, source-part-num, status, "
            "need-by-date, quantity, uom {code}, price, total, received, currency {code}, commodity {name}, "
            "account {code, account-type {name}}, contract {id, number}, confirmation-lines (id, status, created-at, "
            "promised-date, quantity), schedule-lines where there are two (id, delivery-date, quantity).",
            "json",
            is_required=True,
        ),
    ),
)
ASNS = pages(
    "asns",
    "One row a shipping notice of the supplier with its lines.",
    (
        _ID,
        Column("asn-number", "Number of the supplier."),
        Column("status", "shipped or received.", is_confirmed=False),
        Column("delivery-date", "Day of expected arrival.", "date"),
        Column("created-at", "Instant of creation.", "timestamp"),
        _UPDATED,
        Column("supplier", "{id, name, number}.", "json"),
        Column("asn-lines", "Lines: id, order-line-id, quantity.", "json"),
    ),
)
_JUSTIFICATIONS = (
    "Stock low",
    'Replacement for "old" unit',
    "Project start\nsee mail of Monday",
    "Yearly need, agreed",
)
_LINE_STATUSES_UNKNOWN = "in_clarification"


class Orders:
    """Writes requisitions, orders and shipping notices."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the pages."""
        self._company = company
        self._export = export
        self._requisitions = open_pages(export, REQUISITIONS)
        self._orders = open_pages(export, PURCHASE_ORDERS, repeats_last=True)
        self._asns = open_pages(export, ASNS)

    def write(self, life: SupplierLife) -> None:
        """All orders of the life that stand in Coupa."""
        for order in life.orders:
            if is_here(order.business_unit):
                self._write_order(life, order)

    def _write_order(self, life: SupplierLife, order: Order) -> None:
        chance = chance_of(self._company.seed, "coupa orders", order.number)
        requester = self._requester(order)
        if self._export.shows(order.created_at):
            self._requisitions.write(_requisition(order, requester, chance))
            if chance < 0.004:
                self._plant_requisition(order)
        record = _order(life, order, requester)
        if chance > 0.96 and order.fate is Fate.LOADED:
            if self._export.shows(order.created_at):
                self._orders.write(_first_version(record, order))
                self._plant(order, "an older version of the order", "deduplicated")
            record["version"] = 2
        if self._export.shows(order_changed_at(order)):
            self._put_faulty(record, order, chance)
        if 0.5 < chance < 0.515 and order.fate is Fate.LOADED and self._export.shows(order.created_at):
            self._orders.write(_draft(record))
            self._export.plant(PURCHASE_ORDERS, self._orders, str(_draft_id(order)), "a draft", "not_counted")
        if 0.2 < chance < 0.5:
            self._write_asns(life, order)

    def _put_faulty(self, record: dict[str, Any], order: Order, chance: float) -> None:
        if order.fate is Fate.QUARANTINED:
            record["created-at"] = "2025-13-45T08:00:00+01:00"
        lines = record["order-lines"]
        is_unknown = chance < 0.015 and lines[0]["status"] in ("created", "received")
        if is_unknown:
            lines[0]["status"] = _LINE_STATUSES_UNKNOWN
        self._orders.write(record)
        if is_unknown:
            self._plant(order, f"line status {_LINE_STATUSES_UNKNOWN}", "mapped")
        if order.fate is Fate.QUARANTINED:
            self._plant(order, "created-at is no date", "quarantined")
        elif order.fate is Fate.ORPHAN:
            self._plant(order, "supplier in no file", "unknown")

    def _plant(self, order: Order, fault: str, outcome: Any) -> None:
        self._export.plant(PURCHASE_ORDERS, self._orders, str(order.number), fault, outcome)

    def _plant_requisition(self, order: Order) -> None:
        self._export.plant(REQUISITIONS, self._requisitions, str(order.number), "need-by-date is no date", "warned")

    def _requester(self, order: Order) -> tuple[str, str]:
        people = with_role(self._company, "requester", order.business_unit)
        person = people[order.number % len(people)]
        return f"u{person.index}", person.email

    def _write_asns(self, life: SupplierLife, order: Order) -> None:
        for line in order.lines:
            for receipt in line.receipts:
                shipped_at = receipt.posted_at - timedelta(days=2)
                if receipt.kind != "receipt" or not self._export.shows(receipt.posted_at):
                    continue
                self._asns.write(
                    {
                        "id": receipt.number,
                        "asn-number": f"ASN-{receipt.number}",
                        "status": "received",
                        "delivery-date": day(receipt.moved_on),
                        "created-at": instant(shipped_at),
                        "updated-at": instant(receipt.posted_at),
                        "supplier": supplier_reference(life.supplier),
                        "asn-lines": [
                            {"id": receipt.number, "order-line-id": line.number, "quantity": plain(receipt.quantity)}
                        ],
                    }
                )


def _requisition(order: Order, requester: tuple[str, str], chance: float) -> dict[str, Any]:
    needed = [schedule.requested_on for line in order.lines for schedule in line.schedule]
    return {
        "id": order.number,
        "status": "ordered",
        "submitted-at": instant(order.created_at - timedelta(hours=30)),
        "created-at": instant(order.created_at - timedelta(hours=31)),
        "updated-at": instant(order.created_at),
        "need-by-date": "as soon as possible" if chance < 0.004 else day(min(needed, default=order.ordered_on)),
        "department": {"name": order.business_unit},
        "requested-by": {"login": requester[0], "email": requester[1]},
        "justification": _JUSTIFICATIONS[order.number // 100_000 % len(_JUSTIFICATIONS)],
        "currency": {"code": order.currency},
        "total": plain(sum((line.amount for line in order.lines), Decimal(0))),
    }


def _order(life: SupplierLife, order: Order, requester: tuple[str, str]) -> dict[str, Any]:
    lines = [_line(order, line) for line in order.lines]
    is_closed = all(line["status"] in ("received", "closed", "cancelled") for line in lines)
    return {
        "id": order.number,
        "po-number": f"PO{order.number}",
        "status": "cancelled" if order.is_cancelled else "closed" if is_closed else "issued",
        "version": 1,
        "created-at": instant(order.created_at),
        "updated-at": instant(order_changed_at(order)),
        "supplier": supplier_reference(life.supplier, order.fate is Fate.ORPHAN),
        "currency": {"code": order.currency},
        "ship-to-address": {"city": "Port Example", "country": {"code": order.ship_to_country}},
        "requisition-header": {
            "id": order.number,
            "department": {"name": order.business_unit},
            "requester": {"login": requester[0]},
        },
        "order-lines": lines,
    }


def _line(order: Order, line: OrderLine) -> dict[str, Any]:
    received = _net_received(line)
    record: dict[str, Any] = {
        "id": line.number,
        "line-num": str(line.position),
        "type": "OrderAmountLine" if line.quantity is None else "OrderQuantityLine",
        "description": line.description,
        "source-part-num": line.item,
        "status": _line_status(order, line, received),
        "need-by-date": day(line.schedule[-1].requested_on if line.schedule else order.ordered_on + timedelta(days=30)),
        "quantity": None if line.quantity is None else plain(line.quantity),
        "uom": {"code": line.unit} if line.quantity is not None else None,
        "price": plain(line.price),
        "total": plain(line.amount),
        "received": plain(received),
        "currency": {"code": order.currency},
        "commodity": {"name": line.category},
        "account": account(order.business_unit),
        "contract": None if line.contract is None else {"id": line.contract, "number": f"C{line.contract:08d}"},
        "confirmation-lines": _confirmations(line),
    }
    if len(line.schedule) > 1:
        record["schedule-lines"] = [
            {
                "id": line.number * 10 + schedule.position,
                "delivery-date": day(schedule.requested_on),
                "quantity": plain(schedule.quantity),
            }
            for schedule in line.schedule
        ]
    return record


def _confirmations(line: OrderLine) -> list[dict[str, Any]]:
    """Promises in order of time; in some cases a rejected one after them, which promises nothing."""
    made = [
        {
            "id": line.number * 10 + place,
            "status": "confirmed",
            "created-at": instant(promise.confirmed_at),
            "promised-date": day(promise.promised_on),
            "quantity": plain(schedule.quantity),
        }
        for schedule in line.schedule
        for place, promise in enumerate(schedule.promises)
    ]
    if made and line.number // 100_000 % 25 == 3:
        rejected = line.schedule[0].promises[-1].promised_on + timedelta(days=30)
        made.append({**made[-1], "id": line.number * 10 + 9, "status": "rejected", "promised-date": day(rejected)})
    return made


def _net_received(line: OrderLine) -> Decimal:
    signs = {"receipt": 1, "return": -1, "disposal": -1}
    return sum((signs[each.kind] * each.quantity for each in line.receipts), Decimal(0))


def _line_status(order: Order, line: OrderLine, received: Decimal) -> str:
    if line.is_cancelled or order.is_cancelled:
        return "cancelled"
    if not line.receipts:
        return "created"
    if line.quantity is not None and received >= line.quantity:
        return "closed" if line.number // 100_000 % 3 else "received"
    return "partially_received"


def _first_version(record: dict[str, Any], order: Order) -> dict[str, Any]:
    """The order as first sent: without confirmations, and with more of the first line."""
    lines = [{**line, "status": "created", "received": "0", "confirmation-lines": []} for line in record["order-lines"]]
    if lines[0]["quantity"] is not None:
        lines[0]["quantity"] = plain(Decimal(lines[0]["quantity"]) * 2)
        lines[0]["total"] = plain(Decimal(lines[0]["total"]) * 2)
    return {
        **record,
        "status": "issued",
        "updated-at": instant(order.created_at - timedelta(seconds=1)),
        "order-lines": lines,
    }


def _draft_id(order: Order) -> int:
    return order.number + 900_000_000


def _draft(record: dict[str, Any]) -> dict[str, Any]:
    """An order that was never placed."""
    number = record["id"] + 900_000_000
    lines = [
        {**line, "id": line["id"] + 900_000_000, "status": "created", "received": "0", "confirmation-lines": []}
        for line in record["order-lines"]
    ]
    for line in lines:
        line.pop("schedule-lines", None)
    head = {"id": number, "po-number": f"PO{number}", "status": "draft", "updated-at": record["created-at"]}
    return {**record, **head, "order-lines": lines}
