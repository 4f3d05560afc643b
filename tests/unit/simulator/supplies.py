"""Tiny lives of suppliers and of our own units built by hand, and the figures found for them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from seeds.simulator.truth.business.registry import business_families
from seeds.simulator.truth.family import Frame
from seeds.simulator.truth.money import Rates
from seeds.simulator.truth.parties import business_groups
from seeds.simulator.truth.side import Side
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.truth.supplier.registry import supplier_families
from seeds.simulator.truth.targets import Targets
from seeds.simulator.world.client.life import Escalation
from seeds.simulator.world.company import TARGETS, Company
from seeds.simulator.world.parties import NativeId, Supplier
from seeds.simulator.world.supplier.life import (
    Assessment,
    Certificate,
    ContractPrice,
    Innovation,
    InvoiceLine,
    Obligation,
    Order,
    OrderLine,
    PaidPart,
    Promise,
    Receipt,
    RequiredCertificate,
    SavingsInitiative,
    ScheduleLine,
    SupplierContract,
    SupplierInvoice,
    SupplierLife,
)
from seeds.simulator.world.unit.life import (
    BudgetLine,
    BusinessCase,
    CommunityEngagement,
    DemandRequest,
    Initiative,
    UnitLife,
)
from tests.unit.simulator.lives import RATES, Found, at, day, number

AS_OF = at("2026-03-31T23:00")
SUPPLIER = ("supplier", "coupa/default/1")
UNKNOWN = ("supplier", "unknown")


def supplier(index: int = 1, **given) -> Supplier:
    values = {
        "index": index,
        "name": f"Supplier {index}",
        "legal_name": f"Supplier {index} Ltd",
        "country": "US",
        "currency": "USD",
        "payment_days": 30,
        "parent": None,
        "is_internal": False,
        "status": "active",
        "created_at": at("2020-01-01"),
        "categories": ("Electronics",),
        "ids": [NativeId("coupa", "default", str(index)), NativeId("servicenow", "default", f"s{index}")],
    }
    return Supplier(**{**values, **given})


def life(who: Supplier | int = 1, **events) -> SupplierLife:
    return SupplierLife(supplier(who) if isinstance(who, int) else who, **events)


def due(requested: str, quantity="1", *promises: tuple[str, str], position: int = 1) -> ScheduleLine:
    """Promises as (instant of the confirmation, day)."""
    told = [Promise(at(when), day(promised)) for when, promised in promises]
    return ScheduleLine(position, Decimal(quantity), day(requested), told)


def moved(on: str, quantity="1", kind: str = "receipt", **given) -> Receipt:
    values = {
        "number": number(),
        "kind": kind,
        "quantity": Decimal(quantity),
        "moved_on": day(on),
        "posted_at": at(f"{on}T12:00"),
    }
    return Receipt(**{**values, **given})


def returned(on: str, of: Receipt, quantity: str, kind: str = "return") -> Receipt:
    return moved(on, quantity, kind, returns=of.number)


def line(schedule: Iterable[ScheduleLine] = (), receipts: Iterable[Receipt] = (), price="1", **given) -> OrderLine:
    """A line of what its schedule lines add up to."""
    wanted = list(schedule)
    quantity = sum((each.quantity for each in wanted), Decimal(0))
    values = {
        "number": number(),
        "position": 1,
        "item": "bolt",
        "description": "Bolt",
        "category": "Electronics",
        "unit": "EA",
        "quantity": quantity,
        "price": Decimal(price),
        "price_unit": 1,
        "amount": quantity * Decimal(price),
        "contract": None,
        "is_cancelled": False,
        "schedule": wanted,
        "receipts": list(receipts),
    }
    return OrderLine(**{**values, **given})


def by_amount(amount: str, **given) -> OrderLine:
    return line(quantity=None, amount=Decimal(amount), price=amount, **given)


def order(ordered: str, *lines: OrderLine, **given) -> Order:
    for position, each in enumerate(lines, 1):
        each.position = position
    values = {
        "number": number(),
        "business_unit": "Software",
        "ordered_on": day(ordered),
        "created_at": at(f"{ordered}T08:00"),
        "currency": "USD",
        "ship_to_country": "US",
        "is_cancelled": False,
        "lines": list(lines),
    }
    return Order(**{**values, **given})


def billed(of: OrderLine | None, quantity: str | None, price: str = "1", category: str = "Electronics") -> InvoiceLine:
    """A line of an invoice, in the category of its order; without a quantity `price` is all of it."""
    net = Decimal(price) * Decimal(quantity or 1)
    amount = None if quantity is None else Decimal(quantity)
    if of is None:
        return InvoiceLine(number(), None, None, category, amount, Decimal(price), net)
    return InvoiceLine(number(), of.number, of.item, of.category, amount, Decimal(price), net)


def charged(net: str, category: str = "Electronics") -> InvoiceLine:
    """A line without an order."""
    return billed(None, None, net, category)


def invoice(on: str, *lines: InvoiceLine, paid: Iterable[tuple[str, str]] = (), **given) -> SupplierInvoice:
    """Payments as (day, amount). Posted on its day and due on it too unless said otherwise."""
    values = {
        "number": number(),
        "business_unit": "Software",
        "kind": "invoice",
        "invoiced_on": day(on),
        "posted_on": day(given.pop("posted", on)),
        "due_on": day(given.pop("due_by", on)),
        "currency": "USD",
        "tax": Decimal(0),
        "lines": list(lines),
        "payments": [PaidPart(day(when), Decimal(amount)) for when, amount in paid],
    }
    return SupplierInvoice(**{**values, **given})


def credit(on: str, *lines: InvoiceLine, **given) -> SupplierInvoice:
    return invoice(on, *lines, kind="credit_note", **given)


def contract(start: str, end: str | None = None, *prices: ContractPrice, **given) -> SupplierContract:
    values = {
        "number": number(),
        "business_unit": "Software",
        "title": "Parts",
        "category": "Electronics",
        "status": "active",
        "start": day(start),
        "end": day(end) if end else None,
        "terminated_on": None,
        "auto_renew": False,
        "notice_days": 30,
        "currency": "USD",
        "committed_value": Decimal(1000),
        "prices": list(prices),
        "created_at": at("2020-01-01"),
    }
    return SupplierContract(**{**values, **given})


def agreed(price: str, since: str = "2020-01-01", until: str | None = None, item="bolt", unit="EA") -> ContractPrice:
    return ContractPrice(item, unit, Decimal(price), day(since), day(until) if until else None)


def obligation(due_on: str, met: str | None = None, obligor: str = "supplier", **given) -> Obligation:
    values = {
        "number": number(),
        "contract": None,
        "obligor": obligor,
        "title": "Report",
        "due_on": day(due_on),
        "met_on": day(met) if met else None,
        "is_waived": False,
    }
    return Obligation(**{**values, **given})


def escalation(opened: str, closed: str | None = None, **given) -> Escalation:
    return Escalation(number(), at(opened), at(closed) if closed else None, "Late", **given)


def required(kind: str, since: str = "2020-01-01", until: str | None = None) -> RequiredCertificate:
    return RequiredCertificate(kind, day(since), day(until) if until else None)


def certificate(kind: str, since: str, until: str) -> Certificate:
    return Certificate(number(), kind, day(since), day(until))


def proposal(decided: str | None, value: str | None = None, status: str = "accepted", **given) -> Innovation:
    values = {
        "number": number(),
        "category": "Electronics",
        "business_unit": "Software",
        "title": "Tray",
        "proposed_on": day("2025-01-01"),
        "decided_on": day(decided) if decided else None,
        "status": status,
        "value": None if value is None else Decimal(value),
        "currency": "USD",
    }
    return Innovation(**{**values, **given})


def negotiation(effective: str, baseline: str, amount: str = "1200", kind: str = "saving", **given):
    values = {
        "number": number(),
        "kind": kind,
        "item": "bolt",
        "unit": "EA",
        "category": "Electronics",
        "business_unit": "Software",
        "baseline_price": Decimal(baseline),
        "negotiated_amount": Decimal(amount),
        "currency": "USD",
        "effective_on": day(effective),
    }
    return SavingsInitiative(**{**values, **given})


def answer(respondent: int, *answers: int, when: str = "2026-03-10", unit: str = "Software") -> Assessment:
    return Assessment(number(), respondent, unit, at(when), answers)


def unit(name: str = "Software", **events) -> UnitLife:
    return UnitLife(name, **events)


def budget(month: str, amount: str, currency: str = "USD") -> BudgetLine:
    return BudgetLine(number(), day(month), currency, Decimal(amount))


def case(approved: str | None, *planned: tuple[str, str], version: int = 1) -> BusinessCase:
    months = tuple((day(month), Decimal(amount)) for month, amount in planned)
    return BusinessCase(version, day(approved) if approved else None, months)


def initiative(cases: Iterable[BusinessCase], realised: Iterable[tuple[str, str]] = (), **given) -> Initiative:
    """Benefits as (month, amount)."""
    values = {
        "number": number(),
        "name": "Scanners",
        "status": "running",
        "approved_on": None,
        "cancelled_on": None,
        "currency": "USD",
        "cases": list(cases),
        "realised": [(day(month), Decimal(amount)) for month, amount in realised],
        "non_monetary": [],
    }
    return Initiative(**{**values, **given})


def request(
    submitted: str, decided: str | None = None, decision="open", value: str | None = None, **given
) -> DemandRequest:
    values = {
        "number": number(),
        "title": "Portal",
        "submitted_at": at(submitted),
        "decided_at": at(decided) if decided else None,
        "decision": decision,
        "value": None if value is None else Decimal(value),
        "currency": "USD",
        "reframes": None,
    }
    return DemandRequest(**{**values, **given})


def engagement(planned: str | None, held: str | None, spend: str = "0", people: int = 0, currency: str = "USD"):
    days = (day(each) if each else None for each in (planned, held))
    return CommunityEngagement(number(), "Coding club", "Lyon", *days, Decimal(spend), currency, people)


def figures(kpi_id: str, *lives: SupplierLife, as_of: datetime = AS_OF, rates=None) -> Found:
    """The rows of a figure of suppliers."""
    company = Company(1, Decimal(1), 1, len(lives), {})
    directory = SupplierDirectory(company)
    side = _supplier_side(directory, lives, as_of, rates)
    return _found(side, kpi_id)


def unit_figures(
    kpi_id: str, *units: UnitLife, suppliers: Iterable[SupplierLife] = (), as_of: datetime = AS_OF, rates=None
) -> Found:
    """The rows of a figure of our own units."""
    directory = SupplierDirectory(Company(1, Decimal(1), 1, 1, {}))
    _supplier_side(directory, suppliers, as_of, rates)
    frame = Frame(as_of, Rates(rates or RATES), business_groups)
    side: Side[UnitLife] = Side(frame, Targets(TARGETS), business_families(frame, directory))
    for each in units:
        side.take(each)
    return _found(side, kpi_id)


def _supplier_side(directory, lives, as_of, rates) -> Side[SupplierLife]:
    frame = Frame(as_of, Rates(rates or RATES), directory.groups_of)
    side: Side[SupplierLife] = Side(frame, Targets(TARGETS), supplier_families(frame, directory))
    for each in lives:
        directory.add(each.supplier)
        side.take(each)
    return side


def _found(side: Side, kpi_id: str) -> Found:
    (kpi,) = [each for each in side.kpis if each.id == kpi_id]
    return Found(side.rows_of(kpi))
