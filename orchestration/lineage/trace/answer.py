"""What is told of one cell: the rows behind it, the models between, and the verdict of the replay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from orchestration.lineage.trace.cells import Cell

Role = Literal["value", "selector", "filter", "excluded"]
ROLES: tuple[Role, ...] = ("value", "selector", "filter", "excluded")
"""From the strongest: a row that is cited for several reasons has the first of its roles."""

CITED = pa.schema(
    [
        ("system", pa.string()),
        ("instance", pa.string()),
        ("object", pa.string()),
        ("sha256", pa.string()),
        ("record", pa.int64()),
        ("role", pa.string()),
        ("reason", pa.string()),
    ]
)
"""The rows of extracts behind a cell, one each, by system, instance, object, sha256 and record."""


@dataclass(frozen=True)
class TracedModel:
    """A model on the way of a cell, with the hash of the SQL that was executed."""

    name: str
    sql_sha256: str


@dataclass(frozen=True)
class Trace:
    """The rows behind a cell and the verdict.

    value: as published; recomputed: from the cited rows alone, None where the replay gave no such row; reason: empty
    where proved; cited: shaped as CITED; models: from the extracts to the mart.
    """

    release: str
    cell: Cell
    value: Any
    verdict: Literal["proved", "not_proved"]
    reason: str
    recomputed: Any
    cited: pa.Table
    models: tuple[TracedModel, ...]
    seconds: float
