"""What happened inside one business unit: budgets, initiatives and their benefits, demand, community work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from seeds.simulator.world.fate import Fate
from seeds.simulator.world.supplier.life import Assessment


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Money planned for purchases of the unit in a month; the actual is its supplier spend."""

    number: int
    month: date
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """A version of an initiative's case: the benefit planned for each month, in `currency`."""

    version: int
    approved_on: date | None
    planned: tuple[tuple[date, Decimal], ...]


@dataclass(slots=True)
class Initiative:
    """A project with promised benefits. Planned counts as in the first approved case."""

    number: int
    name: str
    status: str
    """proposed, running, completed or cancelled."""
    approved_on: date | None
    cancelled_on: date | None
    currency: str
    cases: list[BusinessCase]
    realised: list[tuple[date, Decimal]]
    """Month and monetary benefit."""
    non_monetary: list[tuple[date, Decimal]]
    """Month and benefit in points, which counts in no money figure."""


@dataclass(slots=True)
class DemandRequest:
    """A request for new work."""

    number: int
    title: str
    submitted_at: datetime
    decided_at: datetime | None
    decision: str
    """approved, declined, deferred, withdrawn, reframed (by a successor) or open."""
    value: Decimal | None
    currency: str
    reframes: int | None
    """Number of the request that this one reframes."""
    fate: Fate = Fate.LOADED


@dataclass(frozen=True, slots=True)
class CommunityEngagement:
    """Work for a community: planned, held, or both. Spend and people reached count on the day held."""

    number: int
    kind: str
    place: str
    planned_on: date | None
    held_on: date | None
    spend: Decimal
    currency: str
    beneficiaries: int


@dataclass(slots=True)
class UnitLife:
    """One business unit with everything that happened. `unit` is its id in company.BUSINESS_UNITS."""

    unit: str
    budgets: list[BudgetLine] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)
    demand: list[DemandRequest] = field(default_factory=list)
    community: list[CommunityEngagement] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    """The unit's own satisfaction with us."""
