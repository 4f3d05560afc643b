"""Invoices and credit notes of a supplier, and what was paid on them.

Each net amount is quantity × price to the minor unit without rounding, so that a price may be read from the line or
taken as net / quantity. All invoice lines of one order line carry the same price. Invoices of one order line are posted
on different days. What a line's invoice says is posted before anything of the line goes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from seeds.simulator.world.draws import fate
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import Supplier
from seeds.simulator.world.supplier.life import InvoiceLine, Order, OrderLine, PaidPart, Receipt, SupplierInvoice
from seeds.simulator.world.supplier.purchasing import UNITS_BY_ID, Assortment, Conduct, Item, numbers_of, rounded
from seeds.simulator.world.timeline import AS_OF, END, START

_TAX = {"US": Decimal(0), "DE": Decimal("0.19"), "GB": Decimal("0.20")}
_FIXED_FATES = {(2, 1): Fate.QUARANTINED, (2, 3): Fate.ORPHAN, (3, 1): Fate.QUARANTINED, (3, 3): Fate.ORPHAN}


@dataclass(slots=True)
class _Billing:
    """What the making of a supplier's invoices shares."""

    supplier: Supplier
    items: dict[str, Item]
    conduct: Conduct
    random: Random
    invoices: Iterator[int]
    lines: Iterator[int]
    made: list[SupplierInvoice]


def invoices_of(
    supplier: Supplier, assortment: Assortment, orders: list[Order], conduct: Conduct, random: Random
) -> list[SupplierInvoice]:
    """All invoices and credit notes, in order of posting."""
    items = {item.code: item for unit in assortment.units for item in assortment.items[unit]}
    billing = _Billing(
        supplier, items, conduct, random, numbers_of(supplier.index), numbers_of(supplier.index), made=[]
    )
    for order in orders:
        if order.fate is Fate.LOADED and not order.is_cancelled:
            _bill(billing, order)
    _bill_without_order(billing, assortment, len(orders))
    return sorted(billing.made, key=lambda each: (each.posted_on, each.number))


def _bill(billing: _Billing, order: Order) -> None:
    """Invoices of one order: of all it brought, receipt by receipt, ahead of the goods, or none."""
    plain: list[OrderLine] = []
    for line in order.lines:
        if line.is_cancelled:
            continue
        if line.quantity is None:
            _bill_by_amount(billing, order, line)
        elif any(each.kind != "receipt" for each in line.receipts):
            _bill_returned(billing, order, line)
        else:
            plain.append(line)
    chance = billing.random.random()
    if plain and chance < 0.93:
        style = (
            _bill_ahead
            if chance < 0.07
            else _bill_backdated
            if chance < 0.11
            else _bill_by_receipt
            if chance < 0.4
            else _bill_at_once
        )
        style(billing, order, plain)


def _bill_at_once(billing: _Billing, order: Order, lines: list[OrderLine]) -> None:
    received = [line for line in lines if line.receipts]
    if not received:
        return
    last = max(receipt.moved_on for line in received for receipt in line.receipts)
    invoiced_on = last + timedelta(days=int(billing.random.random() * 7))
    made = [_invoice_line(billing, line, _received(line.receipts)) for line in received]
    _post(billing, order, made, invoiced_on, _later(billing, invoiced_on))


def _bill_by_receipt(billing: _Billing, order: Order, lines: list[OrderLine]) -> None:
    by_day: dict[date, list[tuple[OrderLine, Decimal]]] = {}
    for line in lines:
        for receipt in line.receipts:
            by_day.setdefault(receipt.moved_on, []).append((line, receipt.quantity))
    prices = {line.number: _paid_price(billing, line) for line in lines}
    after, posting = int(billing.random.random() * 4), 1 + int(billing.random.random() * 3)
    for day in sorted(by_day):
        made = [_invoice_line(billing, line, quantity, prices[line.number]) for line, quantity in by_day[day]]
        invoiced_on = day + timedelta(days=after)
        # A second posting of a voided one could fall on the day of the next receipt's invoice.
        _post(billing, order, made, invoiced_on, invoiced_on + timedelta(days=posting), may_be_voided=False)


