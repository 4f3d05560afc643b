"""Tiny lives built by hand, and the figures found for them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from seeds.simulator.truth.client.side import ClientSide
from seeds.simulator.truth.table import Row
from seeds.simulator.world.client.life import (
    ClientLife,
    Contract,
    CreditNote,
    Interaction,
    Invoice,
    Opportunity,
    OpportunityLine,
    Payment,
    Satisfaction,
    SlaClock,
    StageChange,
    SurveyResponse,
    Ticket,
    TicketEvent,
)
from seeds.simulator.world.company import Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import Client, NativeId

AS_OF = datetime(2026, 3, 31, tzinfo=UTC)
RATES = {"EUR": [(date(2025, 12, 31), Decimal("1.10")), (date(2026, 1, 31), Decimal("1.20"))]}
_numbers = count(1)


def number() -> int:
    return next(_numbers)


def at(text: str) -> datetime:
    """An instant in UTC: `2026-03-01`, or with a time `2026-03-01T08:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def client(index: int = 1, segment: str = "enterprise", *, in_crm: bool = True, **given) -> Client:
    ids = [NativeId("salesforce", "default", f"account{index}", at("2020-01-01"))] if in_crm else []
    ids.append(NativeId("stripe", "default", f"cus_{index}", at("2021-01-01")))
    values = {
        "index": index,
        "name": f"Client {index}",
        "legal_name": f"Client {index} Ltd",
        "domain": f"client{index}.example",
        "industry": "Energy",
        "country": "US",
        "zone": "America/New_York",
        "currency": "USD",
        "business_unit": "Software",
        "segments": [(date(2015, 1, 1), segment)],
        "owner": 7,
        "parent": None,
        "created_at": at("2020-01-01"),
        "ids": ids,
    }
    return Client(**{**values, **given})


def life(who: Client | int = 1, **events) -> ClientLife:
    return ClientLife(client(who) if isinstance(who, int) else who, "table", **events)


def contract(start: str, end: str | None, annual="1200", **given) -> Contract:
    ends = day(end) if end else None
    values = {
        "number": number(),
        "created_at": at("2020-01-01"),
        "signed_on": day(start),
        "status": "active",
        "start": day(start),
        "end": ends,
        "original_end": ends,
        "extended_on": None,
        "terminated_on": None,
        "auto_renew": False,
        "notice_days": 30,
        "notice_given_on": None,
        "currency": "USD",
        "annual_value": Decimal(annual),
        "one_off_value": Decimal(0),
        "seats": 0,
        "families": ("Core",),
    }
    return Contract(**{**values, **given})


def opportunity(created: str, closed: str | None = None, status: str = "open", **given) -> Opportunity:
    stage = {"open": "Prospecting", "won": "Closed Won", "lost": "Closed Lost"}[status]
    changes = [change(created, "Prospecting")]
    if closed:
        changes.append(change(closed, stage))
    values = {
        "number": number(),
        "name": "Deal",
        "kind": "new",
        "is_kind_unmapped": False,
        "owner": 7,
        "currency": "USD",
        "created_at": at(created),
        "changes": changes,
        "status": status,
        "close_on": at(closed or "2026-12-31").date(),
        "lines": [],
        "renews": None,
    }
    return Opportunity(**{**values, **given})


def change(when: str, stage: str, amount: str | None = "100", probability: int = 10) -> StageChange:
    worth = None if amount is None else Decimal(amount)
    return StageChange(at(when), stage, worth, Decimal(probability), day("2026-12-31"))


def line(family: str, amount: str) -> OpportunityLine:
    return OpportunityLine(number(), family, 1, Decimal(amount))


def ticket(created: str, *events: tuple[str, str, str], **given) -> Ticket:
    """Events after the creation as (instant, kind, value)."""
    told = [
        TicketEvent(at(created), "comment", ""),
        *(TicketEvent(at(when), kind, what) for when, kind, what in events),
    ]
    statuses = [what for _, kind, what in events if kind == "status"]
    values = {
        "number": number(),
        "desk": "zendesk",
        "subject": "Help",
        "kind": "question",
        "contact": 1,
        "agent": None,
        "schedule": 360_001,
        "created_at": at(created),
        "events": told,
        "status": (statuses or ["new"])[-1],
        "priority": "normal",
        "is_priority_unmapped": False,
        "is_escalated": False,
        "clocks": [],
        "satisfaction": None,
        "is_in_crm_too": False,
    }
    return Ticket(**{**values, **given})


def solved(created: str, when: str, **given) -> Ticket:
    return ticket(created, (when, "status", "solved"), **given)


def clock(verdict: str, decided: str, **given) -> SlaClock:
    moments = {"fulfilled_at": None, "breached_at": None, "cancelled_at": None}
    name = {"met": "fulfilled_at", "breached": "breached_at", "cancelled": "cancelled_at"}.get(verdict)
    if name:
        moments[name] = at(decided)
    values = {
        "metric": "resolution",
        "instance": 1,
        "policy": "Standard support",
        "target_minutes": 60,
        "is_business_time": True,
        "priority": "normal",
        "applied_at": at("2026-03-01"),
        "verdict": verdict,
        "elapsed_seconds": 0,
    }
    return SlaClock(**{**values, **moments, **given})


def offer(offered: str, answered: str | None = None, score: str | None = None) -> Satisfaction:
    return Satisfaction(number(), at(offered), at(answered) if answered else None, score)


def response(kind: str, score: int, when: str = "2026-03-10", contact: int | None = None, **given) -> SurveyResponse:
    return SurveyResponse(number(), kind, score, contact, at(when), "", **given)


def interaction(when: str, kind: str = "meeting", contact: int | None = 1, **given) -> Interaction:
    values = {
        "number": number(),
        "kind": kind,
        "subject": "Talk",
        "is_review": False,
        "started_at": at(when),
        "minutes": 30,
        "owner": 7,
        "contact": contact,
        "invitees": (),
        "is_outbound": True,
        "is_cancelled": False,
    }
    return Interaction(**{**values, **given})


def invoice(issued: str, due: str, net: str, *paid: tuple[str, str], credited: Iterable = (), **given) -> Invoice:
    """Payments as (instant, amount); credit notes as (instant, net)."""
    values = {
        "number": number(),
        "issued_at": at(issued),
        "due_at": at(due),
        "status": "open",
        "currency": "USD",
        "net": Decimal(net),
        "tax": Decimal(0),
        "contract": None,
        "payments": [Payment(number(), at(when), Decimal(amount)) for when, amount in paid],
        "credit_notes": [CreditNote(number(), at(when), Decimal(amount), Decimal(0)) for when, amount in credited],
    }
    return Invoice(**{**values, **given})


def orphan(event):
    event.fate = Fate.ORPHAN
    return event


def quarantined(event):
    event.fate = Fate.QUARANTINED
    return event


class Found:
    """The rows of one KPI."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = {
            (row.entity_type, row.entity_id, row.slice_value, row.period_grain, str(row.period_start)): row
            for row in rows
        }

    def row(self, start="2026-03-01", entity=("portfolio", "all"), grain="month", part="all") -> Row | None:
        return self.rows.get((*entity, part, grain, start))

    def value(self, *args, **kwargs) -> Decimal | None:
        row = self.row(*args, **kwargs)
        assert row is not None, f"no such row among {sorted(self.rows)}"
        return row.value

    def ever(self, entity=("portfolio", "all")) -> Row | None:
        return self.row("1900-01-01", entity, "all_time")


def figures(kpi_id: str, *lives: ClientLife, as_of: datetime = AS_OF, rates=None) -> Found:
    side = ClientSide(Company(1, Decimal(1), len(lives), 1, rates or RATES), as_of)
    for each in lives:
        side.take(each)
    (kpi,) = [each for each in side.kpis if each.id == kpi_id]
    return Found(side.rows_of(kpi))
