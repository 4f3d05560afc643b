"""What an object of a system looks like as a file: the table in docs/simulated-extracts.md is made from these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "decimal", "boolean", "date", "timestamp", "json"]
PersonalData = Literal["identifier", "name", "contact", "free_text", "secret"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or a key of a JSON record."""

    name: str
    meaning: str
    kind: Kind = "text"
    is_required: bool = False
    is_confirmed: bool = True
    """False: known in the trade, but seen in no document of the vendor; keep it configurable."""
    personal_data: PersonalData | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """An object as one system exports it. `object` is the name under which the loader knows it."""

    system: str
    object: str
    description: str
    """One row a what, in a sentence."""
    container: str
    """Channel and envelope, such as `Bulk API 2.0 CSV` or `REST list page`."""
    file_names: tuple[str, ...]
    """Patterns of its files."""
    key: tuple[str, ...]
    cursor: tuple[str, ...]
    """Columns that say which of several versions of a record is newest; empty where records never change."""
    delivery: Literal["delta", "snapshot"]
    columns: tuple[Column, ...]
    is_confirmed: bool = True
    """Whether the container was seen in a document of the vendor."""

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)
