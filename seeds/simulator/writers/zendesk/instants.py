"""Instants as Zendesk writes them."""

from __future__ import annotations

from datetime import datetime


def iso(at: datetime) -> str:
    """ISO 8601 in UTC, such as 2026-10-01T02:00:00Z."""
    return at.isoformat()[:19] + "Z"


def iso_or_none(at: datetime | None) -> str | None:
    """The same, or null."""
    return iso(at) if at else None
