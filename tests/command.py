"""Runs `rapport` as a user does: a process of its own, judged by exit code and output."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
EXTRACTS = ROOT / "seeds" / "extracts"
TAKEN = "20261001T020000Z"
"""Instant of the sample extracts, as their names tell it."""


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def rapport(*arguments: str | Path, home: Path, environment: dict[str, str] | None = None) -> Answer:
    done = subprocess.run(
        command(*arguments, home=home),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean_environment(environment),
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def command(*arguments: str | Path, home: Path) -> list[str]:
    return [sys.executable, "-m", "orchestration.cli", *map(str, arguments), "--home", str(home)]


def clean_environment(additions: dict[str, str] | None = None) -> dict[str, str]:
    import os

    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    return kept | (additions or {})


def copy_sales(landing: Path) -> None:
    """Deliver what the figures of sales need, and no more: a run of it is short."""
    (landing / "salesforce").mkdir(parents=True)
    for name in ("Account", "User", "OpportunityStage", "Opportunity", "OpportunityHistory"):
        for path in (EXTRACTS / "salesforce").glob(f"{name}_{TAKEN}*"):
            shutil.copy2(path, landing / "salesforce")
