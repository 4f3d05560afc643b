"""Three-way match of an invoice line with its order and receipts at first posting (supplier_invoice_match_rate)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.supplier.events import invoices, lines_by_number, movements, unit_price
from seeds.simulator.world.company import RULES
from seeds.simulator.world.supplier.life import InvoiceLine, OrderLine, SupplierInvoice, SupplierLife


def matched_lines(life: SupplierLife, as_of: datetime) -> Iterator[tuple[SupplierInvoice, InvoiceLine, bool]]:
    """Every line of every counted invoice with whether it matched; credit notes are left out.

    A line without an order does not match. One of quantities matches if its price is at most the tolerance above the
    order's, and all that was invoiced of the order line so far at most the tolerance above what had been received, less
    returns, by the day of posting. One by amount has no receipt: all invoiced so far must be within the ordered amount
    and the tolerance of prices.
    """
    known = lines_by_number(life, as_of)
    billed: dict[int, Decimal] = {}
    counted = [each for each in invoices(life, as_of) if each.kind == "invoice"]
    for invoice in sorted(counted, key=lambda each: (each.posted_on, each.number)):
        for line in sorted(invoice.lines, key=lambda each: each.number):
            if line.order_line is None or line.order_line not in known:
                yield invoice, line, False
                continue
            ordered = known[line.order_line][1]
            amount = line.net if ordered.quantity is None else line.quantity or Decimal(0)
            billed[ordered.number] = billed.get(ordered.number, Decimal(0)) + amount
            yield invoice, line, _matches(line, ordered, billed[ordered.number], invoice.posted_on, as_of)


def _matches(line: InvoiceLine, ordered: OrderLine, billed: Decimal, posted_on: date, as_of: datetime) -> bool:
    dearer = 1 + Fraction(RULES.price_tolerance_percent) / 100
    if ordered.quantity is None:
        return Fraction(billed) <= Fraction(ordered.amount) * dearer
    more = 1 + Fraction(RULES.quantity_tolerance_percent) / 100
    received = Decimal(0)
    for move in movements(ordered, as_of):
        if move.moved_on <= posted_on and move.kind != "disposal":
            received += move.quantity if move.kind == "receipt" else -move.quantity
    return Fraction(line.price) <= unit_price(ordered) * dearer and Fraction(billed) <= Fraction(received) * more
