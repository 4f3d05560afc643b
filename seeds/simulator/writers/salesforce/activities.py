"""Meetings as events, calls and mails as tasks."""

from __future__ import annotations

from datetime import timedelta

from seeds.simulator.world.client.life import ClientLife, Interaction
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import salesforce_id
from seeds.simulator.world.timeline import END_AT
from seeds.simulator.writers.salesforce.files import Files
from seeds.simulator.writers.salesforce.values import (
    CREATED,
    DELETED,
    ID,
    MODIFIED,
    OWNER,
    UNREADABLE,
    bulk,
    contact_id,
    flag,
    gone_account,
    instant,
    user_id,
)
from seeds.simulator.writers.shapes import Column

_WHO = Column("WhoId", "Contact who took part; empty where none is named.", personal_data="identifier")
_ACCOUNT = Column("AccountId", "Account.")
_SUBJECT = Column("Subject", "Subject line.", personal_data="free_text")
EVENT = bulk(
    "Event",
    "event",
    "One row a meeting, and one more for each colleague invited.",
    ID,
    _WHO,
    Column("WhatId", "What it is about: the account."),
    _ACCOUNT,
    _SUBJECT,
    Column("StartDateTime", "Instant it starts.", "timestamp", is_required=True),
    Column("EndDateTime", "Instant it ends.", "timestamp"),
    Column("ActivityDateTime", "Instant it starts, again.", "timestamp"),
    Column("ActivityDate", "Day.", "date"),
    Column("DurationInMinutes", "Minutes.", "integer"),
    Column("IsAllDayEvent", "Takes the whole day.", "boolean"),
    Column("IsChild", "Copy of an invitee.", "boolean", is_confirmed=False),
    Column("IsGroupEvent", "Others are invited.", "boolean", is_confirmed=False),
    Column("EventSubtype", "Event."),
    Column("Type__c", "Business Review, or empty."),
    Column("Status__c", "Held or Cancelled."),
    OWNER,
    DELETED,
    CREATED,
    MODIFIED,
)
TASK = bulk(
    "Task",
    "task",
    "One row a call or mail.",
    ID,
    _WHO,
    Column("WhatId", "What it is about: the account."),
    _ACCOUNT,
    _SUBJECT,
    Column("ActivityDate", "Day (UTC).", "date", is_required=True),
    Column("Status", "Completed or Canceled.", is_confirmed=False),
    Column("Priority", "Normal."),
    Column("IsClosed", "Done with.", "boolean"),
    Column("TaskSubtype", "Call or Email."),
    Column("CallType", "Inbound or Outbound.", is_confirmed=False),
    Column("CallDurationInSeconds", "Seconds.", "integer"),
    Column("CompletedDateTime", "Instant of the call or mail.", "timestamp"),
    OWNER,
    DELETED,
    Column("IsArchived", "Older than a year.", "boolean"),
    CREATED,
    MODIFIED,
)
SHAPES = (EVENT, TASK)
_ARCHIVED_AFTER = timedelta(days=365)


def write_interactions(files: Files, life: ClientLife, account: str) -> None:
    """All meetings, calls and mails of a client."""
    for interaction in life.interactions:
        if interaction.kind == "meeting":
            _write_meeting(files, interaction, account)
        else:
            _write_task(files, interaction, account)


def _parties(files: Files, interaction: Interaction, account: str) -> tuple[str, str, bool]:
    """Contact, account, and whether the account stands by its 15 characters."""
    if interaction.fate is Fate.ORPHAN:
        who = "" if interaction.contact is None else salesforce_id("003", 5_000_000_000 + interaction.number)
        return who, gone_account("interaction", interaction.number), False
    reference, is_short = files.reference(account, salesforce_id("00U", interaction.number))
    return contact_id(interaction.contact), reference, is_short


def _write_meeting(files: Files, interaction: Interaction, account: str) -> None:
    who, reference, is_short = _parties(files, interaction, account)
    end = interaction.started_at + timedelta(minutes=interaction.minutes)
    changed = min(end, END_AT - timedelta(seconds=1))
    start = instant(interaction.started_at)
    is_broken = interaction.fate is Fate.QUARANTINED
    guests = 0 if is_broken else len(interaction.invitees)
    owners = [interaction.owner, *interaction.invitees[:guests]]
    for place, owner in enumerate(owners):
        native = salesforce_id("00U", interaction.number * 10 + place + 1)
        values = [
            native,
            who,
            reference,
            reference,
            interaction.subject,
            UNREADABLE if is_broken else start,
            instant(end),
            UNREADABLE if is_broken else start,
            start[:10],
            str(interaction.minutes),
            "false",
            flag(place > 0),
            flag(guests > 0),
            "Event",
            "Business Review" if interaction.is_review else "",
            "Cancelled" if interaction.is_cancelled else "Held",
            user_id(owner),
            "false",
            start,
            instant(changed),
        ]
        if not files.write(EVENT, changed, values):
            continue
        files.plant_fate(EVENT, native, interaction.fate, "StartDateTime")
        if is_short:
            files.plant_short(EVENT, native)
        if place:
            files.plant(EVENT, native, "copy of an invitee of the same meeting", "deduplicated")


def _write_task(files: Files, interaction: Interaction, account: str) -> None:
    who, reference, is_short = _parties(files, interaction, account)
    native = salesforce_id("00T", interaction.number)
    is_call = interaction.kind == "call"
    at = instant(interaction.started_at)
    values = [
        native,
        who,
        reference,
        reference,
        interaction.subject,
        UNREADABLE if interaction.fate is Fate.QUARANTINED else at[:10],
        "Canceled" if interaction.is_cancelled else "Completed",
        "Normal",
        "true",
        "Call" if is_call else "Email",
        ("Outbound" if interaction.is_outbound else "Inbound") if is_call else "",
        str(interaction.minutes * 60) if is_call else "",
        at,
        user_id(interaction.owner),
        "false",
        flag(interaction.started_at < END_AT - _ARCHIVED_AFTER),
        at,
        at,
    ]
    if files.write(TASK, interaction.started_at, values):
        files.plant_fate(TASK, native, interaction.fate, "ActivityDate")
        if is_short:
            files.plant_short(TASK, native)
