"""Lives as they were known at an earlier instant: what came later is not there, what ended later has not ended.

Daily exports show these. The last export is taken when everything has happened, and gets the life itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from seeds.simulator.world.client.life import (
    ClientLife,
    Contract,
    Escalation,
    FeedbackCase,
    Invoice,
    Milestone,
    Opportunity,
    SlaClock,
    Ticket,
)
from seeds.simulator.world.supplier.life import (
    Obligation,
    Order,
    OrderLine,
    RemediationPlan,
    SupplierContract,
    SupplierInvoice,
    SupplierLife,
)
from seeds.simulator.world.timeline import END_AT, utc
from seeds.simulator.world.unit.life import DemandRequest, Initiative, UnitLife


def client_as_of(life: ClientLife, at: datetime) -> ClientLife:
    """A client's life as it was known at an instant."""
    if at >= END_AT:
        return life
    return replace(
        life,
        contacts=[contact for contact in life.contacts if contact.created_at <= at],
        contracts=[_contract(each, at) for each in life.contracts if each.created_at <= at],
        opportunities=[_opportunity(each, at) for each in life.opportunities if each.created_at <= at],
        roles=[role for role in life.roles if role.known_at <= at],
        tickets=[_ticket(each, at) for each in life.tickets if each.created_at <= at],
        responses=[each for each in life.responses if each.answered_at <= at],
        feedback=[_feedback(each, at) for each in life.feedback if each.opened_at <= at],
        interactions=[each for each in life.interactions if each.started_at <= at],
        invoices=[_invoice(each, at) for each in life.invoices if each.issued_at <= at],
        usage=[each for each in life.usage if each.day < at.date()],
        milestones=[_milestone(each, at) for each in life.milestones],
        escalations=_escalations(life.escalations, at),
    )


def supplier_as_of(life: SupplierLife, at: datetime) -> SupplierLife:
    """A supplier's life as it was known at an instant. What bears a day only is known once the day is over."""
    if at >= END_AT:
        return life
    return replace(
        life,
        contracts=[_supplier_contract(each, at) for each in life.contracts if each.created_at <= at],
        orders=[_order(each, at) for each in life.orders if each.created_at <= at],
        invoices=[_supplier_invoice(each, at) for each in life.invoices if _is_over(each.posted_on, at)],
        obligations=[_obligation(each, at) for each in life.obligations],
        escalations=_escalations(life.escalations, at),
        certificates=[each for each in life.certificates if _is_over(each.valid_from, at)],
        innovations=[
            each
            if each.decided_on is None or _is_over(each.decided_on, at)
            else replace(each, decided_on=None, status="proposed")
            for each in life.innovations
            if _is_over(each.proposed_on, at)
        ],
        savings=[each for each in life.savings if _is_over(each.effective_on, at)],
        assessments=[each for each in life.assessments if each.taken_at <= at],
        remediation_plans=[
            _remediation_plan(each, at) for each in life.remediation_plans if _is_over(each.opened_on, at)
        ],
    )


def unit_as_of(life: UnitLife, at: datetime) -> UnitLife:
    """A unit's life as it was known at an instant."""
    if at >= END_AT:
        return life
    return replace(
        life,
        initiatives=[_initiative(each, at) for each in life.initiatives],
        demand=_demand(life.demand, at),
        community=[
            replace(each, held_on=_past(each.held_on, at))
            for each in life.community
            if each.planned_on or (each.held_on and _is_over(each.held_on, at))
        ],
        assessments=[each for each in life.assessments if each.taken_at <= at],
    )


def _is_over(day: date, at: datetime) -> bool:
    return day < at.date()


def _past(day: date | None, at: datetime) -> date | None:
    return day if day and _is_over(day, at) else None


