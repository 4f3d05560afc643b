"""What became of each file, by path, size and time, so that an idle run reads none: only a cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from orchestration.landing.discover import Arrival
from orchestration.raw.lake import raw_root
from orchestration.raw.outcome import FileOutcome
from orchestration.raw.receipts import write_atomically
from orchestration.raw.typed_text import contract_hash
from orchestration.registry import NotData, ObjectContract


@dataclass
class Ledger:
    """Outcomes of the last load by absolute path."""

    lake: Path
    held: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, lake: Path) -> Ledger:
        """Give the ledger of a lake; empty where there is none, or none that reads."""
        try:
            held = json.loads(_path(lake).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            held = {}
        return cls(lake, held if isinstance(held, dict) else {})

    def outcomes(self, arrival: Arrival, contracts: str) -> list[FileOutcome] | None:
        """Give what became of this very file under these contracts; None where it must be read."""
        known = self.held.get(str(arrival.path.absolute()))
        if known is None or known["key"] != [arrival.size, arrival.mtime_ns, arrival.name, contracts]:
            return None
        if not all((self.lake / receipt).is_file() for receipt in known["receipts"]):
            return None
        return [
            FileOutcome.of({**outcome, "status": "known" if outcome["status"] == "loaded" else outcome["status"]})
            for outcome in known["outcomes"]
        ]

    def note(self, arrival: Arrival, contracts: str, outcomes: list[FileOutcome], receipts: list[Path]) -> None:
        """Remember what became of a file."""
        self.held[str(arrival.path.absolute())] = {
            "key": [arrival.size, arrival.mtime_ns, arrival.name, contracts],
            "outcomes": [asdict(outcome) for outcome in outcomes],
            "receipts": [path.relative_to(self.lake).as_posix() for path in receipts],
        }

    def close(self) -> None:
        """Write the ledger back, without the files that are gone."""
        held = {path: known for path, known in self.held.items() if Path(path).exists()}
        write_atomically(_path(self.lake), json.dumps(held, indent=1, sort_keys=True))


def fingerprint(objects: Iterable[ObjectContract], not_data: Iterable[NotData] = ()) -> str:
    """One hash over the contracts that decide what a file is and how it loads."""
    hashes = [contract_hash(way) for contract in objects for way in contract.ways]
    return hashlib.sha256("".join([*hashes, *map(str, not_data)]).encode()).hexdigest()


def _path(lake: Path) -> Path:
    return raw_root(lake) / "ledger.json"
