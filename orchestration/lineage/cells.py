"""One cell of a mart: the table, the row by its key, the column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cell:
    """A cell of a published table. key: each column of the table's grain with its value, as DuckDB gives it."""

    table: str
    key: Mapping[str, Any]
    column: str
