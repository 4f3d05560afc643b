"""What the company keeps on clients and suppliers alike: escalations, and who is answerable for what."""

from __future__ import annotations

from seeds.simulator.world.client.life import ClientLife, Escalation
from seeds.simulator.world.company import CATEGORIES, Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import NativeId
from seeds.simulator.world.people import employees, with_role
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.writers.company_files.plain import PARTY, PARTY_KEY, file, instant, open_file, party
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column

ESCALATIONS = file(
    "escalations",
    "One row an escalation of a client or a supplier.",
    ("escalation_id",),
    (
        Column("escalation_id", "Identifier.", is_required=True),
        Column("party_type", "client or supplier.", is_required=True),
        *PARTY,
        Column("opened_at", "Instant it was opened, UTC.", "timestamp", is_required=True),
        Column("closed_at", "Instant it was closed, UTC.", "timestamp"),
        Column("reason", "Why."),
    ),
)
RACI = file(
    "raci",
    "One row a role of one of our people towards a party.",
    (*PARTY_KEY, "party_type", "task", "role"),
    (
        Column("party_type", "client or supplier.", is_required=True),
        *PARTY,
        Column("task", "What it is about.", is_required=True),
        Column("role", "responsible, accountable, consulted or informed.", is_required=True),
        Column("person", "Mail address.", is_required=True, personal_data="contact"),
    ),
)
_TASKS = {"client": "Account plan", "supplier": "Supplier review"}


class PartyFiles:
    """Writes the files on both sides."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the files."""
        self._export = export
        self._people = employees(company)
        self._executives = with_role(company, "executive")
        managers = with_role(company, "category_manager")
        self._managers = {category.id: manager for category, manager in zip(CATEGORIES, managers, strict=True)}
        self._escalations = open_file(export, ESCALATIONS)
        self._raci = open_file(export, RACI)

    def write_client(self, life: ClientLife) -> None:
        """Escalations of a client, and its account manager."""
        for each in life.escalations:
            self._write_escalation("client", life.client.ids, each)
        self._write_roles("client", life.client.ids, life.client.index, self._people[life.client.owner - 1].email)

    def write_supplier(self, life: SupplierLife) -> None:
        """Escalations of a supplier, and the manager of its first category."""
        for each in life.escalations:
            self._write_escalation("supplier", life.supplier.ids, each)
        manager = self._managers[life.supplier.categories[0]]
        self._write_roles("supplier", life.supplier.ids, life.supplier.index, manager.email)

    def _write_escalation(self, kind: str, ids: list[NativeId], escalation: Escalation) -> None:
        number = f"ESC-{kind[0].upper()}{escalation.number}"
        opened_at = "last spring" if escalation.fate is Fate.QUARANTINED else instant(escalation.opened_at)
        key = party(ids, escalation.fate is Fate.ORPHAN)
        self._escalations.write([number, kind, *key, opened_at, instant(escalation.closed_at), escalation.reason])
        if escalation.fate is Fate.QUARANTINED:
            self._export.plant(ESCALATIONS, self._escalations, number, "opened_at is no instant", "quarantined")
        elif escalation.fate is Fate.ORPHAN:
            self._export.plant(ESCALATIONS, self._escalations, number, "names a party of no file", "unknown")

    def _write_roles(self, kind: str, ids: list[NativeId], index: int, responsible: str) -> None:
        key = party(ids)
        accountable = self._executives[index % len(self._executives)].email
        for role, person in (("responsible", responsible), ("accountable", accountable)):
            self._raci.write([kind, *key, _TASKS[kind], role, person])
