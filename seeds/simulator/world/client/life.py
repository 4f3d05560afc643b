"""All that happened between the company and one client. Money is Decimal in the currency named beside it.

Which system shows what (each event is rendered once, except the doubles that writers list):
Salesforce: the account, contacts, contracts, opportunities, interactions, stakeholder roles, feedback cases.
Zendesk or ServiceNow: tickets, by the desk of the client's business unit. Zendesk also: offers to rate them.
Stripe: invoices, credit notes, payments. Delighted: NPS and five-point CSAT responses. Usage: active users a day.
Company files: milestones, escalations, objectives, revenue targets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import Client, Contact


@dataclass(slots=True)
class Contract:
    """A client contract as known at the end. In force by KPIS.md, section 1; renewals by section 6a."""

    number: int
    created_at: datetime
    signed_on: date | None
    status: str
    """draft, active, ended (terminated or run out and closed) or cancelled (before its start)."""
    start: date
    end: date | None
    """Last day, extensions included; None is evergreen."""
    original_end: date | None
    """Last day as it stood before any extension; equal to `end` where there was none."""
    extended_on: date | None
    """Day the extension was signed."""
    terminated_on: date | None
    """Last day in force after a termination; before `end`."""
    auto_renew: bool
    notice_days: int
    notice_given_on: date | None
    """Notice in time stops the automatic renewal."""
    currency: str
    annual_value: Decimal
    one_off_value: Decimal
    seats: int
    families: tuple[str, ...]
    predecessor: int | None = None
    """Number of the contract that this one names as the one it renews."""
    amends: int | None = None
    """Number of the contract that this one amends: from its start it replaces that one, which is never due."""
    fate: Fate = Fate.LOADED


@dataclass(slots=True)
class StageChange:
    """An opportunity as it stood from an instant on; the first one is its creation."""

    at: datetime
    stage: str
    amount: Decimal | None
    probability: Decimal
    """Percent, 0 to 100."""
    close_on: date


@dataclass(frozen=True, slots=True)
class OpportunityLine:
    """A product of an opportunity; amounts add up to the opportunity's newest amount."""

    number: int
    family: str
    quantity: int
    amount: Decimal


@dataclass(slots=True)
class Opportunity:
    """A chance to sell. Stages are Salesforce's default ones, in company.STAGES."""

    number: int
    name: str
    kind: str
    """new, expansion or renewal."""
    is_kind_unmapped: bool
    """The record's Type is a label outside the value map: not known to be a renewal (kind is then never renewal)."""
    owner: int
    currency: str
    created_at: datetime
    changes: list[StageChange]
    """In order of time, at least one. The last one says how it stands."""
    status: str
    """open, won or lost."""
    close_on: date
    """Expected day while open; else the actual one, the day (UTC) of the last change."""
    lines: list[OpportunityLine]
    renews: int | None
    """Number of the contract that a renewal is about."""
    is_deleted: bool = False
    """In the recycle bin from its last change on: exported with a delete mark, and in no figure."""
    fate: Fate = Fate.LOADED


@dataclass(frozen=True, slots=True)
class StakeholderRole:
    """What a contact is in a deal or to the account, known from an instant on."""

    contact: int
    """Number of the contact."""
    role: str
    """decision_maker, influencer, gatekeeper, user or other."""
    known_at: datetime
    opportunity: int | None
    """Number of the opportunity, or None for a role towards the account."""
    is_active: bool = True
    """An inactive role towards the account counts nowhere."""


@dataclass(slots=True)
class TicketEvent:
    """Something done to a ticket. The first one is its creation, a public comment of the requester with status new."""

    at: datetime
    kind: str
    """comment (public, by the requester), reply (public, by an agent), note (private), status, priority."""
    value: str
    """Of status: new, open, pending, hold, solved, closed, deleted. Of priority: urgent, high, normal, low. Else ''."""


@dataclass(slots=True)
class SlaClock:
    """An instance of a service-level clock, with the verdict of the desk itself, which is the one that counts."""

    metric: str
    """first_reply, next_reply, requester_wait, agent_work or resolution."""
    instance: int
    """Counts the runs of the metric on the ticket from 1."""
    policy: str
    target_minutes: int
    is_business_time: bool
    priority: str
    """Priority when the target applied."""
    applied_at: datetime
    fulfilled_at: datetime | None
    """When the clock ended for good."""
    breached_at: datetime | None
    """The instant its sum equalled the target while it still ran on; also of clocks that have not ended."""
    cancelled_at: datetime | None
    verdict: str
    """met, breached, cancelled or running (neither ended nor past its target at AS_OF)."""
    elapsed_seconds: int
    """Seconds that the clock had run at its end, or at AS_OF, in its own kind of time."""


