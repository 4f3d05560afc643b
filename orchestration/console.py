"""Progress on standard error, results on standard output."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

progress = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
results = Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else 160)


class Phases:
    """Names and wall-clock seconds of the phases of a run, in order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def phase(self, name: str, doing: str) -> Iterator[list[str]]:
        """Time a phase and print a line when it ends; what is appended to the list stands in that line."""
        started = time.monotonic()
        said: list[str] = []
        if progress.is_terminal:
            progress.print(f"  {name:<16} {doing} …", end="\r")
        yield said
        self.seconds[name] = round(time.monotonic() - started, 3)
        progress.print(f"  {name:<16} {', '.join(said) or doing:<60} {self.seconds[name]:8.2f} s")


def table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    """A plain table; the columns named in `right` hold numbers."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(
            column, justify="right" if column in right else "left", overflow="fold", no_wrap=column in right
        )
    return made


def print_json(document: Any) -> None:
    """One JSON document on standard output; decimals as text, days and instants as ISO 8601, instants in UTC."""
    print(json.dumps(document, indent=1, ensure_ascii=False, default=_as_text))


def _as_text(value: Any) -> str:
    return f"{value.isoformat()}Z" if isinstance(value, datetime) and value.tzinfo is None else str(value)


def printable(text: str) -> str:
    """A text as a terminal may have it: line ends and other control characters written out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
