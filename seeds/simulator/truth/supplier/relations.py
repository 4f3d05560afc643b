"""Escalations, proposals and certificates of suppliers (KPIS.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from seeds.simulator.truth.family import Frame, Observed
from seeds.simulator.truth.kpis import HIGHER, LOWER, SUPPLIER_GROUPS, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import months_to, stock_at
from seeds.simulator.truth.spans import holds_on
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.truth.supplier.events import orders, subject_of_order
from seeds.simulator.world.client.life import Escalation
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.supplier.life import Certificate, SupplierLife

ESCALATIONS = Kpi("supplier_escalation_count", "count", LOWER, Aggregation.COUNT, groups=SUPPLIER_GROUPS)
ESCALATION_RATE = Kpi("supplier_escalation_rate", "percent", LOWER, Aggregation.RATIO, groups=SUPPLIER_GROUPS)
RESOLUTION_DAYS = Kpi(
    "supplier_escalation_resolution_days",
    "days",
    LOWER,
    Aggregation.MEDIAN,
    divisor=86_400,
    groups=SUPPLIER_GROUPS,
)
ESCALATIONS_OPEN = Kpi(
    "supplier_escalations_open", "count", LOWER, Aggregation.COUNT, Class.STOCK, groups=SUPPLIER_GROUPS
)
INNOVATION_VALUE = Kpi("supplier_innovation_value", "currency", HIGHER, Aggregation.SUM, groups=SUPPLIER_GROUPS)
INNOVATIONS_ACCEPTED = Kpi("supplier_innovations_accepted", "count", HIGHER, Aggregation.COUNT, groups=SUPPLIER_GROUPS)
CERTIFICATE_VALIDITY = Kpi(
    "supplier_certificate_validity",
    "percent",
    HIGHER,
    Aggregation.RATIO,
    Class.STOCK,
    groups=SUPPLIER_GROUPS,
)


def escalations(frame: Frame, directory: SupplierDirectory) -> Observed[SupplierLife]:
    """Opened, open at the end of each month, closed; and of 100 orders placed."""

    def observe(life: SupplierLife) -> Iterator[tuple[Kpi, Observation]]:
        for escalation in life.escalations:
            if escalation.fate is not Fate.QUARANTINED and escalation.opened_at <= frame.as_of:
                yield from _escalation(Subject(directory.party_of(life.supplier, escalation.fate)), escalation, frame)
        for order in orders(life, frame.as_of):
            first = min(order.lines, key=lambda line: line.position)
            yield ESCALATION_RATE, Observation(subject_of_order(directory, life, order, first), order.ordered_on, 0, 1)

    return Observed(frame, (ESCALATIONS, ESCALATION_RATE, RESOLUTION_DAYS, ESCALATIONS_OPEN), observe)


def _escalation(subject: Subject, escalation: Escalation, frame: Frame) -> Iterator[tuple[Kpi, Observation]]:
    opened_on = escalation.opened_at.date()
    yield ESCALATIONS, Observation(subject, opened_on, 1)
    yield ESCALATION_RATE, Observation(subject, opened_on, 1, None)
    closed_at = escalation.closed_at if escalation.closed_at and escalation.closed_at <= frame.as_of else None
    if closed_at:
        seconds = int((closed_at - escalation.opened_at).total_seconds())
        yield RESOLUTION_DAYS, Observation(subject, closed_at.date(), seconds)
    for month in months_to(opened_on, frame.as_of):
        if closed_at is None or closed_at > stock_at(month, frame.as_of):
            yield ESCALATIONS_OPEN, Observation(subject, month.seen_to(frame.as_of), 1)


def innovations(frame: Frame, directory: SupplierDirectory) -> Observed[SupplierLife]:
    """Proposals accepted, by the day decided; one without a value counts and adds 0."""

    def observe(life: SupplierLife) -> Iterator[tuple[Kpi, Observation]]:
        party = directory.party_of(life.supplier)
        for proposal in life.innovations:
            if proposal.status != "accepted" or proposal.decided_on is None or proposal.decided_on > frame.as_of.date():
                continue
            subject = Subject(party, proposal.category, proposal.business_unit)
            rate = frame.rates.on(proposal.currency, proposal.decided_on)
            known = None if rate is None else Fraction(proposal.value or 0) * Fraction(rate)
            yield INNOVATIONS_ACCEPTED, Observation(subject, proposal.decided_on, 1)
            value = Fraction(0) if proposal.value is None else known
            yield INNOVATION_VALUE, Observation(subject, proposal.decided_on, value)

    return Observed(frame, (INNOVATION_VALUE, INNOVATIONS_ACCEPTED), observe)


def certificates(frame: Frame, directory: SupplierDirectory) -> Observed[SupplierLife]:
    """Required certificates, and those valid, at each month's end."""

    def observe(life: SupplierLife) -> Iterator[tuple[Kpi, Observation]]:
        subject = Subject(directory.party_of(life.supplier))
        for required in life.required_certificates:
            for month in months_to(required.valid_from, frame.as_of):
                day = month.seen_to(frame.as_of)
                if holds_on(required, day):
                    is_valid = is_held(life.certificates, required.kind, day)
                    yield CERTIFICATE_VALIDITY, Observation(subject, day, int(is_valid), 1)

    return Observed(frame, (CERTIFICATE_VALIDITY,), observe)


def is_held(certificates: list[Certificate], kind: str, day: date) -> bool:
    """Whether a certificate of the kind is valid on a day."""
    return any(each.kind == kind and holds_on(each, day) for each in certificates)
