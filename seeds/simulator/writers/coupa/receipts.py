"""Goods received, returned and disposed of, and quality inspections in Coupa."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from seeds.simulator.world.company import Company
from seeds.simulator.world.randomness import chance_of
from seeds.simulator.world.supplier.life import Order, OrderLine, Receipt, SupplierLife
from seeds.simulator.world.timeline import utc
from seeds.simulator.writers.coupa.common import day, instant, is_here, open_pages, pages, plain, supplier_reference
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column

RECEIPTS = pages(
    "receipts",
    "One row a version of a posting of goods received, returned or disposed of.",
    (
        Column("id", "Identifier.", "integer", is_required=True),
        Column(
            "type",
            "ReceivingQuantityConsumption, InventoryReceipt, ReceivingQuantityReturnToSupplier or "
            "ReceivingQuantityDisposal.",
            is_required=True,
        ),
        Column("status", "created or voided."),
        Column("quantity", "Quantity moved; negative where it went back.", "decimal"),
        Column("price", "Price of one unit.", "decimal"),
        Column("total", "Value moved.", "decimal"),
        Column("transaction-date", "Day the goods moved.", "date", is_required=True),
        Column("created-at", "Instant of posting.", "timestamp"),
        Column("updated-at", "Instant of the last change.", "timestamp", is_required=True),
        Column("order-line", "{id, line-num, order-header-number}.", "json", is_required=True),
        Column("original-transaction-id", "Receipt that a return takes back.", "integer"),
    ),
)
INSPECTIONS = pages(
    "inspections",
    "One row an inspection of goods received.",
    (
        Column("id", "Identifier.", "integer", is_required=True),
        Column("status", "Open, In Buyer Review, In Progress or Closed."),
        Column("reviewDecision", "Accepted or Rejected."),
        Column("itemQuantity", "Quantity inspected.", "decimal"),
        Column("sampleSize", "Quantity looked at.", "decimal"),
        Column("rejectedQuantity", "Quantity turned down.", "decimal", is_confirmed=False),
        Column("supplierId", "Supplier.", "integer"),
        Column("refDocumentId", "Receipt inspected.", "integer"),
        Column("requestDate", "Day of the request.", "date"),
        Column("dueDate", "Day by which it is due.", "date"),
        Column("reviewedDate", "Day of the decision.", "date"),
        Column("updatedDate", "Instant of the last change.", "timestamp", is_required=True),
    ),
    cursor="updatedDate",
)
_TYPES = {"return": "ReceivingQuantityReturnToSupplier", "disposal": "ReceivingQuantityDisposal"}
_VOIDED = 900_000_000


class Receipts:
    """Writes receipts and inspections."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the pages."""
        self._company = company
        self._export = export
        self._receipts = open_pages(export, RECEIPTS, repeats_last=True)
        self._inspections = open_pages(export, INSPECTIONS)

    def write(self, life: SupplierLife) -> None:
        """All movements of orders that stand in Coupa."""
        for order in life.orders:
            if not is_here(order.business_unit):
                continue
            for line in order.lines:
                for receipt in line.receipts:
                    self._write_receipt(life, order, line, receipt)

    def _write_receipt(self, life: SupplierLife, order: Order, line: OrderLine, receipt: Receipt) -> None:
        chance = chance_of(self._company.seed, "coupa receipts", receipt.number)
        if self._export.shows(receipt.posted_at):
            record = _receipt(order, line, receipt)
            if chance < 0.004:
                number = receipt.number + _VOIDED
                self._receipts.write({**record, "id": number, "status": "voided"})
                self._export.plant(RECEIPTS, self._receipts, str(number), "a voided receipt", "not_counted")
            self._receipts.write(record)
        if receipt.inspected_on is not None:
            self._inspect(life, receipt, chance > 0.97)

    def _inspect(self, life: SupplierLife, receipt: Receipt, is_faulty: bool) -> None:
        if receipt.inspected_on is None:
            return
        decided_at = utc(receipt.inspected_on, 50_000)
        if not self._export.shows(decided_at):
            return
        self._inspections.write(
            {
                "id": receipt.number,
                "status": "Closed",
                "reviewDecision": "Rejected" if receipt.inspection_rejects else "Accepted",
                "itemQuantity": plain(receipt.quantity),
                "sampleSize": plain(receipt.quantity),
                "rejectedQuantity": plain(receipt.inspection_rejects),
                "supplierId": supplier_reference(life.supplier)["id"],
                "refDocumentId": receipt.number,
                "requestDate": day(receipt.moved_on),
                "dueDate": "next week" if is_faulty else day(receipt.moved_on + timedelta(days=7)),
                "reviewedDate": day(receipt.inspected_on),
                "updatedDate": instant(decided_at),
            }
        )
        if is_faulty:
            self._export.plant(INSPECTIONS, self._inspections, str(receipt.number), "dueDate is no date", "warned")


def _receipt(order: Order, line: OrderLine, receipt: Receipt) -> dict[str, Any]:
    usual = "InventoryReceipt" if receipt.number // 100_000 % 10 == 7 else "ReceivingQuantityConsumption"
    quantity = receipt.quantity if receipt.kind == "receipt" else -receipt.quantity
    return {
        "id": receipt.number,
        "type": _TYPES.get(receipt.kind, usual),
        "status": "created",
        "quantity": plain(quantity),
        "price": plain(line.price),
        "total": plain(quantity * line.price),
        "transaction-date": day(receipt.moved_on),
        "created-at": instant(receipt.posted_at),
        "updated-at": instant(receipt.posted_at),
        "order-line": {
            "id": line.number,
            "line-num": str(line.position),
            "order-header-number": f"PO{order.number}",
        },
        "original-transaction-id": receipt.returns,
    }
