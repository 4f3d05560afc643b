"""What counts of a supplier's life, up to as_of: orders, receipts, invoices, and whom they are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.observations import Subject
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.supplier.life import (
    InvoiceLine,
    Order,
    OrderLine,
    Receipt,
    SupplierContract,
    SupplierInvoice,
    SupplierLife,
)


def orders(life: SupplierLife, as_of: datetime) -> Iterator[Order]:
    """Orders placed and recorded by as_of, cancelled ones included."""
    for order in life.orders:
        is_known = order.ordered_on <= as_of.date() and order.created_at <= as_of
        if order.fate is not Fate.QUARANTINED and is_known:
            yield order


def order_lines(life: SupplierLife, as_of: datetime) -> Iterator[tuple[Order, OrderLine]]:
    """Lines of those orders that were not cancelled; a cancelled order cancels its lines."""
    for order in orders(life, as_of):
        if not order.is_cancelled:
            for line in order.lines:
                if not line.is_cancelled:
                    yield order, line


def movements(line: OrderLine, as_of: datetime) -> list[Receipt]:
    """What moved for an order line and was posted by as_of, in order of days; receipts before returns on one day."""
    moved = [
        each
        for each in line.receipts
        if each.fate is Fate.LOADED and each.moved_on <= as_of.date() and each.posted_at <= as_of
    ]
    return sorted(moved, key=lambda each: (each.moved_on, each.kind != "receipt", each.number))


def invoices(life: SupplierLife, as_of: datetime) -> Iterator[SupplierInvoice]:
    """Invoices and credit notes dated and posted by as_of that count: neither voided nor in quarantine."""
    for invoice in life.invoices:
        is_known = max(invoice.invoiced_on, invoice.posted_on) <= as_of.date()
        if invoice.fate is not Fate.QUARANTINED and not invoice.is_voided and is_known:
            yield invoice


def lines_by_number(life: SupplierLife, as_of: datetime) -> dict[int, tuple[Order, OrderLine]]:
    """Every order line that an invoice may name, with its order."""
    return {line.number: (order, line) for order in orders(life, as_of) for line in order.lines}


def subject_of_order(directory: SupplierDirectory, life: SupplierLife, order: Order, line: OrderLine) -> Subject:
    """Supplier, category and unit of an order line."""
    return Subject(directory.party_of(life.supplier, order.fate), line.category, order.business_unit)


def subject_of_invoice(
    directory: SupplierDirectory, life: SupplierLife, invoice: SupplierInvoice, line: InvoiceLine
) -> Subject:
    """Supplier, category and unit of an invoice line."""
    return Subject(directory.party_of(life.supplier, invoice.fate), line.category, invoice.business_unit)


def unit_price(line: OrderLine) -> Fraction:
    """Order price of one unit."""
    return Fraction(line.price) / line.price_unit


def contracts(life: SupplierLife, as_of: datetime) -> dict[int, SupplierContract]:
    """The contracts recorded by as_of, by number; a termination with effect after as_of has not happened."""
    known = {}
    for contract in life.contracts:
        if contract.created_at <= as_of:
            is_later = contract.terminated_on is not None and contract.terminated_on > as_of.date()
            known[contract.number] = replace(contract, terminated_on=None) if is_later else contract
    return known


def last_day(contract: SupplierContract) -> date | None:
    """Last day in force; None is open. One that renews itself stays in force past its end, until terminated."""
    if contract.auto_renew or contract.end is None:
        return contract.terminated_on
    return min(contract.end, contract.terminated_on or contract.end)


def is_in_force(contract: SupplierContract, day: date) -> bool:
    """Whether a contract holds on a day (KPIS.md, section 1)."""
    last = last_day(contract)
    return contract.status in ("active", "ended") and contract.start <= day and (last is None or day <= last)


def gross(invoice: SupplierInvoice) -> Decimal:
    """What an invoice asks for, tax included."""
    return sum((line.net for line in invoice.lines), invoice.tax)
