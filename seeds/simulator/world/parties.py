"""Who there is: parties as the world knows them, and the records that systems keep of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from seeds.simulator.world.timeline import END_AT


@dataclass(frozen=True, slots=True)
class NativeId:
    """One record of a party in one system. `native_id` is the canonical form (Salesforce: 18 characters)."""

    system: str
    instance: str
    native_id: str
    created_at: datetime | None = None
    """When that system made the record, as it exports it; None where it exports no such time."""
    merged_into: str | None = None
    """Native id of the record that this one was merged into."""


@dataclass(frozen=True, slots=True)
class Employee:
    """One of our own people. Index from 1."""

    index: int
    name: str
    email: str
    role: str
    """account_manager, agent, category_manager, requester, executive."""
    business_unit: str
    zone: str
    is_active: bool
    created_at: datetime


@dataclass(slots=True)
class Contact:
    """A person at a client. Local index from 0 within the client; `number` is unique in the world."""

    number: int
    first_name: str
    last_name: str
    email: str
    title: str
    department: str
    created_at: datetime
    is_deleted: bool = False
    merged_into: int | None = None
    """Number of the contact of the same client that this duplicate was merged into; events never name a duplicate."""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(slots=True)
class Client:
    """A client. Index from 1 over all clients of the world."""

    index: int
    name: str
    legal_name: str
    domain: str
    industry: str
    country: str
    """ISO 3166 alpha-2."""
    zone: str
    currency: str
    business_unit: str
    """Id of the unit that serves the client; it decides the ticket desk (see company.BusinessUnit.desk)."""
    segments: list[tuple[date, str]]
    """Segment from a day on; the first entry starts on or before every event."""
    owner: int
    """Index of the employee in charge; never changes, because the extracts show no history of it."""
    parent: int | None
    """Index of the client that owns this one; at most two levels."""
    created_at: datetime
    ids: list[NativeId] = field(default_factory=list)
    """Every record of this client in every system, usage tenants and merged duplicates included."""

    def segment_on(self, day: date) -> str:
        """The segment in force on a day."""
        return next(segment for since, segment in reversed(self.segments) if since <= day)

    def native(self, system: str) -> str | None:
        """Native id of the surviving record in a system, if there is one."""
        return next((each.native_id for each in self.ids if each.system == system and not each.merged_into), None)


@dataclass(slots=True)
class Supplier:
    """A supplier. Index from 1 over all suppliers of the world."""

    index: int
    name: str
    legal_name: str
    country: str
    currency: str
    payment_days: int
    parent: int | None
    is_internal: bool
    status: str
    """active, on_hold or inactive."""
    created_at: datetime
    categories: tuple[str, ...]
    ids: list[NativeId] = field(default_factory=list)

    def native(self, system: str) -> str | None:
        """Native id of the surviving record in a system, if there is one."""
        return next((each.native_id for each in self.ids if each.system == system and not each.merged_into), None)


def entity_id(ids: list[NativeId]) -> str:
    """The cluster key of a party: `<system>/<instance>/<native id>` of its earliest member (KPIS.md, section 3).

    Earliest by the creation time that the systems export; records without one come last; ties by key.
    """
    first = min(
        ids,
        key=lambda each: (
            each.created_at is None,
            each.created_at or END_AT,
            each.system,
            each.instance,
            each.native_id,
        ),
    )
    return f"{first.system}/{first.instance}/{first.native_id}"
