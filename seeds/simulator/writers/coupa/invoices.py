"""Invoices, credit notes and what was paid on them in Coupa."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from seeds.simulator.world.company import Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.randomness import chance_of
from seeds.simulator.world.supplier.life import InvoiceLine, Order, OrderLine, SupplierInvoice, SupplierLife
from seeds.simulator.world.timeline import utc
from seeds.simulator.writers.coupa.common import (
    account,
    day,
    day_or_none,
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
INVOICES = pages(
    "invoices",
    "One row a version of an invoice or credit note with its lines and payments.",
    (
        _ID,
        Column("invoice-number", "Number the supplier gave it."),
        Column("invoice-date", "Date of the invoice.", "date"),
        Column("document-type", "Invoice or Credit Note.", is_required=True),
        Column("status", "draft, approved, disputed, voided, abandoned and others."),
        Column("paid", "Paid in full.", "boolean"),
        Column("payment-date", "Day of the last payment of an invoice paid in full.", "date"),
        Column("payment-term", "{code}.", "json"),
        Column("total", "Value with tax.", "decimal"),
        Column("tax-amount", "Tax.", "decimal"),
        Column("currency", "{code}.", "json"),
        Column("supplier", "{id, name, number}.", "json"),
        Column("created-at", "Instant of creation; its day as written is the day of posting.", "timestamp"),
        _UPDATED,
        Column(
            "invoice-lines",
            "Lines: id, line-num, type, description, quantity, price, total (net), order-line-id, po-number, "
            "source-part-num, commodity {name}, department {name}, account {code, account-type {name}}.",
            "json",
            is_required=True,
        ),
        Column("payments", "Payments: id, payment-date, amount-paid (gross).", "json", is_confirmed=False),
    ),
)
PAYABLES = pages(
    "payables",
    "One row a version of what is owed on an invoice.",
    (
        _ID,
        Column("invoice-id", "The invoice.", "integer"),
        Column("net-due-date", "Day by which it is to be paid.", "date"),
        Column("paid-date", "Day of the last payment.", "date"),
        Column("paid-total", "Paid so far, gross.", "decimal"),
        Column("remaining-total", "Still to be paid, gross.", "decimal"),
        Column("currency", "{code}.", "json"),
        _UPDATED,
    ),
)
_NEVER_SENT = 900_000_000


class Invoices:
    """Writes invoices and payables."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the pages."""
        self._company = company
        self._export = export
        self._invoices = open_pages(export, INVOICES, repeats_last=True)
        self._payables = open_pages(export, PAYABLES)

    def write(self, life: SupplierLife) -> None:
        """All invoices of business units that buy in Coupa."""
        lines = {line.number: (order, line) for order in life.orders for line in order.lines}
        for invoice in life.invoices:
            if is_here(invoice.business_unit):
                self._write_invoice(life, invoice, lines)

    def _write_invoice(
        self,
        life: SupplierLife,
        invoice: SupplierInvoice,
        lines: dict[int, tuple[Order, OrderLine]],
    ) -> None:
        chance = chance_of(self._company.seed, "coupa invoices", invoice.number)
        changed_at = _changed_at(invoice)
        if not self._export.shows(changed_at):
            return
        record = _invoice(life, invoice, lines)
        if invoice.fate is Fate.QUARANTINED:
            record["updated-at"] = "yesterday"
        self._invoices.write(record)
        if invoice.fate is Fate.QUARANTINED:
            self._plant(invoice.number, "updated-at is no instant", "quarantined")
        elif invoice.fate is Fate.ORPHAN:
            self._plant(invoice.number, "supplier in no file", "unknown")
        if chance < 0.006:
            number = invoice.number + _NEVER_SENT
            status = "draft" if chance < 0.003 else "abandoned"
            self._invoices.write(
                {**_without_payment(record), "id": number, "status": status, "updated-at": instant(changed_at)}
            )
            self._plant(number, f"an invoice of status {status}", "not_counted")
        if invoice.kind == "invoice" and not invoice.is_voided and invoice.fate is not Fate.QUARANTINED:
            self._payables.write(_payable(invoice, changed_at))

    def _plant(self, number: int, fault: str, outcome: Any) -> None:
        self._export.plant(INVOICES, self._invoices, str(number), fault, outcome)


