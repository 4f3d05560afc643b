"""Invoices, credit notes and payments (KPIS.md, section 4).

client_invoiced_revenue, client_revenue_to_target, client_payment_on_time_rate, client_days_beyond_terms,
client_dso_days, client_clv_historic
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.client.recurring import margin_on
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.kpis import HIGHER, LOWER, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import Period, month_at, stock_at, window
from seeds.simulator.world.client.life import Invoice
from seeds.simulator.world.timeline import month_of

_DSO_DAYS = 90
INVOICED = Kpi("client_invoiced_revenue", "currency", HIGHER, Aggregation.SUM)
TO_TARGET = Kpi("client_revenue_to_target", "percent", HIGHER, Aggregation.RATIO)
ON_TIME = Kpi("client_payment_on_time_rate", "percent", HIGHER, Aggregation.RATIO)
BEYOND_TERMS = Kpi("client_days_beyond_terms", "days", LOWER, Aggregation.RATIO, factor=1)
DSO = Kpi("client_dso_days", "days", LOWER, Aggregation.RATIO, Class.STOCK, factor=_DSO_DAYS)
CLV_HISTORIC = Kpi("client_clv_historic", "currency", HIGHER, Aggregation.SUM, Class.STOCK)


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice, or a credit note with negative amounts, in the invoice's currency."""

    on: date
    currency: str
    net: Decimal
    tax: Decimal


def documents(facts: ClientFacts) -> list[Document]:
    """All invoices and credit notes, each on its own day."""
    found = []
    for each in facts.invoices:
        found.append(Document(each.issued_at.date(), each.currency, each.net, each.tax))
        found += [Document(note.issued_at.date(), each.currency, -note.net, -note.tax) for note in each.credit_notes]
    return sorted(found, key=lambda document: document.on)


@dataclass(frozen=True, slots=True)
class Settled:
    """An invoice that has fallen due: its value, what of it was paid in time, and value × days late."""

    due_on: date
    value: Decimal
    in_time: Decimal
    late_days: Decimal
    is_paid: bool


def settled(invoice: Invoice, today: date) -> Settled | None:
    """How an invoice was paid, in its own currency; None where nothing of it is due by today.

    Due is the gross amount less credit notes; payments fill it in order of time, and what exceeds it does not count.
    """
    due_on = invoice.due_at.date()
    value = invoice.net + invoice.tax - sum((note.net + note.tax for note in invoice.credit_notes), Decimal(0))
    if due_on > today or value <= 0:
        return None
    left, in_time, late_days = value, Decimal(0), Decimal(0)
    for payment in sorted(invoice.payments, key=lambda each: (each.paid_at, each.number)):
        part = min(left, payment.amount - payment.refunded)
        days = max(0, (payment.paid_at.date() - due_on).days)
        left -= part
        in_time += part if days == 0 else 0
        late_days += part * days
    return Settled(due_on, value, in_time, late_days + left * (today - due_on).days, is_paid=left == 0)


def billing(frame: ClientFrame) -> Observed[ClientFacts]:
    """All figures of invoices."""

    def observe(facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        subject = Subject(facts.party)
        bills = documents(facts)
        yield from _revenue(frame, subject, facts, bills)
        for each in facts.invoices:
            yield from _paid(frame, subject, each)
        months = frame.months_from(bills[0].on if bills else None)
        yield from _earned(frame, subject, months, bills)
        for month in months:
            yield from _outstanding(frame, subject, month, facts.invoices, bills)

    return Observed(frame, (INVOICED, TO_TARGET, ON_TIME, BEYOND_TERMS, DSO, CLV_HISTORIC), observe)


def _revenue(
    frame: ClientFrame, subject: Subject, facts: ClientFacts, bills: list[Document]
) -> Iterator[tuple[Kpi, Observation]]:
    """Revenue by day, and again against the target in the months that have one."""
    targets = {}
    for target in facts.revenue_targets:
        day = month_at(target.month).seen_to(frame.as_of)
        amount = frame.rates.convert(target.amount, target.currency, day)
        if amount is not None:
            targets[month_of(target.month)] = amount
            yield TO_TARGET, Observation(subject, target.month, None, amount)
    for bill in bills:
        amount = frame.rates.convert(bill.net, bill.currency, bill.on)
        yield INVOICED, Observation(subject, bill.on, amount)
        if month_of(bill.on) in targets:
            yield TO_TARGET, Observation(subject, bill.on, amount)


def _paid(frame: ClientFrame, subject: Subject, invoice: Invoice) -> Iterator[tuple[Kpi, Observation]]:
    how = settled(invoice, frame.today)
    rate = frame.rates.on(invoice.currency, invoice.issued_at.date())
    if how is None or rate is None:
        return
    value = how.value * rate
    is_over = frame.today > how.due_on
    yield ON_TIME, Observation(subject, how.due_on, how.in_time * rate, value, is_final=is_over)
    yield BEYOND_TERMS, Observation(subject, how.due_on, how.late_days * rate, value, is_final=how.is_paid)


def _outstanding(
    frame: ClientFrame, subject: Subject, month: Period, invoices: list[Invoice], bills: list[Document]
) -> Iterator[tuple[Kpi, Observation]]:
    """Receivables at the month's end at its rate, and what was invoiced in the 90 days before at their own rates."""
    at, day = stock_at(month, frame.as_of), month.seen_to(frame.as_of)
    for each in invoices:
        if each.issued_at <= at:
            paid = sum((part.amount - part.refunded for part in each.payments if part.paid_at <= at), Decimal(0))
            credited = sum((note.net + note.tax for note in each.credit_notes if note.issued_at <= at), Decimal(0))
            left = max(Decimal(0), each.net + each.tax - paid - credited)
            amount = frame.rates.convert(left, each.currency, day)
            if left and amount is not None:
                yield DSO, Observation(subject, day, amount)
    first, last = window(day, _DSO_DAYS)
    for bill in bills:
        if first <= bill.on <= last:
            amount = frame.rates.convert(bill.net + bill.tax, bill.currency, bill.on)
            if amount is not None:
                yield DSO, Observation(subject, day, None, amount)


def _earned(
    frame: ClientFrame, subject: Subject, months: tuple[Period, ...], bills: list[Document]
) -> Iterator[tuple[Kpi, Observation]]:
    """Revenue to date × margin of the segment, both as on the day of the invoice or credit note."""
    total, counted = Decimal(0), 0
    left = list(bills)
    for month in months:
        day = month.seen_to(frame.as_of)
        while left and left[0].on <= day:
            earned = _margin_of(frame, subject.party, left.pop(0))
            if earned is not None:
                total, counted = total + earned, counted + 1
        yield CLV_HISTORIC, Observation(subject, day, total if counted else None, sample=counted)


def _margin_of(frame: ClientFrame, party: str, bill: Document) -> Decimal | None:
    amount = frame.rates.convert(bill.net, bill.currency, bill.on)
    segment = frame.segment_on(party, bill.on)
    return None if amount is None or segment is None else amount * margin_on(segment.margins, bill.on)
