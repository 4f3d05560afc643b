"""A small workspace of one made-up system, to deliver files to and see what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from orchestration.landing.unpack import DEFAULT_LIMITS, Limits
from orchestration.raw.lake import Entry, committed
from orchestration.raw.load import load_landing
from orchestration.raw.outcome import FileOutcome
from orchestration.raw.quarantine import Quarantined, quarantined
from orchestration.raw.views import register
from orchestration.registry import Column, ObjectContract, Registry, SystemContract

COLUMNS = (
    Column(name="id", data_type="bigint"),
    Column(name="name", required=True),
    Column(name="amount", data_type="decimal(18,2)", aliases=("Amount (net)",)),
    Column(name="changed", data_type="timestamp", clock=True),
)


def contract(**changes: Any) -> ObjectContract:
    described = {
        "system": "desk",
        "name": "ticket",
        "description": "tickets",
        "columns": COLUMNS,
        "owner": "tests",
        "key": ("id",),
        **changes,
    }
    return ObjectContract(**described)


def registry_of(*objects: ObjectContract) -> Registry:
    return {
        "desk": SystemContract(name="desk", description="", folder=Path("desk"), objects=objects),
    }


@dataclass
class Deliveries:
    home: Path
    registry: Registry = field(default_factory=lambda: registry_of(contract()))
    limits: Limits = DEFAULT_LIMITS
    system: str = "desk"

    @property
    def landing(self) -> Path:
        return self.home / "landing"

    @property
    def lake(self) -> Path:
        return self.home / "lake"

    def deliver(self, name: str, content: bytes) -> Path:
        path = self.landing / self.system / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def load(self) -> list[FileOutcome]:
        self.landing.mkdir(parents=True, exist_ok=True)
        outcomes = load_landing(self.landing, self.lake, self.registry, limits=self.limits)
        for entry in self.entries():
            assert_conserved(entry)
        return outcomes

    def load_one(self) -> FileOutcome:
        (outcome,) = self.load()
        return outcome

    def by_file(self) -> dict[str, FileOutcome]:
        """Load; give outcomes by the name of the file in its folder."""
        return {outcome.file.removeprefix(f"{self.system}/"): outcome for outcome in self.load()}

    def entries(self) -> list[Entry]:
        return committed(self.lake, None)

    def quarantine(self) -> list[Quarantined]:
        return quarantined(self.lake)

    def rows(self, columns: str = "id, name", view: str = "desk__ticket") -> list[tuple[Any, ...]]:
        with duckdb.connect() as con:
            con.execute("set TimeZone = 'UTC'")
            register(con, self.lake, self.registry, None)
            return con.execute(f"select {columns} from raw.{view} order by _file_id, _record").fetchall()


def assert_conserved(entry: Entry) -> None:
    """The law, from the archived bytes and the files of the entry, not from the loader's own sums."""
    content = next(entry.path.glob("original*")).read_bytes()
    receipt = entry.receipt
    with duckdb.connect() as con:
        rows = con.execute(f"select count(*) from '{entry.path}/rows.parquet'").fetchone()
        rejects = con.execute(f"select count(*) from '{entry.path}/rejects.parquet'").fetchone()
    assert (rows, rejects) == ((receipt.loaded,), (receipt.quarantined,))
    assert receipt.records == receipt.loaded + receipt.quarantined
    lines = receipt.lines
    accounted = lines.preamble + lines.header + lines.blank + lines.footer + lines.record + lines.other
    assert accounted == lines.physical
    if lines.physical and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"PK")):
        end = b"\n" if b"\n" in content else b"\r"
        assert lines.physical == content.count(end) + (not content.endswith(end))


def assert_refused(outcome: FileOutcome, *said: str, line: int | None = None) -> None:
    assert outcome.status == "refused"
    assert outcome.line == line
    assert outcome.file in outcome.message
    assert outcome.remedy
    for text in said:
        assert text in outcome.message
