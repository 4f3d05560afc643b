"""Spans of days, both ends inclusive; no last day is open."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Span(Protocol):
    """Whatever holds from a day on, and perhaps to one."""

    @property
    def valid_from(self) -> date:
        """First day."""

    @property
    def valid_to(self) -> date | None:
        """Last day; None is open."""


def holds_on(span: Span, day: date) -> bool:
    """Whether it holds on a day."""
    return span.valid_from <= day and (span.valid_to is None or day <= span.valid_to)
