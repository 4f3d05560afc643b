"""`rapport quarantine`: what was refused and why."""

from __future__ import annotations

from dataclasses import asdict

from orchestration.console import print_json, results, table
from orchestration.raw.quarantine import quarantined
from orchestration.settings import Settings


def quarantine(settings: Settings, file: str | None, rule: str | None, raw: bool, as_json: bool) -> int:
    """Print the records in quarantine; their raw text only on request, because it may hold personal data."""
    rows = quarantined(settings.workspace.lake, file, rule)
    if as_json:
        print_json({"rows": [{k: v for k, v in asdict(row).items() if raw or k != "raw"} for row in rows]})
        return 0
    if not rows:
        results.print("nothing is in quarantine" if not (file or rule) else "nothing in quarantine matches")
        return 0
    shown = table("file", "line", "record", "rule", "reason", *(["raw"] if raw else []), right=("line", "record"))
    for row in rows:
        record = "" if row.record is None else str(row.record)
        shown.add_row(row.file, str(row.line), record, row.rule, row.reason, *([row.raw] if raw else []))
    results.print(shown, markup=False)
    return 0
