"""What all objects of Coupa share: the page, the zone of the user who called, times and amounts as text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from seeds.simulator.world.parties import Supplier
from seeds.simulator.world.supplier.purchasing import PURCHASING_ZONES, UNITS_BY_ID
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column, Shape
from seeds.simulator.writers.sinks import JsonPages, bare_array

SYSTEM = "coupa"
RECORDS_A_PAGE = 50
_ZONE = ZoneInfo(PURCHASING_ZONES[SYSTEM])
_UNKNOWN_SUPPLIERS = 990_000
"""Ids of suppliers from here on are in no file."""


def pages(object_: str, description: str, columns: tuple[Column, ...], cursor: str = "updated-at") -> Shape:
    """Shape of an object that the REST API gives in pages."""
    return Shape(
        system=SYSTEM,
        object=object_,
        description=description,
        container="REST page: bare JSON array of 50 records",
        file_names=(f"{object_}_*.json",),
        key=("id",),
        cursor=(cursor,),
        delivery="delta",
        columns=columns,
    )


def open_pages(export: Export, shape: Shape, repeats_last: bool = False) -> JsonPages:
    """The pages of an object in an export."""
    name = f"{shape.object}_{export.stamp}{{page}}.json"
    return export.json(shape, name, bare_array, RECORDS_A_PAGE, repeats_last)


def instant(at: datetime) -> str:
    """An instant with the offset of the user who called."""
    offset = _offset_all_day(at.date())
    if offset is None:
        return at.astimezone(_ZONE).isoformat(timespec="seconds")
    return (at + offset[0]).isoformat()[:19] + offset[1]


@lru_cache(maxsize=8192)
def _offset_all_day(on: date) -> tuple[timedelta, str] | None:
    """The zone's offset on a day in UTC and how it is written; None where the clocks change on that day."""
    midnight = datetime(on.year, on.month, on.day, tzinfo=UTC)
    first, last = (at.astimezone(_ZONE) for at in (midnight, midnight + timedelta(days=1)))
    offset = first.utcoffset()
    return (offset, first.isoformat()[19:]) if offset is not None and offset == last.utcoffset() else None


@lru_cache(maxsize=8192)
def day(on: date) -> str:
    """A day as the instant of its local midnight."""
    return datetime(on.year, on.month, on.day, tzinfo=_ZONE).isoformat(timespec="seconds")


def day_or_none(on: date | None) -> str | None:
    """The same of a day that may be unknown."""
    return None if on is None else day(on)


def plain(number: Decimal) -> str:
    """A decimal as text, never with an exponent."""
    return f"{number:f}"


def supplier_reference(supplier: Supplier, is_orphan: bool = False) -> dict[str, Any]:
    """The supplier as other records name it; that of an orphan is in no file."""
    if is_orphan:
        return {"id": _UNKNOWN_SUPPLIERS + supplier.index, "name": supplier.legal_name, "number": None}
    return {
        "id": int(supplier.native(SYSTEM) or 0),
        "name": supplier.legal_name,
        "number": supplier_number(supplier),
    }


def supplier_number(supplier: Supplier) -> str:
    """The number in the ERP system: that of SAP for every other supplier that is known there."""
    known = supplier.native("sap")
    return known if known and supplier.index % 2 == 0 else f"V-{10_000 + supplier.index}"


def account(unit: str) -> dict[str, Any]:
    """The account of a line; its type is the chart of accounts of the buying company."""
    code = UNITS_BY_ID[unit].company_code
    return {"code": f"{code}-5010", "account-type": {"name": code}}


def is_here(unit: str) -> bool:
    """Whether a business unit buys in Coupa."""
    return UNITS_BY_ID[unit].purchasing == SYSTEM
