"""Stripe: list pages of its REST API. Amounts are in the smallest unit, instants in seconds since 1970."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from seeds.simulator.world.client.life import ClientLife, Contract, CreditNote, Invoice, Payment
from seeds.simulator.world.company import ZERO_DECIMAL_CURRENCIES, Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import stripe_id
from seeds.simulator.world.parties import Client, NativeId
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.timeline import END_AT, utc
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.planted import Outcome
from seeds.simulator.writers.shapes import Column, Shape
from seeds.simulator.writers.sinks import Envelope, JsonPages, Page

SYSTEM = "stripe"
_PAGE = 100
_KEY = (Column("id", "Identifier."), Column("object", "Kind of record."))
_CREATED = Column("created", "Instant of creation, seconds since 1970.", "timestamp", is_required=True)
_CURRENCY = Column("currency", "ISO 4217 code in lower case.", is_required=True)
_CUSTOMER = Column("customer", "Customer.", is_required=True)
_METADATA = Column("metadata", "Names and values that the company set.", "json")


def _listed(object_: str, description: str, *columns: Column) -> Shape:
    return Shape(
        SYSTEM,
        object_,
        description,
        'REST list page {"object":"list","url","has_more","data"}',
        (f"{object_}_*.json",),
        ("id",),
        (),
        "delta",
        (*_KEY, *columns),
    )


CUSTOMERS = _listed(
    "customers",
    "One row a customer.",
    Column("name", "Name."),
    Column("email", "Address that invoices go to.", personal_data="contact"),
    Column("address", "{country}.", "json", is_confirmed=False),
    Column("currency", "Usual currency, in lower case.", is_confirmed=False),
    _CREATED,
    Column("metadata", "salesforce_account_id where the company set it.", "json"),
)
SUBSCRIPTIONS = _listed(
    "subscriptions",
    "One row a subscription; no second source of a contract's value.",
    _CUSTOMER,
    Column("status", "active, past_due, canceled and others."),
    Column("current_period_start", "Instant, seconds since 1970.", "timestamp", is_confirmed=False),
    Column("current_period_end", "Instant, seconds since 1970.", "timestamp", is_confirmed=False),
    Column("cancel_at_period_end", "Will not be renewed.", "boolean"),
    Column("canceled_at", "Instant of the decision.", "timestamp"),
    Column("ended_at", "Instant of the end.", "timestamp"),
    _CURRENCY,
    _CREATED,
    _METADATA,
)
INVOICES = _listed(
    "invoices",
    "One row an invoice.",
    Column("number", "Number people use."),
    _CUSTOMER,
    Column("subscription", "Subscription."),
    Column("status", "draft, open, paid, uncollectible or void.", is_required=True),
    Column("collection_method", "send_invoice."),
    _CURRENCY,
    Column("subtotal", "Net of tax, smallest unit.", "integer", is_required=True, is_confirmed=False),
    Column("tax", "Tax, smallest unit.", "integer", is_confirmed=False),
    Column("total", "With tax, smallest unit; credit notes are not taken off.", "integer", is_required=True),
    Column("amount_due", "Due, smallest unit.", "integer"),
    Column("amount_paid", "Paid, smallest unit.", "integer"),
    Column("amount_remaining", "Due, less paid and credited, smallest unit.", "integer"),
    Column("attempt_count", "Attempts to collect.", "integer"),
    _CREATED,
    Column("due_date", "Instant due, seconds since 1970.", "timestamp"),
    Column("period_start", "Instant, seconds since 1970.", "timestamp"),
    Column("period_end", "Instant, seconds since 1970.", "timestamp"),
    Column("status_transitions", "{finalized_at, paid_at, voided_at}.", "json", is_confirmed=False),
    Column("metadata", "contract_number where a contract is billed.", "json"),
)
CHARGES = _listed(
    "charges",
    "One row an attempt to take money.",
    _CUSTOMER,
    Column("invoice", "Invoice."),
    Column("amount", "Amount, smallest unit.", "integer", is_required=True),
    Column("amount_refunded", "Given back of it, smallest unit.", "integer"),
    _CURRENCY,
    Column("paid", "Succeeded.", "boolean"),
    Column("refunded", "Given back in full.", "boolean"),
    Column("status", "succeeded, pending or failed.", is_required=True),
    Column("failure_code", "Why it failed, such as card_declined."),
    _CREATED,
)
REFUNDS = _listed(
    "refunds",
    "One row money given back.",
    Column("charge", "Charge.", is_required=True),
    Column("amount", "Amount, smallest unit.", "integer", is_required=True),
    _CURRENCY,
    Column("status", "succeeded."),
    Column("reason", "duplicate and others.", is_confirmed=False),
    _CREATED,
)
CREDIT_NOTES = _listed(
    "credit_notes",
    "One row a credit note on an invoice.",
    Column("number", "Number people use.", is_confirmed=False),
    Column("invoice", "Invoice.", is_required=True, is_confirmed=False),
    _CUSTOMER,
    Column("status", "issued or void.", is_confirmed=False),
    _CURRENCY,
    Column("subtotal", "Net of tax, smallest unit.", "integer", is_required=True, is_confirmed=False),
    Column("tax", "Tax, smallest unit.", "integer", is_confirmed=False),
    Column("total", "With tax, smallest unit.", "integer", is_confirmed=False),
    _CREATED,
)
SHAPES = (CUSTOMERS, SUBSCRIPTIONS, INVOICES, CHARGES, REFUNDS, CREDIT_NOTES)
_NAMES_ACCOUNT = 0.6
_NAMES_MERGED_ACCOUNT = 0.5
_FAILS_EVERY = 29
"""Every so many-th payment was declined at first."""


class StripeWriter:
    """Renders the clients that are invoiced."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the pages of every object."""
        self._company, self._export = company, export
        self._pages: dict[str, JsonPages] = {
            shape.object: export.json(
                shape,
                f"{shape.object}_{export.stamp}{{page}}.json",
                _list(shape.object),
                _PAGE,
                repeats_last=shape in (INVOICES, CHARGES),
                first_page="_1",
            )
            for shape in SHAPES
        }

    def write_company(self) -> None:
        """Nothing."""

    def write_client(self, life: ClientLife) -> None:
        """The customer with its subscriptions and invoices."""
        own = next((each for each in life.client.ids if each.system == SYSTEM), None)
        if own is None:
            return
        created = own.created_at or life.client.created_at
        if self._write(CUSTOMERS, created, _customer(self._company, life, own, created)):
            self._plant_merged_account(life.client, own)
        for contract in life.contracts:
            if contract.status in ("active", "ended"):
                subscription = _subscription(contract, own.native_id, self._export.until)
                self._write(SUBSCRIPTIONS, _subscribed_at(contract, subscription), subscription)
        for invoice in life.invoices:
            self._write_invoice(invoice, own.native_id)

    def write_supplier(self, life: SupplierLife) -> None:
        """Nothing: suppliers invoice us elsewhere."""

    def write_unit(self, life: UnitLife) -> None:
        """Nothing."""

    def _write(self, shape: Shape, changed_at: datetime, record: Mapping[str, Any]) -> bool:
        if not self._export.shows(changed_at):
            return False
        self._pages[shape.object].write(record)
        return True

    def _plant(self, shape: Shape, record: str, fault: str, outcome: Outcome) -> None:
        self._export.plant(shape, self._pages[shape.object], record, fault, outcome)

    def _plant_merged_account(self, client: Client, own: NativeId) -> None:
        named = _account_named(self._company, client)
        if named and named != client.native("salesforce"):
            fault = "metadata names an account that was merged into another"
            self._plant(CUSTOMERS, own.native_id, fault, "mapped")

    def _write_invoice(self, invoice: Invoice, customer: str) -> None:
        if invoice.fate is Fate.ORPHAN:
            customer = stripe_id("cus_", 5_000_000_000 + invoice.number)
        native = stripe_id("in_", invoice.number)
        if self._write(INVOICES, _changed_at(invoice), _invoice(invoice, native, customer)):
            if invoice.fate is Fate.QUARANTINED:
                self._plant(INVOICES, native, "created is null", "quarantined")
            if invoice.fate is Fate.ORPHAN:
                self._plant(INVOICES, native, "customer is one that no file holds", "unknown")
        if invoice.fate is Fate.QUARANTINED:
            return
        for payment in invoice.payments:
            self._write_payment(invoice, native, customer, payment)
        for note in invoice.credit_notes:
            self._write(CREDIT_NOTES, note.issued_at, _credit_note(invoice, native, customer, note))

    def _write_payment(self, invoice: Invoice, native: str, customer: str, payment: Payment) -> None:
        charge = stripe_id("ch_", payment.number)
        if payment.number // 10 // 100_000 % _FAILS_EVERY == 1:
            failed = stripe_id("ch_", 10_000_000_000 + payment.number)
            record = _charge(invoice, native, customer, payment, failed) | _FAILED
            if self._write(CHARGES, payment.paid_at, record):
                self._plant(CHARGES, failed, "declined, before it was paid", "not_counted")
        is_shown = self._write(CHARGES, payment.paid_at, _charge(invoice, native, customer, payment, charge))
        if is_shown and payment.refunded:
            self._plant(CHARGES, charge, "taken twice and given back in full", "not_counted")
            self._write(REFUNDS, payment.paid_at, _refund(invoice, payment, charge))


