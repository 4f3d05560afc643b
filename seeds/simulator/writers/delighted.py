"""Delighted: survey responses as bare JSON arrays. When a survey was sent is not exported."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from seeds.simulator.world.client.life import ClientLife, SurveyResponse
from seeds.simulator.world.company import Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import salesforce_id
from seeds.simulator.world.parties import Client, Contact
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.planted import Outcome
from seeds.simulator.writers.shapes import Column, Shape
from seeds.simulator.writers.sinks import bare_array

SYSTEM = "delighted"
_PAGE = 100
_ID_BASE = 5_000_000_000
"""All ids have ten digits, so that they sort alike as text and as numbers."""
_NO_SCORE_BASE = 9_000_000_000
_PERSON_BASE = 1_200_000_000
SURVEY_RESPONSES = Shape(
    SYSTEM,
    "survey_responses",
    "One row an answer.",
    "bare JSON array, persons expanded",
    ("survey_responses_*.json",),
    ("id",),
    ("updated_at",),
    "delta",
    (
        Column("id", "Identifier, digits as text."),
        Column("person", "{id, name, email, created_at}; null is anonymous.", "json", personal_data="contact"),
        Column("survey_type", "nps (0 to 10) or csat (1 to 5).", is_required=True),
        Column("score", "Score; null is no answer.", "integer"),
        Column("comment", "Words of the person.", personal_data="free_text"),
        Column("permalink", "Address of the answer."),
        Column("created_at", "Instant of the answer, seconds since 1970.", "timestamp", is_required=True),
        Column("updated_at", "Instant of the last change, seconds since 1970.", "timestamp"),
        Column("person_properties", "Company, and account_id: the Salesforce account for most.", "json"),
        Column("notes", "Notes of colleagues.", "json"),
        Column("tags", "Tags.", "json"),
        Column("additional_answers", "Answers to further questions.", "json"),
    ),
)
SHAPES = (SURVEY_RESPONSES,)
_NAMES_ACCOUNT = 0.85
_NAMES_MERGED_ACCOUNT = 0.3
_NO_SCORE_EVERY = 97


class DelightedWriter:
    """Renders the answers of clients; a client without a Salesforce account is asked nothing."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the pages."""
        self._company, self._export = company, export
        name = f"survey_responses_{export.stamp}{{page}}.json"
        self._pages = export.json(SURVEY_RESPONSES, name, bare_array, _PAGE, repeats_last=True, first_page="_1")

    def write_company(self) -> None:
        """Nothing."""

    def write_client(self, life: ClientLife) -> None:
        """All answers of a client's people."""
        contacts = {contact.number: contact for contact in life.contacts}
        for response in life.responses:
            if self._export.shows(response.answered_at):
                contact = None if response.contact is None else contacts[response.contact]
                self._write(life.client, response, contact)

    def write_supplier(self, life: SupplierLife) -> None:
        """Nothing: suppliers are not asked here."""

    def write_unit(self, life: UnitLife) -> None:
        """Nothing."""

    def _write(self, client: Client, response: SurveyResponse, contact: Contact | None) -> None:
        native = str(_ID_BASE + response.number)
        account = self._account(client, response, contact)
        is_orphan, is_broken = response.fate is Fate.ORPHAN, response.fate is Fate.QUARANTINED
        person = None if contact is None or is_orphan else _person(contact)
        score = response.score + 0.5 if is_broken else response.score
        record = _record(native, client, response, person, account, score)
        if is_orphan:
            record["person_properties"] = {"Company": "Unknown", "account_id": account}
        self._pages.write(record)
        if is_broken:
            self._plant(native, "score is no whole number", "quarantined")
        if is_orphan:
            self._plant(native, "account_id names an account that no file holds, and no person is named", "unknown")
        elif account and account != client.native("salesforce"):
            self._plant(native, "account_id names an account that was merged into another", "mapped")
        if response.number // 100_000 % _NO_SCORE_EVERY == 1 and not is_broken and not is_orphan:
            empty = str(_NO_SCORE_BASE + response.number)
            self._pages.write(_record(empty, client, response, person, account, None))
            self._plant(empty, "score is null: opened, and not answered", "not_counted")

    def _account(self, client: Client, response: SurveyResponse, contact: Contact | None) -> str | None:
        """The account named: for most the client's, for some one merged away, for a few none, but then a person."""
        if response.fate is Fate.ORPHAN:
            return salesforce_id("001", 6_000_000_000 + response.number)
        random = stream(self._company.seed, "delighted", response.number)
        if contact is not None and random.random() > _NAMES_ACCOUNT:
            return None
        merged = [each.native_id for each in client.ids if each.system == "salesforce" and each.merged_into]
        if merged and random.random() < _NAMES_MERGED_ACCOUNT:
            return merged[0]
        return client.native("salesforce")

    def _plant(self, record: str, fault: str, outcome: Outcome) -> None:
        self._export.plant(SURVEY_RESPONSES, self._pages, record, fault, outcome)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _person(contact: Contact) -> dict[str, Any]:
    return {
        "id": str(_PERSON_BASE + contact.number),
        "name": contact.name,
        "email": contact.email,
        "created_at": _seconds(contact.created_at),
    }


def _record(
    native: str,
    client: Client,
    response: SurveyResponse,
    person: dict[str, Any] | None,
    account: str | None,
    score: float | None,
) -> dict[str, Any]:
    at = _seconds(response.answered_at)
    properties = {"Company": client.name, "account_id": account} if account else {"Company": client.name}
    return {
        "id": native,
        "person": person,
        "survey_type": response.kind,
        "score": score,
        "comment": response.comment or None,
        "permalink": f"https://surveys.example/r/{native}",
        "created_at": at,
        "updated_at": at,
        "person_properties": properties,
        "notes": [],
        "tags": [],
        "additional_answers": [],
    }