def _bill_ahead(billing: _Billing, order: Order, lines: list[OrderLine]) -> None:
    """All that was ordered, billed and posted before most of it arrived: does not match."""
    invoiced_on = order.ordered_on + timedelta(days=1 + int(billing.random.random() * 10))
    made = [_invoice_line(billing, line, line.quantity or Decimal(0)) for line in lines]
    _post(billing, order, made, invoiced_on, _later(billing, invoiced_on))


def _bill_backdated(billing: _Billing, order: Order, lines: list[OrderLine]) -> None:
    """Dated before the order that was made for it afterwards."""
    invoiced_on = order.ordered_on - timedelta(days=1 + int(billing.random.random() * 14))
    posted_on = order.ordered_on + timedelta(days=int(billing.random.random() * 4))
    days = [receipt.moved_on for line in lines for receipt in line.receipts]
    if days and billing.random.random() < 0.5:
        posted_on = max(days)
    made = [_invoice_line(billing, line, line.quantity or Decimal(0)) for line in lines]
    if invoiced_on >= START:
        _post(billing, order, made, invoiced_on, posted_on)


def _bill_returned(billing: _Billing, order: Order, line: OrderLine) -> None:
    """Billed soon after the last receipt, before the return; a return without replacement is mostly credited."""
    back = next(each for each in line.receipts if each.kind != "receipt")
    before = [each for each in line.receipts if each.kind == "receipt" and each.moved_on < back.moved_on]
    price = _paid_price(billing, line)
    invoiced_on = before[-1].moved_on + timedelta(days=int(billing.random.random() * 5))
    posted_on = invoiced_on + timedelta(days=1 + int(billing.random.random() * 5))
    _post(billing, order, [_invoice_line(billing, line, _received(before), price)], invoiced_on, posted_on)
    is_replaced = line.receipts[-1].kind == "receipt"
    if not is_replaced and billing.random.random() < 0.8:
        credited_on = back.moved_on + timedelta(days=2 + int(billing.random.random() * 20))
        credit = [_invoice_line(billing, line, back.quantity, price)]
        _post(billing, order, credit, credited_on, _later(billing, credited_on), kind="credit_note")


def _bill_by_amount(billing: _Billing, order: Order, line: OrderLine) -> None:
    """One to three parts of the ordered amount, and now and then more than that."""
    random = billing.random
    parts = 1 + int(random.random() * 3)
    whole = line.amount * (Decimal("1.15") if random.random() < billing.conduct.overcharges else 1)
    part = rounded(whole / parts, order.currency)
    day = order.ordered_on
    for _ in range(parts):
        day += timedelta(days=8 + int(random.random() * 25))
        made = InvoiceLine(next(billing.lines), line.number, line.item, line.category, None, part, part)
        _post(billing, order, [made], day, day + timedelta(days=1 + int(random.random() * 5)))


