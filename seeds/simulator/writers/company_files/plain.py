"""How the company's own files look: one subject a file, a fixed dialect each, parties named by a key of some system."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal

from seeds.simulator.world.parties import NativeId, entity_id
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column, Shape
from seeds.simulator.writers.sinks import CsvDialect, CsvPages

SYSTEM = "company_files"
PARTY = (
    Column("party_system", "System whose key names the party.", is_required=True),
    Column("party_instance", "Instance of that system.", is_required=True),
    Column("party_id", "The party's key there.", is_required=True),
)
PARTY_KEY = ("party_system", "party_instance", "party_id")
COMMA = CsvDialect(quoting=csv.QUOTE_MINIMAL)
SEMICOLON = CsvDialect(delimiter=";", quoting=csv.QUOTE_MINIMAL, line_end="\r\n")
"""As a spreadsheet saves it where the comma is for decimals. Days are DD.MM.YYYY there."""
UNKNOWN_PARTY = "GONE"


def file(
    name: str, description: str, key: tuple[str, ...], columns: tuple[Column, ...], is_semicolon: bool = False
) -> Shape:
    """Shape of a file, which is always whole: what it does not hold is no more."""
    return Shape(
        system=SYSTEM,
        object=name,
        description=description,
        container="CSV, `;` between columns, DD.MM.YYYY" if is_semicolon else "CSV, ISO dates",
        file_names=(f"{name}_*.csv",),
        key=key,
        cursor=(),
        delivery="snapshot",
        columns=columns,
    )


def open_file(export: Export, shape: Shape, dialect: CsvDialect = COMMA) -> CsvPages:
    """The file in an export."""
    return export.csv(shape, f"{shape.object}_{export.stamp}{{page}}.csv", dialect)


def party(ids: list[NativeId], is_orphan: bool = False) -> list[str]:
    """System, instance and key of a party's earliest record; an orphan's key is in no file."""
    system, instance, native = entity_id(ids).split("/", 2)
    return [system, instance, f"{UNKNOWN_PARTY}-{native}" if is_orphan else native]


def day(on: date | None) -> str:
    """ISO date; empty for none."""
    return on.isoformat() if on else ""


def local_day(on: date | None) -> str:
    """DD.MM.YYYY; empty for none."""
    return f"{on.day:02d}.{on.month:02d}.{on.year}" if on else ""


def instant(at: datetime | None) -> str:
    """UTC with a Z; empty for none."""
    return at.isoformat()[:19] + "Z" if at else ""


def number(amount: Decimal | None) -> str:
    """A decimal as text; empty for none."""
    return "" if amount is None else f"{amount:f}"


def flag(value: bool) -> str:
    """`yes` or `no`."""
    return "yes" if value else "no"
