"""Receipts: what was delivered, what it held, and where each of its lines went. Writing one is the commit."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from orchestration.landing.rows import Notice
from orchestration.raw.typed_text import contract_hash
from orchestration.registry import ObjectContract


class Uncast(BaseModel):
    """Values of an optional column that do not read as its type: how many, and the first physical line."""

    model_config = ConfigDict(frozen=True)
    count: int
    first_line: int


class Lines(BaseModel):
    """Physical lines by what they belong to; all zero for a JSON page, which is counted by its elements."""

    model_config = ConfigDict(frozen=True)
    preamble: int
    header: int
    blank: int
    footer: int
    record: int
    physical: int
    other: int = 0


class Receipt(BaseModel):
    """One delivery of one file. All counts are of the file's rows; sizes in bytes, times in UTC."""

    model_config = ConfigDict(frozen=True)
    system: str
    instance: str
    object: str
    delivery: str
    file: str
    file_id: str
    container_sha256: str | None
    extracted_at: datetime | None
    extracted_at_from: str
    """`envelope`, `file_name`, `clock` or `none`."""
    envelope: str | None
    """What the page's envelope says, as text, and the newest value of the clock columns: a later delivery of
    the same
    bytes under another name is dated from these without reading them again."""
    clock: datetime | None
    bytes: int
    lines: Lines
    records: int
    loaded: int
    quarantined: int
    by_rule: dict[str, int]
    unknown_columns: tuple[str, ...]
    absent_columns: tuple[str, ...]
    uncast: dict[str, Uncast]
    withheld: dict[str, int] = {}
    """Values of secret columns that were not kept, by column."""
    notices: tuple[Notice, ...] = ()
    """What else the reader has to say."""
    is_last: bool | None = None
    """Whether the page says that no other follows it."""
    way: int = 0
    """Which of the object's formats the file has."""
    contract_sha256: str
    size: int
    mtime_ns: int
    received_at: datetime
    """When the loader took it in: recorded, never used, outside every hash."""

    @property
    def file_name(self) -> str:
        """Name of the receipt's own file: one per extraction time and name."""
        moment = compact(self.extracted_at) if self.extracted_at else "none"
        return f"{moment}-{hashlib.md5(self.file.encode(), usedforsecurity=False).hexdigest()[:8]}.json"


def read_as(receipt: Receipt, contract: ObjectContract) -> ObjectContract | None:
    """Give the way of an object that a delivery was read in; None where it is described otherwise by now."""
    ways = contract.ways
    way = ways[receipt.way] if receipt.way < len(ways) else None
    return way if way is not None and contract_hash(way) == receipt.contract_sha256 else None


def compact(moment: datetime) -> str:
    """Give an instant for use in names: `20260930T120000Z`, with microseconds where it has them."""
    utc = moment.astimezone(UTC)
    return utc.strftime("%Y%m%dT%H%M%S") + (f".{utc.microsecond:06d}" if utc.microsecond else "") + "Z"


def write_atomically(path: Path, text: str) -> None:
    """Put `text` at `path` so that a reader, or a crash, sees all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.tmp")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames inside `folder` survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_receipt(entry: Path, receipt: Receipt) -> None:
    """Commit a delivery to the lake entry at `entry`."""
    write_atomically(entry / "receipts" / receipt.file_name, receipt.model_dump_json(indent=1) + "\n")


def read_receipts(entry: Path) -> list[Receipt]:
    """All receipts of an entry, by name; empty where it was never committed."""
    return [_read(path) for path in sorted((entry / "receipts").glob("[!.]*.json"))]


def is_superseded(path: Path) -> bool:
    """Whether other bytes came later under the name and extraction time of the receipt at `path`."""
    received_at = _read(path).received_at
    siblings = path.parents[2].glob(f"*/receipts/{path.name}")
    return any(_read(sibling).received_at > received_at for sibling in siblings)


def _read(path: Path) -> Receipt:
    return Receipt.model_validate_json(path.read_text(encoding="utf-8"))
