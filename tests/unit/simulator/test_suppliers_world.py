"""Suppliers and business units: what even the smallest world holds, and what is true of all of it."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import cache

import pytest

from seeds.simulator.world.company import BUSINESS_UNITS, RATE_GAP, RULES, Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.supplier.life import InvoiceLine, Order, OrderLine, SupplierInvoice, SupplierLife
from seeds.simulator.world.supplier.purchasing import UNITS_BY_ID
from seeds.simulator.world.supplier.suppliers import supplier_life, supplier_party
from seeds.simulator.world.timeline import AS_OF, END, END_AT
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.world.unit.units import unit_life


@cache
def company() -> Company:
    return Company.of(7, Decimal("0.1"))


@cache
def lives() -> list[SupplierLife]:
    return [supplier_life(company(), index) for index in range(1, company().suppliers + 1)]


@cache
def units() -> list[UnitLife]:
    return [unit_life(company(), unit) for unit in BUSINESS_UNITS]


def ordered() -> Iterator[tuple[Order, OrderLine]]:
    return ((order, line) for life in lives() for order in life.orders for line in order.lines)


def billed() -> Iterator[tuple[SupplierInvoice, InvoiceLine]]:
    return ((invoice, line) for life in lives() for invoice in life.invoices for line in invoice.lines)


def test_a_life_is_the_same_whenever_it_is_made():
    assert supplier_life(company(), 4) == supplier_life(company(), 4)
    assert unit_life(company(), BUSINESS_UNITS[1]) == unit_life(company(), BUSINESS_UNITS[1])


def test_another_seed_makes_another_life():
    assert supplier_life(Company.of(8, Decimal("0.1")), 4) != supplier_life(company(), 4)


ORDERS_SHOW = {
    "a line in full": lambda _, line: received(line) == line.quantity,
    "a line in parts": lambda _, line: sum(each.kind == "receipt" for each in line.receipts) > 1,
    "too much": lambda _, line: line.quantity is not None and received(line) > line.quantity,
    "too little": lambda _, line: line.quantity is not None and Decimal(0) < received(line) < line.quantity,
    "nothing, long after it was due": lambda order, line: (
        bool(line.schedule)
        and not line.receipts
        and not line.is_cancelled
        and not order.is_cancelled
        and order.fate is Fate.LOADED
        and line.schedule[-1].requested_on < END - timedelta(days=60)
    ),
    "a return that is replaced": lambda _, line: kinds(line)[-2:] == ["return", "receipt"],
    "a return that is not": lambda _, line: kinds(line)[-1:] == ["return"],
    "a disposal": lambda _, line: "disposal" in kinds(line),
    "an inspection that rejects": lambda _, line: any(each.inspection_rejects for each in line.receipts),
    "an inspection that rejects more than went back": lambda _, line: any(
        each.inspection_rejects > sum(back.quantity for back in line.receipts if back.returns == each.number) > 0
        for each in line.receipts
    ),
    "a cancelled line": lambda order, line: line.is_cancelled and not order.is_cancelled,
    "a cancelled order": lambda order, _: order.is_cancelled,
    "two schedule lines": lambda _, line: len(line.schedule) == 2,
    "a later promise": lambda _, line: any(len(each.promises) > 1 for each in line.schedule),
    "no promise": lambda _, line: bool(line.schedule) and not line.schedule[0].promises,
    "a day due after AS_OF": lambda _, line: any(each.requested_on > AS_OF.date() for each in line.schedule),
    "three decimals of kilograms": lambda _, line: line.unit == "KG" and line.quantity != round(line.quantity, 2),
    "a price for a hundred": lambda _, line: line.price_unit == 100,
    "a service by amount": lambda _, line: line.quantity is None,
    "a line of a contract": lambda _, line: line.contract is not None,
    "a line of none": lambda _, line: line.contract is None,
    "an order in quarantine": lambda order, _: order.fate is Fate.QUARANTINED,
    "an order of nobody": lambda order, _: order.fate is Fate.ORPHAN,
    "a currency without a rate": lambda order, _: (
        order.currency == RATE_GAP[0] and RATE_GAP[1] + timedelta(days=31) < order.ordered_on <= RATE_GAP[2]
    ),
}


def received(line: OrderLine) -> Decimal:
    signs = {"receipt": 1, "return": -1, "disposal": -1}
    return sum((signs[each.kind] * each.quantity for each in line.receipts), Decimal(0))


def kinds(line: OrderLine) -> list[str]:
    return [each.kind for each in line.receipts]


@pytest.mark.parametrize("branch", ORDERS_SHOW)
def test_the_smallest_world_has_an_order_with(branch):
    assert any(ORDERS_SHOW[branch](order, line) for order, line in ordered())


INVOICES_SHOW = {
    "no order": lambda invoice: all(line.order_line is None for line in invoice.lines),
    "a charge beside its order": lambda invoice: len({line.order_line is None for line in invoice.lines}) == 2,
    "a credit note": lambda invoice: invoice.kind == "credit_note",
    "a voided one": lambda invoice: invoice.is_voided,
    "part payments": lambda invoice: len(invoice.payments) == 2,
    "a late payment": lambda invoice: any(part.paid_on > invoice.due_on for part in invoice.payments),
    "no payment": lambda invoice: not invoice.payments and invoice.due_on < END,
    "a dispute": lambda invoice: invoice.is_disputed_by_us,
    "quarantine": lambda invoice: invoice.fate is Fate.QUARANTINED,
    "nobody": lambda invoice: invoice.fate is Fate.ORPHAN,
}


@pytest.mark.parametrize("branch", INVOICES_SHOW)
def test_the_smallest_world_has_an_invoice_with(branch):
    assert any(INVOICES_SHOW[branch](invoice) for life in lives() for invoice in life.invoices)


def test_some_invoices_are_dated_before_their_order():
    days = {line.number: order.ordered_on for order, line in ordered()}
    assert any(line.order_line and invoice.invoiced_on < days[line.order_line] for invoice, line in billed())


def test_some_invoices_are_dearer_than_their_order_within_the_tolerance_and_some_beyond_it():
    prices = {line.number: line.price / line.price_unit for _, line in ordered()}
    tolerance = 1 + RULES.price_tolerance_percent / 100
    above = [
        line.price / prices[line.order_line]
        for _, line in billed()
        if line.order_line and line.quantity and line.price > prices[line.order_line]
    ]
    assert min(above) <= tolerance < max(above)


@pytest.mark.parametrize(
    "branch",
    [
        lambda life: any(each.status == "draft" for each in life.contracts),
        lambda life: any(each.status == "cancelled" for each in life.contracts),
        lambda life: any(each.terminated_on for each in life.contracts),
        lambda life: any(each.auto_renew for each in life.contracts),
        lambda life: any(each.end is None for each in life.contracts),
        lambda life: any(each.currency != life.supplier.currency for each in life.contracts),
        lambda life: any(price.unit == "BOX" for each in life.contracts for price in each.prices),
        lambda life: any(each.kind == "saving" for each in life.savings),
        lambda life: any(each.kind == "avoidance" for each in life.savings),
        lambda life: any(each.met_on and each.met_on > each.due_on for each in life.obligations),
        lambda life: any(not each.met_on and each.due_on < END and not each.is_waived for each in life.obligations),
        lambda life: any(each.is_waived for each in life.obligations),
        lambda life: any(each.due_on > AS_OF.date() for each in life.obligations),
        lambda life: any(each.obligor == "us" for each in life.obligations),
        lambda life: any(each.status == "accepted" and each.value is None for each in life.innovations),
        lambda life: any(each.closed_at is None for each in life.escalations),
        lambda life: any(each.outcome == "failed" for each in life.remediation_plans),
        lambda life: life.second_suppliers,
        lambda life: life.contingency_plans,
        lambda life: life.supplier.parent is not None,
        lambda life: life.supplier.is_internal,
        lambda life: life.supplier.native("coupa") and life.supplier.native("sap"),
        lambda life: sum(each.system == "sap" for each in life.supplier.ids) == 2,
    ],
)
def test_the_smallest_world_has_a_supplier_with(branch):
    assert any(branch(life) for life in lives())


@pytest.mark.parametrize(
    "branch",
    [
        lambda life: any(len(each.cases) == 2 for each in life.initiatives),
        lambda life: any(each.cancelled_on for each in life.initiatives),
        lambda life: any(each.non_monetary for each in life.initiatives),
        lambda life: any(each.decision == "reframed" and each.reframes for each in life.demand),
        lambda life: (
            {each.decision for each in life.demand}
            == {"approved", "declined", "deferred", "withdrawn", "reframed", "open"}
        ),
        lambda life: any(each.value == RULES.low_value_threshold and each.currency == "USD" for each in life.demand),
        lambda life: any(each.planned_on and not each.held_on for each in life.community),
        lambda life: any(each.held_on and not each.planned_on for each in life.community),
    ],
)
def test_every_unit_has(branch):
    assert all(branch(life) for life in units())


def test_no_reframed_request_is_in_quarantine():
    for life in units():
        chained = {each.reframes for each in life.demand} | {each.number for each in life.demand if each.reframes}
        assert all(each.fate is Fate.LOADED for each in life.demand if each.number in chained)


def test_amounts_are_exact_to_the_minor_unit():
    for _, line in ordered():
        if line.quantity is not None:
            assert line.quantity * line.price / line.price_unit == line.amount
    for _, line in billed():
        if line.quantity is not None:
            assert line.quantity * line.price == line.net


def test_all_invoices_of_an_order_line_have_one_price():
    prices: dict[int, set[Decimal]] = {}
    for _, line in billed():
        if line.order_line is not None and line.quantity is not None:
            prices.setdefault(line.order_line, set()).add(line.price)
    assert all(len(each) == 1 for each in prices.values())


def test_invoices_of_an_order_line_are_posted_on_different_days():
    days: dict[int, list[object]] = {}
    for invoice, line in billed():
        if line.order_line is not None and invoice.kind == "invoice":
            days.setdefault(line.order_line, []).append(invoice.posted_on)
    assert all(len(each) == len(set(each)) for each in days.values())


def test_what_goes_back_was_billed_before():
    posted = {line.order_line: invoice.posted_on for invoice, line in billed() if invoice.kind == "invoice"}
    for _, line in ordered():
        back = [each.moved_on for each in line.receipts if each.kind != "receipt"]
        if back and line.number in posted:
            assert posted[line.number] < min(back)


def test_promises_are_of_lines_with_one_day_only():
    assert not any(schedule.promises for _, line in ordered() if len(line.schedule) > 1 for schedule in line.schedule)


def test_an_order_without_its_only_record_has_neither_receipts_nor_invoices():
    for life in lives():
        gone = {line.number for order in life.orders if order.fate is not Fate.LOADED for line in order.lines}
        assert not any(line.receipts for order in life.orders for line in order.lines if line.number in gone)
        assert not gone & {line.order_line for invoice in life.invoices for line in invoice.lines}


def test_services_by_amount_are_ordered_in_coupa_only():
    assert {UNITS_BY_ID[o.business_unit].purchasing for o, line in ordered() if line.quantity is None} == {"coupa"}


def test_nothing_happens_after_the_end():
    for order, line in ordered():
        assert order.ordered_on <= END
        assert order.created_at < END_AT
        assert all(each.moved_on <= END and each.posted_at < END_AT for each in line.receipts)
        assert all(each.confirmed_at < END_AT for schedule in line.schedule for each in schedule.promises)
    for invoice, _ in billed():
        assert invoice.invoiced_on <= END
        assert invoice.posted_on <= END
        assert all(invoice.posted_on <= part.paid_on <= END for part in invoice.payments)


def test_nothing_is_due_on_the_day_of_as_of():
    today = AS_OF.date()
    assert not any(each.requested_on == today for _, line in ordered() for each in line.schedule)
    assert not any(
        promise.promised_on == today for _, line in ordered() for s in line.schedule for promise in s.promises
    )
    assert not any(invoice.due_on == today for invoice, _ in billed())
    assert not any(each.due_on == today for life in lives() for each in life.obligations)


def test_numbers_are_unique():
    for numbers in (
        [order.number for life in lives() for order in life.orders],
        [line.number for _, line in ordered()],
        [receipt.number for _, line in ordered() for receipt in line.receipts],
        [invoice.number for life in lives() for invoice in life.invoices],
        [line.number for _, line in billed()],
        [each.number for life in lives() for each in life.contracts],
        [each.number for life in (*lives(), *units()) for each in life.assessments],
    ):
        assert len(numbers) == len(set(numbers))


def test_a_parent_has_a_record_wherever_its_child_has_one():
    large = Company.of(7, Decimal(1))
    for index in range(1, large.suppliers + 1):
        child = supplier_party(large, index)
        if child.parent is not None:
            systems = {each.system for each in child.ids} & {"coupa", "sap"}
            assert systems <= {each.system for each in supplier_party(large, child.parent).ids}


def test_one_supplier_is_a_client_too_by_the_same_record():
    assert any(life.supplier.native("servicenow") for life in lives() if life.supplier.index == 4)
