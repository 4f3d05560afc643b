"""An incident and its service-level clocks, as records of ServiceNow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from seeds.simulator.world.client.life import SlaClock, Ticket
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import sys_id
from seeds.simulator.world.schedules import schedule_of, working_time_of
from seeds.simulator.writers.servicenow.values import Choice, Reference, Value, duration, flag

STATES = {
    "new": Choice("1", "New"),
    "open": Choice("2", "In Progress"),
    "pending": Choice("3", "On Hold"),
    "hold": Choice("3", "On Hold"),
    "solved": Choice("6", "Resolved"),
    "closed": Choice("7", "Closed"),
    "deleted": Choice("8", "Canceled"),
}
PRIORITIES = {
    "urgent": Choice("1", "1 - Critical"),
    "high": Choice("2", "2 - High"),
    "normal": Choice("3", "3 - Moderate"),
    "low": Choice("4", "4 - Low"),
}
HOLD_REASONS = {"pending": Choice("1", "Awaiting Caller"), "hold": Choice("4", "Awaiting Vendor")}
UNMAPPED_PRIORITY = "9"
TARGETS = {"first_reply": "response", "resolution": "resolution"}
_IMPACTS = {"urgent": "1", "high": "2", "normal": "2", "low": "3"}
_NIGHTLY_WORK = timedelta(hours=2)
"""So long before an export the clocks that run are worked out."""
SERVICES = ("Client Portal", "Data Gateway", "Reporting", "Field Devices", "Identity")


def incident_id(ticket: Ticket) -> str:
    """The sys_id of a ticket."""
    return sys_id("incident", ticket.number)


def changed_at(ticket: Ticket) -> datetime:
    """When a ticket last changed."""
    return max(event.at for event in ticket.events)


def is_erased(ticket: Ticket) -> bool:
    """Every second deleted ticket leaves nothing but a line in the log of deletions; the others are cancelled."""
    return ticket.status == "deleted" and ticket.number % 2 == 1


def incident_record(ticket: Ticket, company: Reference | None) -> dict[str, Value]:
    """The incident as it stands."""
    statuses = [event for event in ticket.events if event.kind == "status"]
    solves = [event.at for event in statuses if event.value == "solved"]
    is_solved = ticket.status in ("solved", "closed")
    solved_at = solves[-1] if solves and is_solved else None
    reopened = sum(1 for solve in solves if any(event.at > solve and event.value == "open" for event in statuses))
    calendar = int((solved_at - ticket.created_at).total_seconds()) if solved_at else None
    business = working_time_of(ticket.schedule).seconds(ticket.created_at, solved_at) if solved_at else None
    return {
        **task_record(ticket, company),
        "resolved_at": solved_at,
        "hold_reason": HOLD_REASONS.get(ticket.status),
        "impact": _IMPACTS[ticket.priority],
        "urgency": _IMPACTS[ticket.priority],
        "caller_id": Reference("sys_user", sys_id("sys_user contact", ticket.contact)),
        "business_service": Reference("cmdb_ci_service", sys_id("cmdb_ci_service", ticket.number % len(SERVICES))),
        "reopen_count": str(reopened),
        "reassignment_count": str(int(ticket.agent is not None)),
        "escalation": "2" if ticket.is_escalated else "0",
        "made_sla": "true",
        "business_duration": duration(business),
        "calendar_duration": duration(calendar),
        "business_stc": str(business) if business is not None else "",
        "calendar_stc": str(calendar) if calendar is not None else "",
        "contact_type": ("email", "self-service", "phone")[ticket.number % 3],
        "close_code": "Solution provided" if is_solved else "",
    }


def task_record(ticket: Ticket, company: Reference | None) -> dict[str, Value]:
    """The same incident in the table of all tasks."""
    closed = [event.at for event in ticket.events if event.kind == "status" and event.value == "closed"]
    return {
        "opened_at": "not recorded" if ticket.fate is Fate.QUARANTINED else ticket.created_at,
        "closed_at": closed[-1] if closed and ticket.status == "closed" else None,
        "sys_id": incident_id(ticket),
        "number": f"INC{ticket.number:07d}",
        "sys_class_name": "incident",
        "state": STATES[ticket.status],
        "priority": Choice(UNMAPPED_PRIORITY, "") if ticket.is_priority_unmapped else PRIORITIES[ticket.priority],
        "company": company,
        "assigned_to": Reference("sys_user", sys_id("sys_user", ticket.agent)) if ticket.agent else None,
        "short_description": ticket.subject,
        "active": flag(ticket.status not in ("closed", "deleted")),
        "sys_created_on": ticket.created_at,
        "sys_updated_on": changed_at(ticket),
        "sys_mod_count": str(len(ticket.events)),
    }


def clock_records(ticket: Ticket, until: datetime) -> Iterator[tuple[datetime, dict[str, Value]]]:
    """The clocks of an incident at an export, each with its last change: those that run are worked out every night."""
    schedule = schedule_of(ticket.schedule)
    for position, clock in enumerate(ticket.clocks):
        ended_at = clock.fulfilled_at or clock.cancelled_at
        last = ended_at or max(clock.applied_at, until - _NIGHTLY_WORK)
        target_seconds = clock.target_minutes * 60
        yield (
            last,
            {
                "sys_id": sys_id("task_sla", ticket.number * 100 + position),
                "task": Reference("task", incident_id(ticket)),
                "sla": Reference("contract_sla", sla_id(clock.metric, clock.priority)),
                "stage": _stage(clock),
                "active": flag(ended_at is None),
                "has_breached": flag(clock.breached_at is not None),
                "start_time": ticket.created_at,
                "end_time": ended_at,
                "planned_end_time": _planned_end(ticket, clock, until),
                "original_breach_time": working_time_of(ticket.schedule).after(ticket.created_at, target_seconds),
                "duration": duration(int(((ended_at or until) - ticket.created_at).total_seconds())),
                "business_duration": duration(clock.elapsed_seconds),
                "business_percentage": f"{clock.elapsed_seconds * 100 / target_seconds:.2f}",
                "schedule": Reference("cmn_schedule", sys_id("cmn_schedule", schedule.id)),
                "timezone": schedule.zone,
                "sys_created_on": clock.applied_at,
                "sys_updated_on": last,
                "sys_mod_count": "1",
            },
        )


def _stage(clock: SlaClock) -> Choice:
    if clock.cancelled_at:
        return Choice("cancelled", "Cancelled")
    return Choice("completed", "Completed") if clock.fulfilled_at else Choice("in_progress", "In progress")


def _planned_end(ticket: Ticket, clock: SlaClock, until: datetime) -> datetime:
    """The instant at which the clock's time equals its target, if it goes on without a pause from its end or export."""
    if clock.breached_at:
        return clock.breached_at
    left = clock.target_minutes * 60 - clock.elapsed_seconds
    since = clock.fulfilled_at or clock.cancelled_at or until
    return working_time_of(ticket.schedule).after(since, left) if left > 0 else since


def sla_id(metric: str, priority: str) -> str:
    """The sys_id of a definition of a clock."""
    return sys_id("contract_sla", list(TARGETS).index(metric) * 10 + int(PRIORITIES[priority].value))
