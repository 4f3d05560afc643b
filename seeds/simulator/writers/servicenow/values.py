"""Values as ServiceNow's Table API writes them: scalars are strings, references objects, durations dates of 1970."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

SITE = "https://meridian.service-now.example"
_EPOCH = datetime(1970, 1, 1)
_USERS_ZONE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to another record."""

    table: str
    sys_id: str
    display: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A code with its label."""

    value: str
    label: str


Value = str | Reference | Choice | datetime | None
"""What a field holds; None is empty."""


def instant(at: datetime | None) -> str:
    """UTC without a zone, such as 2026-10-01 02:00:00; empty for none."""
    return at.isoformat(sep=" ")[:19] if at else ""


def duration(seconds: int | None) -> str:
    """A length of time as the date it reaches from 1970 on; empty for none."""
    return (_EPOCH + timedelta(seconds=seconds)).isoformat(sep=" ") if seconds is not None else ""


def flag(value: bool) -> str:
    """A boolean as text."""
    return "true" if value else "false"


def database_values(record: Mapping[str, Value]) -> dict[str, Any]:
    """A record with sysparm_display_value=false: database values, references as objects, empty as an empty string."""
    return {name: _database(value) for name, value in record.items()}


def without_links(record: Mapping[str, Value]) -> dict[str, Any]:
    """The same with sysparm_exclude_reference_link=true: references are plain identifiers."""
    return {name: value.sys_id if isinstance(value, Reference) else _database(value) for name, value in record.items()}


def both_values(record: Mapping[str, Value]) -> dict[str, Any]:
    """A record with sysparm_display_value=all: what people see, in the zone of the user who called, and the value."""
    return {name: _both(value) for name, value in record.items()}


def _database(value: Value) -> Any:
    if isinstance(value, Reference):
        return {"link": f"{SITE}/api/now/table/{value.table}/{value.sys_id}", "value": value.sys_id}
    if isinstance(value, Choice):
        return value.value
    return instant(value) if isinstance(value, datetime) else value or ""


def _both(value: Value) -> dict[str, str]:
    if isinstance(value, Reference):
        link = f"{SITE}/api/now/table/{value.table}/{value.sys_id}"
        return {"display_value": value.display, "link": link, "value": value.sys_id}
    if isinstance(value, Choice):
        return {"display_value": value.label, "value": value.value}
    if isinstance(value, datetime):
        return {"display_value": instant(value.astimezone(_USERS_ZONE)), "value": instant(value)}
    return {"display_value": value or "", "value": value or ""}
