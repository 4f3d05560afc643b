"""What became of one delivered file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from orchestration.errors import RefusedFileError
from orchestration.landing.rows import Notice
from orchestration.raw.receipts import Receipt

Status = Literal["loaded", "known", "refused", "waiting"]


@dataclass(frozen=True)
class FileOutcome:
    """One payload and its fate. `known`: this very delivery was loaded before; counts are of records."""

    file: str
    system: str
    instance: str
    object: str | None
    status: Status
    records: int = 0
    loaded: int = 0
    quarantined: int = 0
    reason: str | None = None
    remedy: str | None = None
    line: int | None = None
    notices: tuple[Notice, ...] = ()

    @classmethod
    def of(cls, values: dict[str, Any]) -> FileOutcome:
        """Give an outcome from its JSON."""
        return cls(**{**values, "notices": tuple(Notice(**notice) for notice in values["notices"])})

    @classmethod
    def received(cls, receipt: Receipt, status: Status) -> FileOutcome:
        """Give the outcome that a receipt stands for."""
        return cls(
            receipt.file,
            receipt.system,
            receipt.instance,
            receipt.object,
            status,
            receipt.records,
            receipt.loaded,
            receipt.quarantined,
            notices=notices_of(receipt),
        )

    @classmethod
    def refusal(
        cls, file: str, system: str, instance: str, object_name: str | None, error: RefusedFileError
    ) -> FileOutcome:
        """Give the outcome of a file that was refused."""
        return cls(
            file,
            system,
            instance,
            object_name,
            "refused",
            reason=error.reason,
            remedy=error.remedy,
            line=error.line,
        )

    @property
    def message(self) -> str:
        """File, line, reason and remedy in one line of text; empty where there is nothing to say."""
        if self.reason is None:
            return ""
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.reason}; {self.remedy}"


def notices_of(receipt: Receipt) -> tuple[Notice, ...]:
    """Give what is to be said of a loaded file, besides how many of its records are in quarantine."""
    found: list[Notice] = list(receipt.notices)
    if receipt.unknown_columns:
        found.append(Notice(f"columns unknown to the contract, kept: {', '.join(map(repr, receipt.unknown_columns))}"))
    found += [
        Notice(
            f"values of {name!r} do not read as its type and are null from here on: mend the source or the column's "
            "formats",
            uncast.count,
            uncast.first_line,
        )
        for name, uncast in sorted(receipt.uncast.items())
    ]
    found += [
        Notice(f"values of {name!r} are secret and not kept; leave the column out of the export", count)
        for name, count in sorted(receipt.withheld.items())
    ]
    return tuple(found)
