"""Spend, what of it is managed and ordered, and how invoices were handled (KPIS.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.family import Frame, Observed
from seeds.simulator.truth.kpis import HIGHER, LOWER, NEUTRAL, SUPPLIER_GROUPS, Aggregation, Kpi
from seeds.simulator.truth.observations import Observation
from seeds.simulator.truth.supplier.directory import Spend, SupplierDirectory
from seeds.simulator.truth.supplier.events import (
    contracts,
    gross,
    invoices,
    is_in_force,
    lines_by_number,
    subject_of_invoice,
)
from seeds.simulator.truth.supplier.matching import matched_lines
from seeds.simulator.world.company import CATEGORIES
from seeds.simulator.world.supplier.life import InvoiceLine, Order, OrderLine, SupplierInvoice, SupplierLife

SPEND = Kpi("supplier_spend", "currency", NEUTRAL, Aggregation.SUM, groups=SUPPLIER_GROUPS)
SPEND_FROM_ORDERS = Kpi("supplier_spend_from_orders", "currency", NEUTRAL, Aggregation.SUM, groups=SUPPLIER_GROUPS)
"""No rows: every buying company of the invented company has an invoice source."""
UNDER_MANAGEMENT = Kpi("supplier_spend_under_management", "percent", HIGHER, Aggregation.RATIO, groups=SUPPLIER_GROUPS)
PO_COVERAGE = Kpi("supplier_po_coverage", "percent", HIGHER, Aggregation.RATIO, groups=SUPPLIER_GROUPS)
AFTER_THE_FACT = Kpi("supplier_after_the_fact_po_rate", "percent", LOWER, Aggregation.RATIO, groups=SUPPLIER_GROUPS)
MATCH_RATE = Kpi("supplier_invoice_match_rate", "percent", HIGHER, Aggregation.RATIO, groups=SUPPLIER_GROUPS)
PAID_ON_TIME = Kpi("supplier_paid_on_time_rate", "percent", HIGHER, Aggregation.RATIO, groups=SUPPLIER_GROUPS)
_ADDRESSABLE = frozenset(category.id for category in CATEGORIES if category.is_addressable)


def spend(frame: Frame, directory: SupplierDirectory) -> Observed[SupplierLife]:
    """Invoice lines net of tax by invoice date, credit notes negative; what of it is managed, and what ordered."""

    def observe(life: SupplierLife) -> Iterator[tuple[Kpi, Observation]]:
        ordered = lines_by_number(life, frame.as_of)
        known = contracts(life, frame.as_of)

        def is_managed(line: InvoiceLine) -> bool:
            """On an order that names a contract in force on the order's day."""
            if line.order_line is None or line.order_line not in ordered:
                return False
            order, order_line = ordered[line.order_line]
            contract = known.get(order_line.contract) if order_line.contract is not None else None
            return contract is not None and is_in_force(contract, order.ordered_on)

        for invoice in invoices(life, frame.as_of):
            rate = frame.rates.on(invoice.currency, invoice.invoiced_on)
            sign = -1 if invoice.kind == "credit_note" else 1
            for line in invoice.lines:
                subject = subject_of_invoice(directory, life, invoice, line)
                amount = None if rate is None else Fraction(sign * line.net) * Fraction(rate)
                yield SPEND, Observation(subject, invoice.invoiced_on, amount)
                directory.add_spend(
                    Spend(subject.party, line.category, invoice.business_unit, invoice.invoiced_on, amount)
                )
                if amount is None:
                    continue
                has_order = line.order_line is not None
                yield PO_COVERAGE, Observation(subject, invoice.invoiced_on, amount if has_order else 0, amount)
                if line.category in _ADDRESSABLE:
                    managed = amount if is_managed(line) else 0
                    yield UNDER_MANAGEMENT, Observation(subject, invoice.invoiced_on, managed, amount)

    return Observed(frame, (SPEND, SPEND_FROM_ORDERS, UNDER_MANAGEMENT, PO_COVERAGE), observe)


def invoicing(frame: Frame, directory: SupplierDirectory) -> Observed[SupplierLife]:
    """Invoices ahead of their orders, lines that matched, and what we paid in time."""

    def observe(life: SupplierLife) -> Iterator[tuple[Kpi, Observation]]:
        ordered = lines_by_number(life, frame.as_of)
        for invoice in invoices(life, frame.as_of):
            if invoice.kind == "invoice":
                yield from _after_the_fact(directory, life, invoice, ordered)
                yield from _paid(frame, directory, life, invoice)
        for invoice, line, is_match in matched_lines(life, frame.as_of):
            subject = subject_of_invoice(directory, life, invoice, line)
            yield MATCH_RATE, Observation(subject, invoice.invoiced_on, int(is_match), 1)

    return Observed(frame, (AFTER_THE_FACT, MATCH_RATE, PAID_ON_TIME), observe)


def _after_the_fact(
    directory: SupplierDirectory,
    life: SupplierLife,
    invoice: SupplierInvoice,
    ordered: dict[int, tuple[Order, OrderLine]],
) -> Iterator[tuple[Kpi, Observation]]:
    """An invoice counts once, in the category of its first line with an order."""
    with_order = [line for line in invoice.lines if line.order_line is not None and line.order_line in ordered]
    if with_order:
        days = [ordered[line.order_line][0].ordered_on for line in with_order if line.order_line is not None]
        first = min(with_order, key=lambda line: line.number)
        subject = subject_of_invoice(directory, life, invoice, first)
        is_after = any(day > invoice.invoiced_on for day in days)
        yield AFTER_THE_FACT, Observation(subject, invoice.invoiced_on, int(is_after), 1)


def _paid(
    frame: Frame, directory: SupplierDirectory, life: SupplierLife, invoice: SupplierInvoice
) -> Iterator[tuple[Kpi, Observation]]:
    """Gross of tax, at the rate of the invoice's day, in the category of the invoice's first line."""
    rate = frame.rates.on(invoice.currency, invoice.invoiced_on)
    if rate is None or invoice.due_on > frame.as_of.date():
        return
    first = min(invoice.lines, key=lambda line: line.number)
    subject = subject_of_invoice(directory, life, invoice, first)
    due = Fraction(gross(invoice))
    paid = min(due, Fraction(_paid_by(invoice, invoice.due_on)))
    worth, is_over = Fraction(rate), frame.as_of.date() > invoice.due_on
    yield PAID_ON_TIME, Observation(subject, invoice.due_on, paid * worth, due * worth, is_final=is_over)


def _paid_by(invoice: SupplierInvoice, day: date) -> Decimal:
    return sum((part.amount for part in invoice.payments if part.paid_on <= day), Decimal(0))
