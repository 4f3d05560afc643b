"""A ticket and what was done to it, as records of Zendesk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from seeds.simulator.world.client.life import Satisfaction, Ticket, TicketEvent
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.schedules import working_time_of
from seeds.simulator.writers.zendesk.envelopes import SITE
from seeds.simulator.writers.zendesk.instants import iso, iso_or_none

TICKET_BASE = 1_000_000
AGENT_BASE = 9_021_155_000_000
END_USER_BASE = 9_133_400_000_000
UPDATES_A_TICKET = 1000
GROUP_BASE = 360_005_550_000
BRAND_ID = 360_003_312
UNMAPPED_PRIORITY = "blocker"


def ticket_id(ticket: Ticket) -> int:
    """Zendesk's number of a ticket."""
    return TICKET_BASE + ticket.number


def changed_at(ticket: Ticket) -> datetime:
    """When a ticket last changed, an answer to its rating included."""
    moments = [event.at for event in ticket.events]
    if ticket.satisfaction:
        moments.append(ticket.satisfaction.answered_at or ticket.satisfaction.offered_at)
    return max(moments)


def ticket_record(ticket: Ticket, organization_id: int | None) -> dict[str, Any]:
    """The ticket as it stands."""
    last = changed_at(ticket)
    requester = END_USER_BASE + ticket.contact
    rating = ticket.satisfaction
    return {
        "id": ticket_id(ticket),
        "url": f"{SITE}/tickets/{ticket_id(ticket)}.json",
        "external_id": None,
        "via": {"channel": ("email", "web", "api")[ticket.number % 3]},
        "created_at": "" if ticket.fate is Fate.QUARANTINED else iso(ticket.created_at),
        "updated_at": iso(last),
        "generated_timestamp": int(last.timestamp()),
        "type": ticket.kind,
        "subject": ticket.subject,
        "priority": UNMAPPED_PRIORITY if ticket.is_priority_unmapped else ticket.priority,
        "status": ticket.status,
        "requester_id": requester,
        "submitter_id": requester,
        "assignee_id": _agent(ticket),
        "group_id": GROUP_BASE + ticket.schedule % 10,
        "organization_id": organization_id,
        "brand_id": BRAND_ID,
        "tags": ["escalated"] if ticket.is_escalated else [],
        "custom_fields": [{"id": 360_020_114, "value": None}],
        "satisfaction_rating": {"score": rating.score or "offered", "id": rating.number}
        if rating and rating.score
        else {"score": "offered" if rating else "unoffered"},
    }


def update_records(ticket: Ticket, stand_in: int) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """One update for all that happened at the same instant, each with that instant.

    Where nobody is in charge, the agent with the index `stand_in` answers.
    """
    status, priority = None, None
    requester, agent = END_USER_BASE + ticket.contact, AGENT_BASE + (ticket.agent or stand_in)
    for position, (at, together) in enumerate(groupby(ticket.events, key=lambda event: event.at)):
        events = list(together)
        children: list[dict[str, Any]] = []
        if position == 0:
            status, priority = "new", _first_priority(ticket)
            children.append(
                {
                    "via": "Web form",
                    "event_type": "Create",
                    "status": status,
                    "priority": priority,
                    "subject": ticket.subject,
                    "comment_present": True,
                    "comment_public": True,
                }
            )
            schedule = {"previous_schedule_id": None, "new_schedule_id": ticket.schedule}
            children.append({"via": "Rule", "event_type": "ScheduleAssignment", **schedule})
            events = [
                event
                for event in events[1:]
                if event.kind not in ("status", "priority") or event.value not in (status, priority)
            ]
        for event in events:
            if event.kind != "status" or event.value != status:
                children.append(_child(event, status, priority))
            status = event.value if event.kind == "status" else status
            priority = event.value if event.kind == "priority" else priority
        is_requesters = position == 0 or events[0].kind == "comment"
        id_ = ticket.number * UPDATES_A_TICKET + position
        if not children:
            continue
        yield (
            at,
            {
                "id": id_,
                "ticket_id": ticket_id(ticket),
                "timestamp": int(at.timestamp()),
                "created_at": iso(at),
                "updater_id": requester if is_requesters else agent,
                "via": "Web form" if is_requesters else "Mail",
                "event_type": "Audit",
                "child_events": [{"id": id_ * 10 + i, **child} for i, child in enumerate(children)],
            },
        )


def _child(event: TicketEvent, status: str | None, priority: str | None) -> dict[str, Any]:
    if event.kind == "status":
        return {"via": "Web form", "event_type": "Change", "status": event.value, "previous_value": status}
    if event.kind == "priority":
        return {"via": "Web form", "event_type": "Change", "priority": event.value, "previous_value": priority}
    return {"via": "Mail", "event_type": "Comment", "comment_present": True, "comment_public": event.kind != "note"}


def _first_priority(ticket: Ticket) -> str:
    return ticket.clocks[0].priority if ticket.clocks else ticket.priority


def _agent(ticket: Ticket) -> int | None:
    return AGENT_BASE + ticket.agent if ticket.agent else None


def metrics_record(ticket: Ticket) -> dict[str, Any]:
    """The desk's own measurements of a ticket."""
    statuses = [event for event in ticket.events if event.kind == "status"]
    replies = [event.at for event in ticket.events if event.kind == "reply"]
    comments = [event.at for event in ticket.events if event.kind in ("comment", "reply", "note")]
    solves = [event.at for event in statuses if event.value == "solved"]
    is_solved = ticket.status in ("solved", "closed")
    reopens = sum(
        1
        for before, after in pairwise(statuses)
        if before.value == "solved" and after.value in ("open", "pending", "hold")
    )
    solved_at = solves[-1] if solves and is_solved else None
    assigned_at = iso(ticket.events[min(1, len(ticket.events) - 1)].at) if ticket.agent else None
    return {
        "id": 7_000_000_000 + ticket.number,
        "ticket_id": ticket_id(ticket),
        "created_at": iso(ticket.created_at),
        "updated_at": iso(changed_at(ticket)),
        "group_stations": 1,
        "assignee_stations": 1 if ticket.agent else 0,
        "reopens": reopens,
        "replies": len(replies),
        "assigned_at": assigned_at,
        "initially_assigned_at": assigned_at,
        "solved_at": iso_or_none(solved_at),
        "status_updated_at": iso(statuses[-1].at if statuses else ticket.created_at),
        "latest_comment_added_at": iso(comments[-1] if comments else ticket.created_at),
        "reply_time_in_minutes": _minutes(ticket, replies[0] if replies else None),
        "full_resolution_time_in_minutes": _minutes(ticket, solved_at),
    }


def _minutes(ticket: Ticket, end: datetime | None) -> dict[str, int | None]:
    if end is None:
        return {"calendar": None, "business": None}
    calendar = int((end - ticket.created_at).total_seconds()) // 60
    business = working_time_of(ticket.schedule).seconds(ticket.created_at, end) // 60
    return {"calendar": calendar, "business": business}


def rating_record(ticket: Ticket, rating: Satisfaction) -> dict[str, Any]:
    """The offer to rate a ticket, with its answer if there is one."""
    return {
        "id": rating.number,
        "ticket_id": ticket_id(ticket),
        "requester_id": END_USER_BASE + ticket.contact,
        "assignee_id": _agent(ticket),
        "group_id": GROUP_BASE + ticket.schedule % 10,
        "score": rating.score or "offered",
        "comment": None,
        "reason": "The issue took too long to resolve" if rating.score == "bad" else None,
        "created_at": iso(rating.offered_at),
        "updated_at": iso(rating.answered_at or rating.offered_at),
    }
