"""Suppliers met so far, what was spent with them, and the groups that their figures roll up into."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from seeds.simulator.truth.parties import UNKNOWN, category_managers, supplier_groups
from seeds.simulator.world.company import Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import Supplier, entity_id
from seeds.simulator.world.timeline import add_months, month_of

_WITH_HIERARCHY = ("coupa", "sap")
"""Systems that export whom a supplier belongs to."""


@dataclass(frozen=True, slots=True)
class Spend:
    """A counted spend line; `amount` in the reporting currency, None where no rate is known."""

    party: str
    category: str
    business_unit: str
    on: date
    amount: Fraction | None


@dataclass(frozen=True, slots=True)
class _Member:
    index: int
    parent: int | None
    systems: frozenset[str]
    is_internal: bool


class SupplierDirectory:
    """Just enough of each supplier to place its figures."""

    def __init__(self, company: Company) -> None:
        """Start empty."""
        self._members: dict[str, _Member] = {}
        self._party_at: dict[int, str] = {}
        self._by_month: dict[tuple[str, str, date], Fraction] = defaultdict(Fraction)
        self._categories: dict[str, set[str]] = defaultdict(set)
        self._main: dict[tuple[str, date], str | None] = {}
        self.spend: list[Spend] = []
        self.groups_of = supplier_groups(category_managers(company), self.main_category)

    def add(self, supplier: Supplier) -> str:
        """Remember a supplier and return its entity id."""
        party = entity_id(supplier.ids)
        systems = frozenset(each.system for each in supplier.ids if each.system in _WITH_HIERARCHY)
        self._members[party] = _Member(supplier.index, supplier.parent, systems, supplier.is_internal)
        self._party_at[supplier.index] = party
        return party

    def party_of(self, supplier: Supplier, fate: Fate = Fate.LOADED) -> str:
        """Entity id of the party that an event counts under: an orphan's is unknown."""
        return UNKNOWN if fate is Fate.ORPHAN else entity_id(supplier.ids)

    def is_internal(self, party: str) -> bool:
        """Whether a supplier is one of us."""
        return party in self._members and self._members[party].is_internal

    def ultimate_parent(self, party: str) -> str:
        """The supplier on top, as far as a system that knows both says so; once all suppliers have been added."""
        while party in self._members:
            member = self._members[party]
            above = self._party_at.get(member.parent) if member.parent is not None else None
            if above is None or not member.systems & self._members[above].systems:
                break
            party = above
        return party

    def add_spend(self, line: Spend) -> None:
        """Remember a spend line."""
        self.spend.append(line)
        if line.amount is not None:
            self._by_month[line.party, line.category, month_of(line.on)] += line.amount
            self._categories[line.party].add(line.category)

    def spend_in_12_months(self, party: str, category: str, day: date) -> Fraction:
        """Net spend of a supplier in a category in the 12 months that end with the month of a day."""
        months = (add_months(month_of(day), -back) for back in range(12))
        return sum((self._by_month.get((party, category, month), Fraction(0)) for month in months), Fraction(0))

    def categories_of(self, party: str) -> list[str]:
        """The categories in which anything was ever spent with a supplier."""
        return sorted(self._categories.get(party, ()))

    def main_category(self, party: str, day: date) -> str | None:
        """The category with most spend in those 12 months (tie: lowest key); None where nothing was spent."""
        key = (party, month_of(day))
        if key not in self._main:
            spent = {name: self.spend_in_12_months(party, name, day) for name in self.categories_of(party)}
            most = max(spent.values(), default=Fraction(0))
            self._main[key] = min(name for name in spent if spent[name] == most) if most > 0 else None
        return self._main[key]
