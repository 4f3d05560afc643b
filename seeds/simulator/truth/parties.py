"""Entities of figures: whose they are, and which groups they roll up into (KPIS.md, sections 2 and 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from seeds.simulator.truth.figures import PORTFOLIO, Group
from seeds.simulator.truth.observations import Subject
from seeds.simulator.world.company import CATEGORIES, Company
from seeds.simulator.world.identifiers import salesforce_id
from seeds.simulator.world.parties import Client, entity_id
from seeds.simulator.world.people import with_role

UNKNOWN = "unknown"
"""The party of facts that name none, or one that no file holds; also its segment, manager, category and unit."""
_CRM = "salesforce"


def manager_id(employee: int) -> str:
    """Entity id of a relationship manager: a Salesforce user."""
    return f"{_CRM}/default/{salesforce_id('005', employee)}"


@dataclass(frozen=True, slots=True)
class _Member:
    segments: tuple[tuple[date, str], ...]
    manager: str
    index: int
    parent: int | None


class ClientDirectory:
    """The clients met so far, by entity id: just enough of each to place its figures."""

    def __init__(self) -> None:
        """Start empty; the unknown client is always known."""
        self._members: dict[str, _Member] = {}
        self._party_at: dict[int, str] = {}

    def add(self, client: Client) -> str:
        """Remember a client and return its entity id. Owner and parent are known from the CRM alone."""
        party = entity_id(client.ids)
        is_in_crm = client.native(_CRM) is not None
        manager = manager_id(client.owner) if is_in_crm else UNKNOWN
        parent = client.parent if is_in_crm else None
        self._members[party] = _Member(tuple(client.segments), manager, client.index, parent)
        if is_in_crm:
            self._party_at[client.index] = party
        return party

    def segment_on(self, party: str, day: date) -> str:
        """The segment in force on a day, or `unknown`."""
        if party not in self._members:
            return UNKNOWN
        held = [segment for since, segment in self._members[party].segments if since <= day]
        return held[-1] if held else UNKNOWN

    def manager_of(self, party: str) -> str:
        """Entity id of the relationship manager, or `unknown`."""
        return self._members[party].manager if party in self._members else UNKNOWN

    def ultimate_parent(self, party: str) -> str:
        """Entity id of the client on top; itself where nobody known owns it. Once all clients have been added."""
        while party in self._members:
            parent = self._members[party].parent
            if parent is None or parent not in self._party_at:
                break
            party = self._party_at[parent]
        return party

    def groups_of(self, subject: Subject, day: date) -> list[Group]:
        """Client, segment on the day, relationship manager, portfolio."""
        party = subject.party
        return [
            ("client", party),
            ("segment", self.segment_on(party, day)),
            ("relationship_manager", self.manager_of(party)),
            PORTFOLIO,
        ]


def category_managers(company: Company) -> dict[str, str]:
    """Name of the manager of each category, for all time."""
    managers = with_role(company, "category_manager")
    return {category.id: manager.name for category, manager in zip(CATEGORIES, managers, strict=True)}


def supplier_groups(
    managers: Mapping[str, str], main_category: Callable[[str, date], str | None]
) -> Callable[[Subject, date], list[Group]]:
    """Supplier, category, its manager by name, business unit, portfolio; of the line, else of the supplier.

    `main_category` says in which category a supplier had most spend in the 12 months to a day, if any.
    """

    def groups_of(subject: Subject, day: date) -> list[Group]:
        category = subject.category or main_category(subject.party, day) or UNKNOWN
        return [
            ("supplier", subject.party),
            ("category", category),
            ("relationship_manager", managers.get(category, UNKNOWN)),
            ("business_unit", subject.business_unit or UNKNOWN),
            PORTFOLIO,
        ]

    return groups_of


def business_groups(subject: Subject, day: date) -> list[Group]:
    """Business unit and portfolio; the same on every day."""
    return [("business_unit", subject.party), PORTFOLIO]