@dataclass(slots=True)
class Satisfaction:
    """The desk's offer to rate a ticket, good or bad."""

    number: int
    offered_at: datetime
    answered_at: datetime | None
    score: str | None
    """good or bad."""


@dataclass(slots=True)
class Ticket:
    """A request of a client. Zendesk shows all events; ServiceNow shows opened, last solve, close and clocks only."""

    number: int
    desk: str
    """zendesk or servicenow."""
    subject: str
    kind: str
    """problem, incident, question or task."""
    contact: int
    """Number of the contact who asks."""
    agent: int | None
    """Index of the employee in charge."""
    schedule: int
    """Id of the working schedule in company.SCHEDULES."""
    created_at: datetime
    events: list[TicketEvent]
    status: str
    """Newest status; `deleted` counts as cancelled."""
    priority: str
    """Newest priority: urgent, high, normal or low; on ServiceNow 1 to 4 in that order."""
    is_priority_unmapped: bool
    """The newest priority is exported as a value outside the map: its slice is `unmapped`."""
    is_escalated: bool
    clocks: list[SlaClock]
    satisfaction: Satisfaction | None
    is_in_crm_too: bool
    """A deliberate double: the same request is also a Salesforce case; system_of_record lets the desk count."""
    fate: Fate = Fate.LOADED


@dataclass(slots=True)
class SurveyResponse:
    """An answer in Delighted. NPS 0 to 10; CSAT 1 to 5. When it was sent is not exported."""

    number: int
    kind: str
    """nps or csat."""
    score: int
    contact: int | None
    """Number of the contact; None is anonymous."""
    answered_at: datetime
    comment: str
    fate: Fate = Fate.LOADED


@dataclass(slots=True)
class FeedbackCase:
    """A complaint, or a detractor's answer, that somebody took up."""

    number: int
    kind: str
    """complaint or detractor."""
    opened_at: datetime
    closed_at: datetime | None
    root_cause: str | None
    owner: int
    fate: Fate = Fate.LOADED


@dataclass(slots=True)
class Interaction:
    """A meeting, call or mail. Held if neither cancelled nor after AS_OF."""

    number: int
    kind: str
    """meeting, call or email."""
    subject: str
    is_review: bool
    started_at: datetime
    minutes: int
    owner: int
    contact: int | None
    """Number of the client's contact who took part; None: the record names none, so it does not count as held."""
    invitees: tuple[int, ...]
    """Other employees: each gives a copy of the event in Salesforce, which must not count again."""
    is_outbound: bool
    is_cancelled: bool
    fate: Fate = Fate.LOADED


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received on an invoice, less what was refunded of it. Nothing remains of a charge refunded in full."""

    number: int
    paid_at: datetime
    amount: Decimal
    refunded: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class CreditNote:
    """Money taken off an invoice. Net and tax are positive."""

    number: int
    issued_at: datetime
    net: Decimal
    tax: Decimal


@dataclass(slots=True)
class Invoice:
    """An invoice to the client. Its date is the UTC day of `issued_at`, its due date that of `due_at`."""

    number: int
    issued_at: datetime
    due_at: datetime
    status: str
    """open, paid, uncollectible (still due and unpaid), void or draft (the last two count nowhere)."""
    currency: str
    net: Decimal
    tax: Decimal
    contract: int | None
    payments: list[Payment] = field(default_factory=list)
    credit_notes: list[CreditNote] = field(default_factory=list)
    fate: Fate = Fate.LOADED


class UsageDay(NamedTuple):
    """What one user did on one day (UTC). A tuple, because there are more of them than of all else."""

    day: date
    user: int
    """Number of the user within the client's tenant, from 1."""
    events: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of getting started: day_30, day_60, day_90 or first_value."""

    kind: str
    due_on: date | None
    """None for first_value."""
    done_on: date | None


@dataclass(slots=True)
class Escalation:
    """A relationship escalation, of a client or a supplier."""

    number: int
    opened_at: datetime
    closed_at: datetime | None
    reason: str
    fate: Fate = Fate.LOADED


@dataclass(frozen=True, slots=True)
class Objective:
    """A line of the account plan."""

    number: int
    title: str
    measure: str
    target: Decimal
    actual: Decimal
    due_on: date
    owner: int
    side: str
    """ours or theirs."""


@dataclass(frozen=True, slots=True)
class RevenueTarget:
    """Revenue wanted of the client in a month."""

    month: date
    currency: str
    amount: Decimal


@dataclass(slots=True)
class ClientLife:
    """One client with everything that happened. Lists are in order of time."""

    client: Client
    usage_channel: str
    """segment (track events) or table (the plain daily table)."""
    contacts: list[Contact] = field(default_factory=list)
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
    objectives: list[Objective] = field(default_factory=list)
    revenue_targets: list[RevenueTarget] = field(default_factory=list)
