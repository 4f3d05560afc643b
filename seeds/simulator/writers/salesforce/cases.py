"""Cases: complaints and detractors that somebody took up, and doubles of what stands at the desk."""

from __future__ import annotations

from datetime import datetime

from seeds.simulator.world.client.life import ClientLife, FeedbackCase, Ticket
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import salesforce_id
from seeds.simulator.writers.salesforce.files import Files
from seeds.simulator.writers.salesforce.values import (
    CREATED,
    DELETED,
    ID,
    MODIFIED,
    OWNER,
    bulk,
    contact_id,
    flag,
    gone_account,
    instant,
    user_id,
)
from seeds.simulator.writers.shapes import Column

CASE = bulk(
    "Case",
    "case",
    "One row a version of a case.",
    ID,
    Column("CaseNumber", "Number people use, with leading zeros."),
    Column("AccountId", "Account."),
    Column("ContactId", "Contact who asks.", personal_data="identifier"),
    Column("Type", "Complaint or Detractor for feedback; Problem, Incident, Question or Task for requests."),
    Column("Reason", "Reason, a picklist."),
    Column("Origin", "Phone, Email or Web."),
    Column("Priority", "High, Medium or Low."),
    Column("Status", "New, Working, Escalated or Closed.", is_required=True, is_confirmed=False),
    Column("Subject", "Subject line; may hold line breaks.", personal_data="free_text"),
    Column("IsClosed", "Closed.", "boolean"),
    Column("IsEscalated", "Escalated.", "boolean"),
    Column("ClosedDate", "Instant of closing.", "timestamp"),
    OWNER,
    DELETED,
    CREATED,
    MODIFIED,
    Column("RootCause__c", "What was behind it."),
    Column("DeskTicket__c", "Number of the same request at the ticket desk."),
)
SHAPES = (CASE,)
_PRIORITIES = {"urgent": "High", "high": "High", "normal": "Medium", "low": "Low"}


def write_cases(files: Files, life: ClientLife, account: str) -> None:
    """The feedback cases of a client, and the doubles of its tickets."""
    for case in life.feedback:
        _write_feedback(files, case, account)
    for ticket in life.tickets:
        if ticket.is_in_crm_too and ticket.fate is Fate.LOADED:
            _write_double(files, life, ticket, account)


def _write_feedback(files: Files, case: FeedbackCase, account: str) -> None:
    native = salesforce_id("500", 2 * case.number + 1)
    at = case.closed_at or case.opened_at
    values = [
        native,
        f"{2 * case.number:08d}",
        gone_account("feedback", case.number) if case.fate is Fate.ORPHAN else account,
        "",
        case.kind.capitalize(),
        "Feedback",
        "Web",
        "Medium",
        "Closed" if case.closed_at else "Working",
        f"{case.kind.capitalize()} of a client",
        flag(case.closed_at is not None),
        "false",
        instant(case.closed_at),
        user_id(case.owner),
        "false",
        "" if case.fate is Fate.QUARANTINED else instant(case.opened_at),
        instant(at),
        case.root_cause or "",
        "",
    ]
    if files.write(CASE, at, values):
        files.plant_fate(CASE, native, case.fate, "CreatedDate")


def _write_double(files: Files, life: ClientLife, ticket: Ticket, account: str) -> None:
    native = salesforce_id("500", 2 * ticket.number + 2)
    at: datetime = ticket.events[-1].at
    solved = [event.at for event in ticket.events if event.value == "solved"]
    is_closed = ticket.status in ("solved", "closed")
    values = [
        native,
        f"{2 * ticket.number + 1:08d}",
        account,
        contact_id(ticket.contact),
        ticket.kind.capitalize(),
        "",
        "Email",
        _PRIORITIES[ticket.priority],
        "Closed" if is_closed else "Working",
        ticket.subject,
        flag(is_closed),
        flag(ticket.is_escalated),
        instant(solved[-1]) if is_closed else "",
        user_id(life.client.owner),
        flag(ticket.status == "deleted"),
        instant(ticket.created_at),
        instant(at),
        "",
        f"{ticket.desk}/{ticket.number}",
    ]
    if files.write(CASE, at, values):
        files.plant(CASE, native, f"the same request stands at {ticket.desk}, which counts", "not_counted")
