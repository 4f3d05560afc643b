"""Identifiers and values as Salesforce writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from seeds.simulator.world.identifiers import salesforce_id
from seeds.simulator.writers.shapes import Column, Shape

SYSTEM = "salesforce"
CREATED = Column("CreatedDate", "Instant of creation.", "timestamp", is_required=True)
MODIFIED = Column("SystemModstamp", "Instant of the last change.", "timestamp", is_required=True)
DELETED = Column("IsDeleted", "In the recycle bin.", "boolean")
OWNER = Column("OwnerId", "User in charge.", personal_data="identifier")
CURRENCY = Column("CurrencyIsoCode", "ISO 4217 code.")
ID = Column("Id", "Identifier of 18 characters.")
UNREADABLE = "0000-00-00"
"""No date, and yet not empty."""


def bulk(name: str, object_: str, description: str, *columns: Column, is_snapshot: bool = False) -> Shape:
    """An object under its API name."""
    has_cursor = any(column is MODIFIED for column in columns)
    return Shape(
        SYSTEM,
        object_,
        description,
        "Bulk API 2.0 CSV, queryAll",
        (f"{name}_*.csv", f"{name}.csv"),
        ("Id",) if object_ != "opportunity_stage" else ("ApiName",),
        ("SystemModstamp",) if has_cursor and not is_snapshot else (),
        "snapshot" if is_snapshot else "delta",
        columns,
    )


def instant(at: datetime | None) -> str:
    """ISO 8601 in UTC with milliseconds, or nothing."""
    return at.isoformat()[:19] + ".000Z" if at else ""


def day(value: date | None) -> str:
    """A date without time, or nothing."""
    return value.isoformat() if value else ""


def number(value: Decimal | int | None) -> str:
    """A number, whole ones with one decimal as Salesforce writes them."""
    if value is None:
        return ""
    text = str(value)
    return text if "." in text else text + ".0"


def flag(value: bool) -> str:
    """True or false."""
    return "true" if value else "false"


@lru_cache(maxsize=4096)
def user_id(employee: int | None) -> str:
    """User of an employee."""
    return salesforce_id("005", employee) if employee else ""


@lru_cache(maxsize=4096)
def contact_id(contact: int | None) -> str:
    """Contact of a client's person."""
    return salesforce_id("003", contact) if contact is not None else ""


@lru_cache(maxsize=4096)
def contract_id(contract: int | None) -> str:
    """Contract of its number."""
    return salesforce_id("800", contract) if contract is not None else ""


@lru_cache(maxsize=4096)
def opportunity_id(opportunity: int) -> str:
    """Opportunity of its number."""
    return salesforce_id("006", opportunity)


@lru_cache(maxsize=64)
def product_id(family: str) -> str:
    """Product of a family."""
    return salesforce_id("01t", 500 + sum(family.encode()))


def gone_account(kind: str, event: int) -> str:
    """An account that no file holds, one for each event of a kind."""
    return salesforce_id("001", 5_000_000_000 + 7 * event + len(kind))


def short(id18: str) -> str:
    """The form of 15 characters, as reports give it; case matters in it."""
    return id18[:15]
