"""Prices paid against those agreed, and what negotiations saved (KPIS.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.family import Frame, Observed
from seeds.simulator.truth.kpis import HIGHER, LOWER, SUPPLIER_GROUPS, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import months_to
from seeds.simulator.truth.spans import holds_on
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.truth.supplier.events import (
    contracts,
    invoices,
    is_in_force,
    lines_by_number,
    movements,
    order_lines,
    subject_of_invoice,
    unit_price,
)
from seeds.simulator.world.company import RULES
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.supplier.life import (
    ContractPrice,
    InvoiceLine,
    OrderLine,
    Receipt,
    SavingsInitiative,
    SupplierContract,
    SupplierInvoice,
    SupplierLife,
)
from seeds.simulator.world.timeline import add_months

PRICE_VARIANCE = Kpi("supplier_price_variance", "percent", LOWER, Aggregation.RATIO, groups=SUPPLIER_GROUPS)
COST_SAVINGS = Kpi("supplier_cost_savings", "currency", HIGHER, Aggregation.SUM, groups=SUPPLIER_GROUPS)
COST_AVOIDANCE = Kpi("supplier_cost_avoidance", "currency", HIGHER, Aggregation.SUM, groups=SUPPLIER_GROUPS)
REALISATION = Kpi(
    "supplier_savings_realisation",
    "percent",
    HIGHER,
    Aggregation.RATIO,
    Class.STOCK,
    groups=("supplier", "category", "portfolio"),
)


def price_variance(frame: Frame, directory: SupplierDirectory) -> Observed[SupplierLife]:
    """Invoice lines whose order line names a contract with a price for the item in force on the order's day."""

    def observe(life: SupplierLife) -> Iterator[tuple[Kpi, Observation]]:
        ordered = lines_by_number(life, frame.as_of)
        known = contracts(life, frame.as_of)
        for invoice in invoices(life, frame.as_of):
            if invoice.kind == "credit_note":
                continue
            for line in invoice.lines:
                if line.order_line is None or line.order_line not in ordered or line.quantity is None:
                    continue
                order, order_line = ordered[line.order_line]
                contract = known.get(order_line.contract) if order_line.contract is not None else None
                agreed = _agreed(contract, order_line, order.ordered_on) if contract else None
                if contract and agreed:
                    subject = subject_of_invoice(directory, life, invoice, line)
                    yield from _variance(frame, subject, invoice, line, contract, agreed)

    return Observed(frame, (PRICE_VARIANCE,), observe)


def _agreed(contract: SupplierContract, line: OrderLine, day: date) -> ContractPrice | None:
    """The contract's price of the line's item in the line's unit of measure."""
    if not is_in_force(contract, day):
        return None
    for price in contract.prices:
        if price.item == line.item and price.unit == line.unit and holds_on(price, day):
            return price
    return None