def _changed_at(invoice: SupplierInvoice) -> datetime:
    last = max([invoice.posted_on, *(part.paid_on for part in invoice.payments)])
    return utc(last, 43_200)


def _gross(invoice: SupplierInvoice) -> Decimal:
    return sum((line.net for line in invoice.lines), invoice.tax)


def _paid(invoice: SupplierInvoice) -> Decimal:
    return sum((part.amount for part in invoice.payments), Decimal(0))


def _status(invoice: SupplierInvoice) -> str:
    if invoice.is_voided:
        return "voided"
    if invoice.is_disputed_by_us:
        return "disputed"
    return "approved" if invoice.payments or invoice.number // 100_000 % 4 else "pending_approval"


def _invoice(life: SupplierLife, invoice: SupplierInvoice, lines: dict[int, tuple[Order, OrderLine]]) -> dict[str, Any]:
    gross = _gross(invoice)
    is_credit = invoice.kind == "credit_note"
    # Customers set up credit notes with either sign.
    sign = -1 if is_credit and invoice.number // 100_000 % 2 else 1
    is_paid = bool(invoice.payments) and _paid(invoice) == gross
    return {
        "id": invoice.number,
        "invoice-number": f"{'CN' if is_credit else 'RE'}-{invoice.number}",
        "invoice-date": day(invoice.invoiced_on),
        "document-type": "Credit Note" if is_credit else "Invoice",
        "status": _status(invoice),
        "paid": is_paid,
        "payment-date": day(invoice.payments[-1].paid_on) if is_paid else None,
        "payment-term": {"code": f"Net {life.supplier.payment_days}"},
        "total": plain(sign * gross),
        "tax-amount": plain(sign * invoice.tax),
        "currency": {"code": invoice.currency},
        "supplier": supplier_reference(life.supplier, invoice.fate is Fate.ORPHAN),
        "created-at": instant(utc(invoice.posted_on, 36_000)),
        "updated-at": instant(_changed_at(invoice)),
        "invoice-lines": [
            _line(invoice, line, place, sign, lines) for place, line in enumerate(invoice.lines, start=1)
        ],
        "payments": [
            {
                "id": invoice.number * 10 + place,
                "payment-date": day(part.paid_on),
                "amount-paid": plain(part.amount),
            }
            for place, part in enumerate(invoice.payments, start=1)
        ],
    }


def _line(
    invoice: SupplierInvoice, line: InvoiceLine, place: int, sign: int, lines: dict[int, tuple[Order, OrderLine]]
) -> dict[str, Any]:
    order, order_line = lines[line.order_line] if line.order_line is not None else (None, None)
    return {
        "id": line.number,
        "line-num": str(place),
        "type": "InvoiceAmountLine" if line.quantity is None else "InvoiceQuantityLine",
        "description": order_line.description if order_line else "Charge",
        "quantity": None if line.quantity is None else plain(sign * line.quantity),
        "price": plain(line.price),
        "total": plain(sign * line.net),
        "order-line-id": line.order_line,
        "po-number": f"PO{order.number}" if order else None,
        "source-part-num": line.item,
        "commodity": {"name": line.category},
        "department": {"name": invoice.business_unit},
        "account": account(invoice.business_unit),
    }


def _without_payment(record: dict[str, Any]) -> dict[str, Any]:
    lines = [{**line, "id": line["id"] + _NEVER_SENT} for line in record["invoice-lines"]]
    return {**record, "paid": False, "payment-date": None, "payments": [], "invoice-lines": lines}


def _payable(invoice: SupplierInvoice, changed_at: datetime) -> dict[str, Any]:
    paid = _paid(invoice)
    last = invoice.payments[-1].paid_on if invoice.payments else None
    return {
        "id": invoice.number,
        "invoice-id": invoice.number,
        "net-due-date": day(invoice.due_on),
        "paid-date": day_or_none(last),
        "paid-total": plain(paid),
        "remaining-total": plain(_gross(invoice) - paid),
        "currency": {"code": invoice.currency},
        "updated-at": instant(changed_at + timedelta(minutes=5)),
    }