def _bill_without_order(billing: _Billing, assortment: Assortment, orders: int) -> None:
    random = billing.random
    for place in range(4 + orders // 14):
        unit = assortment.units[int(random.random() * len(assortment.units))]
        items = assortment.items[unit]
        item = items[int(random.random() * len(items))]
        day = START + timedelta(days=int(random.random() * (END - START).days))
        net = rounded(item.price_of(item.prices[0][1]) * (1 + int(random.random() * 30)), item.currency)
        made = [InvoiceLine(next(billing.lines), None, item.code, item.category, None, net, net)]
        invoice = _invoice(billing, unit, made, day, min(END, _later(billing, day)), "invoice")
        invoice.fate = _FIXED_FATES.get((billing.supplier.index, place), fate(random))
        _pay(billing, invoice)
        billing.made.append(invoice)


def _invoice_line(billing: _Billing, line: OrderLine, quantity: Decimal, price: Decimal | None = None) -> InvoiceLine:
    paid = _paid_price(billing, line) if price is None else price
    net = rounded(quantity * paid, billing.supplier.currency)
    return InvoiceLine(next(billing.lines), line.number, line.item, line.category, quantity, paid, net)


def _paid_price(billing: _Billing, line: OrderLine) -> Decimal:
    """The order's price in most cases; else a little or much above it, or below."""
    item = billing.items[line.item]
    steps = int(line.price / item.step)
    chance = billing.random.random()
    overcharges = billing.conduct.overcharges
    if chance < overcharges:
        steps += max(1, int(steps * (0.03 + 0.1 * billing.random.random())))
    elif chance < overcharges + 0.05:
        steps += int(steps * 0.015)
    elif chance < overcharges + 0.08:
        steps = max(1, steps - int(steps * 0.05))
    return item.price_of(steps)


def _later(billing: _Billing, day: date) -> date:
    return day + timedelta(days=1 + int(billing.random.random() * 6))


def _received(receipts: list[Receipt]) -> Decimal:
    return sum((each.quantity for each in receipts), Decimal(0))


def _post(
    billing: _Billing,
    order: Order,
    lines: list[InvoiceLine],
    invoiced_on: date,
    posted_on: date,
    kind: str = "invoice",
    may_be_voided: bool = True,
) -> None:
    if posted_on > END:
        return
    random = billing.random
    chance = random.random()
    if kind == "invoice" and may_be_voided and chance < 0.015 and posted_on < END:
        wrong = [_copy(line, next(billing.lines)) for line in lines]
        voided = _invoice(billing, order.business_unit, wrong, invoiced_on, posted_on, kind)
        voided.is_voided = True
        billing.made.append(voided)
        posted_on += timedelta(days=1)
    if kind == "invoice" and 0.95 < chance < 0.98:
        item = billing.items[lines[0].item or ""]
        charge = rounded(item.step * (50 + int(random.random() * 4000)), order.currency)
        lines.append(InvoiceLine(next(billing.lines), None, None, "Freight", None, charge, charge))
    invoice = _invoice(billing, order.business_unit, lines, invoiced_on, posted_on, kind)
    if kind == "invoice":
        _pay(billing, invoice)
    billing.made.append(invoice)


def _copy(line: InvoiceLine, number: int) -> InvoiceLine:
    return InvoiceLine(number, line.order_line, line.item, line.category, line.quantity, line.price, line.net)


def _invoice(
    billing: _Billing, unit: str, lines: list[InvoiceLine], invoiced_on: date, posted_on: date, kind: str
) -> SupplierInvoice:
    currency = billing.supplier.currency
    if invoiced_on + timedelta(days=billing.supplier.payment_days) == AS_OF.date():
        # Due on the day of AS_OF would be neither past nor to come.
        invoiced_on -= timedelta(days=1)
    net = sum((line.net for line in lines), Decimal(0))
    return SupplierInvoice(
        number=next(billing.invoices),
        business_unit=unit,
        kind=kind,
        invoiced_on=invoiced_on,
        posted_on=posted_on,
        due_on=invoiced_on + timedelta(days=billing.supplier.payment_days),
        currency=currency,
        tax=rounded(net * _TAX[UNITS_BY_ID[unit].country], currency),
        lines=lines,
    )


def _pay(billing: _Billing, invoice: SupplierInvoice) -> None:
    """In time, late, in parts, or not at all; nothing before posting or after END."""
    random = billing.random
    gross = sum((line.net for line in invoice.lines), invoice.tax)
    chance = random.random()
    if chance < 0.02:
        invoice.is_disputed_by_us = True
        return
    on_time = max(invoice.posted_on, invoice.due_on - timedelta(days=int(random.random() * 9)))
    late = max(invoice.posted_on, invoice.due_on) + timedelta(days=1 + int(random.expovariate(0.08)))
    if chance < 0.74:
        parts = [(on_time, gross)]
    elif chance < 0.9:
        parts = [(late, gross)]
    elif chance < 0.96:
        first = rounded(gross * Decimal("0.4"), invoice.currency)
        parts = [(on_time, first)]
        if random.random() < 0.7:
            parts.append((max(late, on_time + timedelta(days=1)), gross - first))
    else:
        return
    invoice.payments = [PaidPart(day, amount) for day, amount in parts if day <= END]
