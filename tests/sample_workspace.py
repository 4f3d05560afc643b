"""The main job on the sample extracts, and what it said; as a program, makes it in the folder that is named."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.command import EXTRACTS, Answer, rapport


def make(folder: Path) -> tuple[Path, Answer]:
    """Run it in `<folder>/workspace`."""
    home = folder / "workspace"
    answer = rapport("run", "--landing", EXTRACTS, home=home)
    (folder / "answer.json").write_text(json.dumps(asdict(answer)), encoding="utf-8")
    return home, answer


def read(folder: Path) -> tuple[Path, Answer]:
    """What `make` made there."""
    return folder / "workspace", Answer(**json.loads((folder / "answer.json").read_text(encoding="utf-8")))


if __name__ == "__main__":
    make(Path(sys.argv[1]))