def _by(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment and moment <= at else None


def _contract(contract: Contract, at: datetime) -> Contract:
    extended_on = _past(contract.extended_on, at)
    terminated_on = _past(contract.terminated_on, at)
    has_ended = contract.status == "ended" and (terminated_on or (contract.end and _is_over(contract.end, at)))
    return replace(
        contract,
        signed_on=_past(contract.signed_on, at),
        status="active" if contract.status == "ended" and not has_ended else contract.status,
        end=contract.end if extended_on or not contract.extended_on else contract.original_end,
        extended_on=extended_on,
        terminated_on=terminated_on,
        notice_given_on=_past(contract.notice_given_on, at),
    )


def _opportunity(opportunity: Opportunity, at: datetime) -> Opportunity:
    changes = [change for change in opportunity.changes if change.at <= at]
    if len(changes) == len(opportunity.changes):
        return opportunity
    return replace(
        opportunity, changes=changes, status="open", close_on=changes[-1].close_on, lines=[], is_deleted=False
    )


def _ticket(ticket: Ticket, at: datetime) -> Ticket:
    events = [event for event in ticket.events if event.at <= at]
    statuses = [event.value for event in events if event.kind == "status"]
    priorities = [event.value for event in ticket.events if event.kind == "priority" and event.at <= at]
    later = [event for event in ticket.events if event.kind == "priority" and event.at > at]
    rating = ticket.satisfaction if ticket.satisfaction and ticket.satisfaction.offered_at <= at else None
    if rating and not _by(rating.answered_at, at):
        rating = replace(rating, answered_at=None, score=None)
    clocks = [_clock(each, at) for each in ticket.clocks if each.applied_at <= at]
    before = priorities[-1] if priorities else clocks[-1].priority if clocks else ticket.priority
    return replace(
        ticket,
        events=events,
        status=statuses[-1] if statuses else "new",
        priority=before if later else ticket.priority,
        clocks=clocks,
        satisfaction=rating,
    )


def _clock(clock: SlaClock, at: datetime) -> SlaClock:
    ended_at = _by(clock.fulfilled_at or clock.cancelled_at, at)
    if ended_at:
        return clock
    breached_at = _by(clock.breached_at, at)
    run = min(clock.elapsed_seconds, int((at - clock.applied_at).total_seconds()))
    return replace(
        clock,
        fulfilled_at=None,
        cancelled_at=None,
        breached_at=breached_at,
        verdict="breached" if breached_at else "running",
        elapsed_seconds=run if breached_at else min(run, clock.target_minutes * 60),
    )


def _feedback(case: FeedbackCase, at: datetime) -> FeedbackCase:
    closed_at = _by(case.closed_at, at)
    return replace(case, closed_at=closed_at, root_cause=case.root_cause if closed_at else None)


def _invoice(invoice: Invoice, at: datetime) -> Invoice:
    payments = [payment for payment in invoice.payments if payment.paid_at <= at]
    is_still_open = invoice.status in ("paid", "uncollectible") and len(payments) < len(invoice.payments)
    return replace(
        invoice,
        status="open" if is_still_open else invoice.status,
        payments=payments,
        credit_notes=[note for note in invoice.credit_notes if note.issued_at <= at],
    )


def _milestone(milestone: Milestone, at: datetime) -> Milestone:
    return replace(milestone, done_on=_past(milestone.done_on, at))


def _escalations(escalations: Iterable[Escalation], at: datetime) -> list[Escalation]:
    return [replace(each, closed_at=_by(each.closed_at, at)) for each in escalations if each.opened_at <= at]


def _supplier_contract(contract: SupplierContract, at: datetime) -> SupplierContract:
    terminated_on = _past(contract.terminated_on, at)
    has_ended = terminated_on or (contract.end and _is_over(contract.end, at))
    status = "active" if contract.status == "ended" and not has_ended else contract.status
    return replace(contract, terminated_on=terminated_on, status=status)


def _order(order: Order, at: datetime) -> Order:
    return replace(order, lines=[_order_line(line, at) for line in order.lines])


def _order_line(line: OrderLine, at: datetime) -> OrderLine:
    return replace(
        line,
        schedule=[
            replace(each, promises=[promise for promise in each.promises if promise.confirmed_at <= at])
            for each in line.schedule
        ],
        receipts=[
            receipt
            if receipt.inspected_on is None or _is_over(receipt.inspected_on, at)
            else replace(receipt, inspected_on=None, inspection_rejects=receipt.inspection_rejects * 0)
            for receipt in line.receipts
            if receipt.posted_at <= at
        ],
        changed_after_confirmation_on=_past(line.changed_after_confirmation_on, at),
    )


def _supplier_invoice(invoice: SupplierInvoice, at: datetime) -> SupplierInvoice:
    return replace(invoice, payments=[part for part in invoice.payments if _is_over(part.paid_on, at)])


def _obligation(obligation: Obligation, at: datetime) -> Obligation:
    return replace(obligation, met_on=_past(obligation.met_on, at))


def _remediation_plan(plan: RemediationPlan, at: datetime) -> RemediationPlan:
    closed_on = _past(plan.closed_on, at)
    return replace(plan, closed_on=closed_on, outcome=plan.outcome if closed_on else "open")


def _initiative(initiative: Initiative, at: datetime) -> Initiative:
    approved_on, cancelled_on = _past(initiative.approved_on, at), _past(initiative.cancelled_on, at)
    status = "running" if initiative.status == "cancelled" and not cancelled_on else initiative.status
    return replace(
        initiative,
        approved_on=approved_on,
        status=status if approved_on or not initiative.approved_on else "proposed",
        cancelled_on=cancelled_on,
        cases=[case for case in initiative.cases if case.approved_on is None or _is_over(case.approved_on, at)],
        realised=[(month, amount) for month, amount in initiative.realised if utc(month) <= at],
        non_monetary=[(month, amount) for month, amount in initiative.non_monetary if utc(month) <= at],
    )


def _demand(requests: list[DemandRequest], at: datetime) -> list[DemandRequest]:
    return [
        request
        if request.decided_at is None or request.decided_at <= at
        else replace(request, decided_at=None, decision="open")
        for request in requests
        if request.submitted_at <= at
    ]