def _variance(
    frame: Frame,
    subject: Subject,
    invoice: SupplierInvoice,
    line: InvoiceLine,
    contract: SupplierContract,
    agreed: ContractPrice,
) -> Iterator[tuple[Kpi, Observation]]:
    """Both prices at the rates of the invoice's day."""
    paid_rate = frame.rates.on(invoice.currency, invoice.invoiced_on)
    agreed_rate = frame.rates.on(contract.currency, invoice.invoiced_on)
    if paid_rate is None or agreed_rate is None or line.quantity is None:
        return
    paid = Fraction(line.price) * Fraction(paid_rate)
    due = Fraction(agreed.price) * Fraction(agreed_rate)
    quantity = Fraction(line.quantity)
    yield PRICE_VARIANCE, Observation(subject, invoice.invoiced_on, (paid - due) * quantity, due * quantity)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a receipt saved, in the reporting currency; None without a rate."""

    on: date
    amount: Fraction | None


def savings(frame: Frame, directory: SupplierDirectory) -> Observed[SupplierLife]:
    """What initiatives saved or avoided by receipt day, and what of the negotiated amount came true."""

    def observe(life: SupplierLife) -> Iterator[tuple[Kpi, Observation]]:
        party = directory.party_of(life.supplier)
        for initiative in life.savings:
            subject = Subject(party, initiative.category, initiative.business_unit)
            saved = list(_saved(frame, life, initiative))
            kpi = COST_SAVINGS if initiative.kind == "saving" else COST_AVOIDANCE
            for each in saved:
                yield kpi, Observation(subject, each.on, each.amount)
            if initiative.kind == "saving" and saved:
                yield from _realised(frame, subject, initiative, saved)

    return Observed(frame, (COST_SAVINGS, COST_AVOIDANCE, REALISATION), observe)


def _saved(frame: Frame, life: SupplierLife, initiative: SavingsInitiative) -> Iterator[Saved]:
    """(baseline − paid) × quantity received net of returns, for `savings_months` from the first delivery.

    Both prices at the rate of the receipt's day. A return takes off the receipt that it is of.
    """
    deliveries = [
        (receipt.moved_on, quantity, order, line)
        for order, line in order_lines(life, frame.as_of)
        if line.item == initiative.item
        and line.unit == initiative.unit
        and order.business_unit == initiative.business_unit
        and order.ordered_on >= initiative.effective_on
        and order.fate is Fate.LOADED
        for receipt, quantity in _kept(frame, line)
    ]
    if not deliveries:
        return
    end = add_months(min(day for day, *_ in deliveries), RULES.savings_months)
    paid = _invoice_prices(frame, life)
    for day, quantity, order, line in sorted(deliveries, key=lambda each: each[0]):
        if day >= end:
            continue
        baseline_rate = frame.rates.on(initiative.currency, day)
        paid_rate = frame.rates.on(order.currency, day)
        if baseline_rate is None or paid_rate is None:
            yield Saved(day, None)
            continue
        price = paid.get(line.number, unit_price(line))
        saving = Fraction(initiative.baseline_price) * Fraction(baseline_rate) - price * Fraction(paid_rate)
        yield Saved(day, saving * Fraction(quantity))


def _kept(frame: Frame, line: OrderLine) -> Iterator[tuple[Receipt, Decimal]]:
    """Receipts with what was not sent back of them."""
    moves = movements(line, frame.as_of)
    for receipt in moves:
        if receipt.kind == "receipt":
            back = sum(
                (each.quantity for each in moves if each.kind == "return" and each.returns == receipt.number),
                Decimal(0),
            )
            yield receipt, receipt.quantity - back


def _invoice_prices(frame: Frame, life: SupplierLife) -> dict[int, Fraction]:
    """Invoice price of one unit by order line: net over quantity of all its invoices."""
    net: dict[int, Decimal] = {}
    quantity: dict[int, Decimal] = {}
    for invoice in invoices(life, frame.as_of):
        if invoice.kind == "invoice":
            for line in invoice.lines:
                if line.order_line is not None and line.quantity:
                    net[line.order_line] = net.get(line.order_line, Decimal(0)) + line.net
                    quantity[line.order_line] = quantity.get(line.order_line, Decimal(0)) + line.quantity
    return {number: Fraction(net[number]) / Fraction(quantity[number]) for number in net}


def _realised(
    frame: Frame, subject: Subject, initiative: SavingsInitiative, saved: list[Saved]
) -> Iterator[tuple[Kpi, Observation]]:
    """By month: what was saved so far, of the negotiated amount for the whole months since the first delivery.

    The negotiated amount is converted at the period's last day, as stocks are. In the first month there is none yet:
    what was saved adds to the sums of others.
    """
    first = min(each.on for each in saved)
    for month in months_to(first, frame.as_of):
        day = month.seen_to(frame.as_of)
        elapsed = sum(1 for months in range(1, RULES.savings_months + 1) if add_months(first, months) <= day)
        rate = frame.rates.on(initiative.currency, day)
        if rate is None:
            continue
        in_full = Fraction(initiative.negotiated_amount) * Fraction(rate)
        negotiated = in_full * elapsed / RULES.savings_months if elapsed else None
        so_far = sum((each.amount for each in saved if each.amount is not None and each.on <= day), Fraction(0))
        yield REALISATION, Observation(subject, day, so_far, negotiated)
