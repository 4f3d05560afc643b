"""All that happened between the company and one supplier. Money and quantities are Decimal.

Which system shows what: orders, confirmations, receipts, inspections, invoices, payments and contracts stand in the
purchasing system of the buying business unit (Coupa or SAP; see company.BusinessUnit.purchasing). ServiceNow: the
stakeholders' assessments. Company files: obligations, escalations, certificates, innovations, savings initiatives,
second suppliers, contingency and remediation plans.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from seeds.simulator.world.client.life import Escalation
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import Supplier


@dataclass(frozen=True, slots=True)
class Promise:
    """A supplier's confirmation of a schedule line's day."""

    confirmed_at: datetime
    promised_on: date


@dataclass(slots=True)
class ScheduleLine:
    """A quantity of an order line due on a day."""

    position: int
    """From 1 within the order line."""
    quantity: Decimal
    requested_on: date
    promises: list[Promise] = field(default_factory=list)
    """In order of time; the first one is the first promise."""


@dataclass(slots=True)
class Receipt:
    """Goods moved for an order line. Returns and disposals have positive quantities too."""

    number: int
    kind: str
    """receipt, return or disposal."""
    quantity: Decimal
    moved_on: date
    posted_at: datetime
    returns: int | None = None
    """Number of the receipt that a return or disposal is of."""
    inspected_on: date | None = None
    inspection_rejects: Decimal = Decimal(0)
    """Quantity of a receipt that inspection turned down."""
    fate: Fate = Fate.LOADED


@dataclass(slots=True)
class OrderLine:
    """One thing ordered. `price` is for `price_unit` units (SAP; always 1 in Coupa)."""

    number: int
    position: int
    """From 1 within the order."""
    item: str
    """Item code, shared with contract prices and savings initiatives."""
    description: str
    category: str
    unit: str
    quantity: Decimal | None
    """None for services ordered by amount (Coupa): then `amount` says what, and nothing of it is due on a day."""
    price: Decimal
    price_unit: int
    amount: Decimal
    """Ordered value: quantity × price / price_unit, rounded to cents."""
    contract: int | None
    """Number of the supplier contract that the line names."""
    is_cancelled: bool
    schedule: list[ScheduleLine]
    receipts: list[Receipt] = field(default_factory=list)
    changed_after_confirmation_on: date | None = None


@dataclass(slots=True)
class Order:
    """A purchase order that was placed. `business_unit` decides the system it stands in."""

    number: int
    business_unit: str
    ordered_on: date
    created_at: datetime
    currency: str
    ship_to_country: str
    is_cancelled: bool
    lines: list[OrderLine]
    fate: Fate = Fate.LOADED


@dataclass(slots=True)
class InvoiceLine:
    """A line of an invoice, net of tax. Credit notes have positive amounts here and count negative."""

    number: int
    order_line: int | None
    """Number of the order line, or None without an order."""
    item: str | None
    category: str
    quantity: Decimal | None
    price: Decimal
    """For one unit."""
    net: Decimal


@dataclass(frozen=True, slots=True)
class PaidPart:
    """A payment to the supplier, gross."""

    paid_on: date
    amount: Decimal


@dataclass(slots=True)
class SupplierInvoice:
    """An invoice or credit note as posted."""

    number: int
    business_unit: str
    kind: str
    """invoice or credit_note."""
    invoiced_on: date
    posted_on: date
    due_on: date
    """Net due date from the terms."""
    currency: str
    tax: Decimal
    lines: list[InvoiceLine]
    payments: list[PaidPart] = field(default_factory=list)
    is_disputed_by_us: bool = False
    is_voided: bool = False
    """Voided or reversed: counts nowhere."""
    fate: Fate = Fate.LOADED


@dataclass(frozen=True, slots=True)
class ContractPrice:
    """Price of an item under a contract, for one unit, in the contract's currency."""

    item: str
    unit: str
    price: Decimal
    valid_from: date
    valid_to: date | None


@dataclass(slots=True)
class SupplierContract:
    """A contract with the supplier, in the purchasing system of its business unit."""

    number: int
    business_unit: str
    title: str
    category: str
    status: str
    """draft, active, ended or cancelled."""
    start: date
    end: date | None
    terminated_on: date | None
    auto_renew: bool
    notice_days: int
    currency: str
    committed_value: Decimal
    prices: list[ContractPrice]
    created_at: datetime


@dataclass(slots=True)
class Obligation:
    """Something that one side owes the other by a day."""

    number: int
    contract: int | None
    obligor: str
    """supplier or us."""
    title: str
    due_on: date
    met_on: date | None
    is_waived: bool
    fate: Fate = Fate.LOADED


@dataclass(frozen=True, slots=True)
class RequiredCertificate:
    """A kind of certificate that this supplier must hold, in a span of days."""

    kind: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate the supplier has shown."""

    number: int
    kind: str
    valid_from: date
    valid_to: date


@dataclass(slots=True)
class Innovation:
    """A proposal of the supplier."""

    number: int
    category: str
    business_unit: str
    title: str
    proposed_on: date
    decided_on: date | None
    status: str
    """proposed, accepted or rejected."""
    value: Decimal | None
    currency: str


@dataclass(slots=True)
class SavingsInitiative:
    """A negotiated price of `item`, for this supplier's order lines ordered from `effective_on` on."""

    number: int
    kind: str
    """saving (against an earlier price) or avoidance (no earlier price)."""
    item: str
    unit: str
    category: str
    business_unit: str
    baseline_price: Decimal
    """For one unit."""
    negotiated_amount: Decimal
    """Expected over `savings_months`."""
    currency: str
    effective_on: date


@dataclass(frozen=True, slots=True)
class Assessment:
    """One stakeholder's answers about a party: score 0 to 100, the mean of its questions."""

    number: int
    respondent: int
    """Index of the employee."""
    business_unit: str
    taken_at: datetime
    answers: tuple[int, ...]
    """Each question's answer from 1 to 5; worth 0, 25, 50, 75, 100."""


@dataclass(frozen=True, slots=True)
class RemediationPlan:
    """A plan to mend a relationship, and how it ended: open, succeeded or failed."""

    number: int
    opened_on: date
    closed_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class ContingencyPlan:
    """A plan for the supplier's failing in a category, in a span of days."""

    category: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SecondSupplier:
    """Somebody else is qualified for what this supplier delivers in a category, in a span of days."""

    category: str
    qualified: int
    """Index of the other supplier."""
    valid_from: date
    valid_to: date | None


@dataclass(slots=True)
class SupplierLife:
    """One supplier with everything that happened. Lists are in order of time."""

    supplier: Supplier
    contracts: list[SupplierContract] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    invoices: list[SupplierInvoice] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    required_certificates: list[RequiredCertificate] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    innovations: list[Innovation] = field(default_factory=list)
    savings: list[SavingsInitiative] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    remediation_plans: list[RemediationPlan] = field(default_factory=list)
    contingency_plans: list[ContingencyPlan] = field(default_factory=list)
    second_suppliers: list[SecondSupplier] = field(default_factory=list)