def _list(object_: str) -> Envelope:
    def envelope(page: Page) -> tuple[str, str]:
        has_more = "false" if page.is_last else "true"
        return f'{{"object":"list","url":"/v1/{object_}","has_more":{has_more},"data":[', "]}\n"

    return envelope


def smallest_unit(amount: Decimal, currency: str) -> int:
    """An amount in the smallest unit of its currency; zero-decimal ones are not multiplied."""
    return int(amount if currency in ZERO_DECIMAL_CURRENCIES else amount * 100)


def _seconds(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at else None


def _changed_at(invoice: Invoice) -> datetime:
    moments = [each.paid_at for each in invoice.payments] + [each.issued_at for each in invoice.credit_notes]
    return max([invoice.issued_at, *moments])


def _subscribed_at(contract: Contract, subscription: Mapping[str, Any]) -> datetime:
    """When a subscription last changed."""
    days = (contract.extended_on, contract.terminated_on, contract.notice_given_on)
    moments = [utc(day, 12 * 3600) for day in days if day]
    if subscription["ended_at"]:
        moments.append(datetime.fromtimestamp(subscription["ended_at"], UTC))
    return max([contract.created_at, *(each for each in moments if each < END_AT)])


def _account_named(company: Company, client: Client) -> str | None:
    """The Salesforce account that the customer's metadata name: for some the one that was merged away."""
    random = stream(company.seed, "stripe metadata", client.index)
    if random.random() > _NAMES_ACCOUNT:
        return None
    merged = [each.native_id for each in client.ids if each.system == "salesforce" and each.merged_into]
    if merged and random.random() < _NAMES_MERGED_ACCOUNT:
        return merged[0]
    return client.native("salesforce")


def _customer(company: Company, life: ClientLife, own: NativeId, created: datetime) -> dict[str, Any]:
    client = life.client
    account = _account_named(company, client)
    return {
        "id": own.native_id,
        "object": "customer",
        "name": client.legal_name.replace(".", "") if client.index % 3 else client.name,
        "email": f"accounts-payable@{client.domain}",
        "address": {"country": client.country},
        "currency": client.currency.lower(),
        "created": _seconds(created),
        "metadata": {"salesforce_account_id": account} if account else {},
    }


def _subscription(contract: Contract, customer: str, until: datetime) -> dict[str, Any]:
    last = contract.terminated_on or contract.end
    ended = utc(last, 86_399) if last else None
    is_over = ended is not None and ended <= until and not contract.auto_renew
    return {
        "id": stripe_id("sub_", contract.number),
        "object": "subscription",
        "customer": customer,
        "status": "canceled" if is_over else "active",
        "current_period_start": _seconds(utc(contract.start)),
        "current_period_end": _seconds(ended),
        "cancel_at_period_end": contract.notice_given_on is not None,
        "canceled_at": _seconds(ended) if is_over else None,
        "ended_at": _seconds(ended) if is_over else None,
        "currency": contract.currency.lower(),
        "created": _seconds(contract.created_at),
        "metadata": {"contract_number": f"{contract.number:08d}"},
    }


def _invoice(invoice: Invoice, native: str, customer: str) -> dict[str, Any]:
    total = smallest_unit(invoice.net + invoice.tax, invoice.currency)
    paid = smallest_unit(sum((each.amount - each.refunded for each in invoice.payments), Decimal(0)), invoice.currency)
    credited = smallest_unit(sum((each.net + each.tax for each in invoice.credit_notes), Decimal(0)), invoice.currency)
    is_draft, is_void = invoice.status == "draft", invoice.status == "void"
    kept = [each.paid_at for each in invoice.payments if each.amount != each.refunded]
    issued = _seconds(invoice.issued_at)
    transitions = {
        "finalized_at": None if is_draft else issued,
        "paid_at": _seconds(kept[-1]) if invoice.status == "paid" and kept else None,
        "voided_at": issued if is_void else None,
    }
    has_contract = invoice.contract is not None
    return {
        "id": native,
        "object": "invoice",
        "number": None if is_draft else f"INV-{invoice.number:08d}",
        "customer": customer,
        "subscription": stripe_id("sub_", invoice.contract) if invoice.contract is not None else None,
        "status": invoice.status,
        "collection_method": "send_invoice",
        "currency": invoice.currency.lower(),
        "subtotal": smallest_unit(invoice.net, invoice.currency),
        "tax": smallest_unit(invoice.tax, invoice.currency),
        "total": total,
        "amount_due": total,
        "amount_paid": paid,
        "amount_remaining": 0 if is_void else total - paid - credited,
        "attempt_count": len(invoice.payments),
        "created": None if invoice.fate is Fate.QUARANTINED else issued,
        "due_date": _seconds(invoice.due_at),
        "period_start": issued,
        "period_end": issued,
        "status_transitions": transitions,
        "metadata": {"contract_number": f"{invoice.contract:08d}"} if has_contract else {},
    }


_FAILED = {"paid": False, "refunded": False, "amount_refunded": 0, "status": "failed", "failure_code": "card_declined"}


def _charge(invoice: Invoice, native: str, customer: str, payment: Payment, charge: str) -> dict[str, Any]:
    return {
        "id": charge,
        "object": "charge",
        "customer": customer,
        "invoice": native,
        "amount": smallest_unit(payment.amount, invoice.currency),
        "amount_refunded": smallest_unit(payment.refunded, invoice.currency),
        "currency": invoice.currency.lower(),
        "paid": True,
        "refunded": bool(payment.refunded) and payment.refunded == payment.amount,
        "status": "succeeded",
        "failure_code": None,
        "created": _seconds(payment.paid_at),
    }


def _refund(invoice: Invoice, payment: Payment, charge: str) -> dict[str, Any]:
    return {
        "id": stripe_id("re_", payment.number),
        "object": "refund",
        "charge": charge,
        "amount": smallest_unit(payment.refunded, invoice.currency),
        "currency": invoice.currency.lower(),
        "status": "succeeded",
        "reason": "duplicate",
        "created": _seconds(payment.paid_at),
    }


def _credit_note(invoice: Invoice, native: str, customer: str, note: CreditNote) -> dict[str, Any]:
    return {
        "id": stripe_id("cn_", note.number),
        "object": "credit_note",
        "number": f"CN-{note.number:09d}",
        "invoice": native,
        "customer": customer,
        "status": "issued",
        "currency": invoice.currency.lower(),
        "subtotal": smallest_unit(note.net, invoice.currency),
        "tax": smallest_unit(note.tax, invoice.currency),
        "total": smallest_unit(note.net + note.tax, invoice.currency),
        "created": _seconds(note.issued_at),
    }
