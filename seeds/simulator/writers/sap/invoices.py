"""Invoices, credit notes and payments in SAP."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from seeds.simulator.world.company import Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.randomness import chance_of
from seeds.simulator.world.supplier.life import InvoiceLine, Order, OrderLine, SupplierInvoice, SupplierLife
from seeds.simulator.world.timeline import utc
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.planted import Outcome
from seeds.simulator.writers.sap.masters import FREIGHT_CHARGE
from seeds.simulator.writers.sap.values import (
    CLIENT,
    SYSTEM,
    company_code,
    day,
    is_here,
    item_number,
    money,
    open_table,
    order_number,
    quantity,
    table,
)
from seeds.simulator.writers.shapes import Column
from seeds.simulator.writers.sinks import CsvPages

_BELNR = Column("BELNR", "Document.", is_required=True)
_GJAHR = Column("GJAHR", "Year of the document.", is_required=True)
RBKP = table(
    "RBKP",
    "One row the head of an invoice or credit note.",
    ("BELNR", "GJAHR"),
    (
        _BELNR,
        _GJAHR,
        Column("BLART", "Type of document."),
        Column("XRECH", "X invoice, empty credit note."),
        Column("BLDAT", "Date of the invoice.", "date", is_required=True),
        Column("BUDAT", "Day of posting.", "date"),
        Column("BUKRS", "Company code."),
        Column("LIFNR", "Supplier.", is_required=True),
        Column("XBLNR", "Number the supplier gave it."),
        Column("WAERS", "Currency."),
        Column("RMWWR", "Value with tax.", "decimal"),
        Column("WMWST1", "Tax.", "decimal"),
        Column("ZFBDT", "Day from which the terms count.", "date"),
        Column("ZBD1T", "Days of the terms; due is ZFBDT and the last of the three that is not 0.", "integer"),
        Column("ZBD2T", "Days.", "integer"),
        Column("ZBD3T", "Days.", "integer"),
        Column("RBSTAT", "5 posted, A parked: counts nowhere."),
        Column("STBLG", "Document that reverses this one, or that this one reverses: neither counts."),
        Column("ZLSPR", "R: payment blocked, in dispute."),
    ),
)
RSEG = table(
    "RSEG",
    "One row an item of an invoice, net of tax.",
    ("BELNR", "GJAHR", "BUZEI"),
    (
        _BELNR,
        _GJAHR,
        Column("BUZEI", "Item.", is_required=True),
        Column("EBELN", "Order; empty without one."),
        Column("EBELP", "Its item; 00000 without one."),
        Column("MATNR", "Material; its group is in MARA."),
        Column("BUKRS", "Company code."),
        Column("MENGE", "Quantity; 0.000 of a charge.", "decimal"),
        Column("BSTME", "Unit of measure."),
        Column("WRBTR", "Net value; the price is WRBTR / MENGE.", "decimal", is_required=True),
        Column("SHKZG", "S invoiced, H credited."),
        Column("SPGRP", "X: blocked for its price."),
        Column("SPGRM", "X: blocked for its quantity."),
    ),
)
_ITEM_COLUMNS = (
    Column("BUKRS", "Company code.", is_required=True),
    Column("LIFNR", "Supplier.", is_required=True),
    Column("GJAHR", "Year of the document.", is_required=True),
    Column("BELNR", "Document; of an invoice the same number as in RBKP.", is_required=True),
    Column("BUZEI", "Item.", is_required=True),
    Column("AUGDT", "Day of clearing.", "date"),
    Column("AUGBL", "Clearing document."),
    Column("BLART", "RE invoice or credit note, KZ payment."),
    Column("BLDAT", "Date of the document.", "date"),
    Column("BUDAT", "Day of posting; of a payment the day paid.", "date"),
    Column("WAERS", "Currency."),
    Column("WRBTR", "Value with tax.", "decimal"),
    Column("SHKZG", "H owed to the supplier, S paid or credited."),
    Column("ZFBDT", "Day from which the terms count.", "date"),
    Column("ZBD1T", "Days of the terms.", "integer"),
    Column("ZBD2T", "Days.", "integer"),
    Column("ZBD3T", "Days.", "integer"),
    Column("REBZG", "Invoice that a payment is of."),
    Column("REBZJ", "Its year."),
)
_ITEM_KEY = ("BUKRS", "LIFNR", "GJAHR", "BELNR", "BUZEI")
BSIK = table(
    "BSIK",
    "One row an open item of a supplier: unpaid invoices, and part payments.",
    _ITEM_KEY,
    _ITEM_COLUMNS,
    "snapshot",
    is_confirmed=True,
)
BSAK = table(
    "BSAK",
    "One row a cleared item of a supplier: paid invoices, and their payments.",
    _ITEM_KEY,
    _ITEM_COLUMNS,
    is_confirmed=True,
)
_INVOICES = 5_105_600_000
_REVERSALS = 5_205_600_000
_PARKED = 5_305_600_000
_PAYMENTS = 1_500_000_000
_UNKNOWN_SUPPLIERS = 9_900_000


class Invoices:
    """Writes invoices, their part of the order history, and payments."""

    def __init__(self, company: Company, export: Export, history: CsvPages) -> None:
        """Open the tables; the order history is shared with movements."""
        self._company, self._export, self._history = company, export, history
        self._heads = open_table(export, RBKP)
        self._items = open_table(export, RSEG)
        self._open = open_table(export, BSIK)
        self._cleared = open_table(export, BSAK)

    def write(self, life: SupplierLife) -> None:
        """All invoices of business units that buy in SAP."""
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
        chance = chance_of(self._company.seed, "sap invoices", invoice.number)
        if self._export.shows(utc(invoice.posted_on, 43_200)):
            self._write_document(life, invoice, lines)
            if chance < 0.004:
                self._write_parked(life, invoice, lines)
        if invoice.fate is not Fate.QUARANTINED:
            self._write_account(life, invoice)

    def _write_document(
        self, life: SupplierLife, invoice: SupplierInvoice, lines: dict[int, tuple[Order, OrderLine]]
    ) -> None:
        head = _head(life, invoice)
        if invoice.fate is Fate.QUARANTINED:
            head[5] = "20250231"
            self._heads.write(head)
            self._plant(head[1], "BLDAT is no date", "quarantined")
            return
        self._heads.write(head)
        if invoice.fate is Fate.ORPHAN:
            self._plant(head[1], "LIFNR in no file", "unknown")
        for place, line in enumerate(invoice.lines, start=1):
            item = _item(invoice, line, place, lines)
            self._items.write(item)
            if line.order_line is not None and not invoice.is_voided:
                self._history.write(_history(invoice, item))
        if invoice.is_voided:
            self._write_reversal(head, invoice, lines)

    def _write_reversal(
        self, head: list[str], invoice: SupplierInvoice, lines: dict[int, tuple[Order, OrderLine]]
    ) -> None:
        number = str(_REVERSALS + invoice.number)
        reversal = [*head]
        reversal[1], reversal[4], reversal[18] = number, "", head[1]
        self._heads.write(reversal)
        self._plant(number, "the reversal of an invoice", "not_counted")
        for place, line in enumerate(invoice.lines, start=1):
            item = _item(invoice, line, place, lines)
            item[1], item[11] = number, "H"
            self._items.write(item)

    def _write_parked(
        self, life: SupplierLife, invoice: SupplierInvoice, lines: dict[int, tuple[Order, OrderLine]]
    ) -> None:
        """An invoice entered and not posted."""
        if invoice.fate is not Fate.LOADED or invoice.is_voided:
            return
        head = _head(life, invoice)
        head[1], head[17] = str(_PARKED + invoice.number), "A"
        self._heads.write(head)
        self._plant(head[1], "a parked invoice", "not_counted")
        for place, line in enumerate(invoice.lines, start=1):
            item = _item(invoice, line, place, lines)
            item[1] = head[1]
            self._items.write(item)

    def _write_account(self, life: SupplierLife, invoice: SupplierInvoice) -> None:
        """The invoice and its payments: open, or cleared by the last of them; a voided one by its reversal."""
        gross = sum((line.net for line in invoice.lines), invoice.tax)
        paid = sum((part.amount for part in invoice.payments), Decimal(0))
        cleared_on: date | None = None
        clearing = ""
        if invoice.is_voided:
            cleared_on, clearing = invoice.posted_on, str(_REVERSALS + invoice.number)
        elif invoice.payments and paid >= gross:
            cleared_on, clearing = invoice.payments[-1].paid_on, _payment_number(invoice, len(invoice.payments))
        is_cleared = cleared_on is not None
        if cleared_on is not None and not self._export.shows(utc(cleared_on, 43_200)):
            return
        sink = self._cleared if is_cleared else self._open
        sink.write(_account_item(life, invoice, gross, cleared_on, clearing))
        for place, part in enumerate(invoice.payments, start=1):
            row = _account_item(life, invoice, part.amount, cleared_on, clearing)
            row[3], row[4] = str(part.paid_on.year), _payment_number(invoice, place)
            row[8], row[9], row[10] = "KZ", day(part.paid_on), day(part.paid_on)
            row[13], row[14], row[15] = "S", day(part.paid_on), "0"
            row[18], row[19] = _number(invoice), str(invoice.posted_on.year)
            sink.write(row)
        if invoice.is_voided:
            row = _account_item(life, invoice, gross, cleared_on, clearing)
            row[4], row[13] = str(_REVERSALS + invoice.number), "S"
            sink.write(row)

    def _plant(self, record: str, fault: str, outcome: Outcome) -> None:
        self._export.plant(RBKP, self._heads, record, fault, outcome)


def _number(invoice: SupplierInvoice) -> str:
    return str(_INVOICES + invoice.number)


def _payment_number(invoice: SupplierInvoice, place: int) -> str:
    return str(_PAYMENTS + invoice.number * 3 + place)


def _supplier(life: SupplierLife, invoice: SupplierInvoice) -> str:
    if invoice.fate is Fate.ORPHAN:
        return f"{_UNKNOWN_SUPPLIERS + life.supplier.index:010d}"
    return life.supplier.native(SYSTEM) or ""


def _head(life: SupplierLife, invoice: SupplierInvoice) -> list[str]:
    gross = sum((line.net for line in invoice.lines), invoice.tax)
    return [
        CLIENT,
        _number(invoice),
        str(invoice.posted_on.year),
        "RE",
        "X" if invoice.kind == "invoice" else "",
        day(invoice.invoiced_on),
        day(invoice.posted_on),
        company_code(invoice.business_unit),
        _supplier(life, invoice),
        f"{'CN' if invoice.kind == 'credit_note' else 'RE'}-{invoice.number}",
        invoice.currency,
        money(gross, invoice.currency),
        money(invoice.tax, invoice.currency),
        day(invoice.invoiced_on),
        str(life.supplier.payment_days),
        "0",
        "0",
        "5",
        str(_REVERSALS + invoice.number) if invoice.is_voided else "",
        "R" if invoice.is_disputed_by_us else "",
    ]


def _item(
    invoice: SupplierInvoice, line: InvoiceLine, place: int, lines: dict[int, tuple[Order, OrderLine]]
) -> list[str]:
    order, order_line = lines[line.order_line] if line.order_line is not None else (None, None)
    return [
        CLIENT,
        _number(invoice),
        str(invoice.posted_on.year),
        f"{place:06d}",
        order_number(order.number) if order else "",
        item_number(order_line.position) if order_line else "00000",
        line.item or FREIGHT_CHARGE,
        company_code(invoice.business_unit),
        quantity(line.quantity or Decimal(0)),
        order_line.unit if order_line else "",
        money(line.net, invoice.currency),
        "S" if invoice.kind == "invoice" else "H",
        "",
        "",
    ]


def _history(invoice: SupplierInvoice, item: list[str]) -> list[str]:
    return [
        CLIENT,
        item[4],
        item[5],
        "2",
        item[2],
        item[1],
        item[3][2:],
        "Q",
        "",
        day(invoice.posted_on),
        item[8],
        item[10],
        invoice.currency,
        item[11],
        "0000",
        "",
        "0000",
        day(invoice.posted_on),
        "120000",
    ]


def _account_item(
    life: SupplierLife, invoice: SupplierInvoice, amount: Decimal, cleared_on: date | None, clearing: str
) -> list[str]:
    return [
        CLIENT,
        company_code(invoice.business_unit),
        _supplier(life, invoice),
        str(invoice.posted_on.year),
        _number(invoice),
        "001",
        day(cleared_on),
        clearing,
        "RE",
        day(invoice.invoiced_on),
        day(invoice.posted_on),
        invoice.currency,
        money(amount, invoice.currency),
        "H" if invoice.kind == "invoice" else "S",
        day(invoice.invoiced_on),
        str(life.supplier.payment_days),
        "0",
        "0",
        "",
        "0000",
    ]
