"""What is known of a client at as_of: records that read, dated up to as_of, nothing deleted (KPIS.md, section 1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol, TypeVar

from seeds.simulator.truth.parties import UNKNOWN
from seeds.simulator.world.client.life import (
    ClientLife,
    Contract,
    Escalation,
    FeedbackCase,
    Interaction,
    Invoice,
    Milestone,
    Opportunity,
    RevenueTarget,
    Satisfaction,
    SlaClock,
    StakeholderRole,
    SurveyResponse,
    Ticket,
    UsageDay,
)
from seeds.simulator.world.company import STAGES
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.timeline import month_of

_STAGES = {stage.name: stage for stage in STAGES}


@dataclass(slots=True)
class ClientFacts:
    """The facts of one client that count, as they stood at as_of."""

    party: str
    """Entity id; `unknown` holds what names no known client."""
    contracts: list[Contract] = field(default_factory=list)
    opportunities: list[Opportunity] = field(default_factory=list)
    roles: list[StakeholderRole] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    responses: list[SurveyResponse] = field(default_factory=list)
    feedback: list[FeedbackCase] = field(default_factory=list)
    interactions: list[Interaction] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    usage: list[UsageDay] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    revenue_targets: list[RevenueTarget] = field(default_factory=list)

    def add(self, other: ClientFacts) -> None:
        """Take over the facts of another client."""
        for name in ("contracts", "opportunities", "tickets", "responses", "feedback"):
            getattr(self, name).extend(getattr(other, name))
        for name in ("interactions", "invoices", "escalations"):
            getattr(self, name).extend(getattr(other, name))


class _Fated(Protocol):
    fate: Fate


Event = TypeVar("Event", bound=_Fated)


def facts_of(life: ClientLife, party: str, as_of: datetime) -> ClientFacts:
    """What is known of the client at as_of, without what was quarantined and what names no known client."""
    facts = _of_fate(life, party, Fate.LOADED, as_of)
    deals = {each.number for each in facts.opportunities}
    facts.roles = [
        each
        for each in life.roles
        if each.is_active and each.known_at <= as_of and (each.opportunity is None or each.opportunity in deals)
    ]
    today = as_of.date()
    facts.usage = [each for each in life.usage if each.day <= today]
    facts.milestones = [replace(each, done_on=_by(each.done_on, today)) for each in life.milestones]
    facts.revenue_targets = [each for each in life.revenue_targets if each.month <= month_of(today)]
    return facts


def orphans_of(life: ClientLife, as_of: datetime) -> ClientFacts:
    """What the records of this life tell of a client that no file holds; it counts under `unknown`."""
    return _of_fate(life, UNKNOWN, Fate.ORPHAN, as_of)


def _of_fate(life: ClientLife, party: str, fate: Fate, as_of: datetime) -> ClientFacts:
    today = as_of.date()
    return ClientFacts(
        party=party,
        contracts=[_contract(each, today) for each in _with(fate, life.contracts) if each.created_at <= as_of],
        opportunities=[
            _opportunity(each, as_of)
            for each in _with(fate, life.opportunities)
            if each.created_at <= as_of and not (each.is_deleted and each.changes[-1].at <= as_of)
        ],
        tickets=[
            each
            for each in (_ticket(each, as_of) for each in _with(fate, life.tickets) if each.created_at <= as_of)
            if each.status != "deleted"
        ],
        responses=[each for each in _with(fate, life.responses) if each.answered_at <= as_of],
        feedback=[
            replace(each, closed_at=_by(each.closed_at, as_of))
            for each in _with(fate, life.feedback)
            if each.opened_at <= as_of
        ],
        interactions=[each for each in _with(fate, life.interactions) if each.started_at <= as_of],
        invoices=[
            replace(
                each,
                payments=[paid for paid in each.payments if paid.paid_at <= as_of],
                credit_notes=[note for note in each.credit_notes if note.issued_at <= as_of],
            )
            for each in _with(fate, life.invoices)
            if each.status in ("open", "paid", "uncollectible") and each.issued_at <= as_of
        ],
        escalations=[
            replace(each, closed_at=_by(each.closed_at, as_of))
            for each in _with(fate, life.escalations)
            if each.opened_at <= as_of
        ],
    )


def _with(fate: Fate, events: Iterable[Event]) -> list[Event]:
    return [each for each in events if each.fate is fate]


Moment = TypeVar("Moment", date, datetime)


def _by(moment: Moment | None, as_of: Moment) -> Moment | None:
    return moment if moment is not None and moment <= as_of else None


def _contract(contract: Contract, today: date) -> Contract:
    """The contract without extension, termination, notice and signature dated later."""
    extended_on = _by(contract.extended_on, today)
    return replace(
        contract,
        signed_on=_by(contract.signed_on, today),
        extended_on=extended_on,
        end=contract.end if extended_on else contract.original_end,
        terminated_on=_by(contract.terminated_on, today),
        notice_given_on=_by(contract.notice_given_on, today),
    )


def _opportunity(opportunity: Opportunity, as_of: datetime) -> Opportunity:
    changes = [each for each in opportunity.changes if each.at <= as_of]
    if len(changes) == len(opportunity.changes):
        return opportunity
    stage = _STAGES[changes[-1].stage]
    status = "open" if not stage.is_closed else "won" if stage.is_won else "lost"
    close_on = changes[-1].close_on if status == "open" else changes[-1].at.date()
    return replace(opportunity, changes=changes, status=status, close_on=close_on)


def _ticket(ticket: Ticket, as_of: datetime) -> Ticket:
    events = [each for each in ticket.events if each.at <= as_of]
    statuses = [each.value for each in events if each.kind == "status"]
    priorities = [each.value for each in events if each.kind == "priority"]
    is_whole = len(events) == len(ticket.events)
    return replace(
        ticket,
        events=events,
        status=ticket.status if is_whole else (statuses or ["new"])[-1],
        priority=ticket.priority if is_whole or not priorities else priorities[-1],
        clocks=[_clock(each, as_of) for each in ticket.clocks if each.applied_at <= as_of],
        satisfaction=_satisfaction(ticket.satisfaction, as_of),
    )


def _clock(clock: SlaClock, as_of: datetime) -> SlaClock:
    """The clock with the verdict as it was: what is dated later has not happened yet."""
    ends = (_by(clock.fulfilled_at, as_of), _by(clock.breached_at, as_of), _by(clock.cancelled_at, as_of))
    if ends == (clock.fulfilled_at, clock.breached_at, clock.cancelled_at):
        return clock
    fulfilled_at, breached_at, cancelled_at = ends
    verdict = "running"
    if breached_at and cancelled_at is None:
        verdict = "breached"
    elif fulfilled_at or cancelled_at:
        verdict = "met" if fulfilled_at else "cancelled"
    return replace(
        clock, fulfilled_at=fulfilled_at, breached_at=breached_at, cancelled_at=cancelled_at, verdict=verdict
    )


def _satisfaction(offer: Satisfaction | None, as_of: datetime) -> Satisfaction | None:
    if offer is None or offer.offered_at > as_of:
        return None
    if offer.answered_at is not None and offer.answered_at > as_of:
        return replace(offer, answered_at=None, score=None)
    return offer
