"""`rapport quarantine`: what was refused and why."""

from __future__ import annotations

from dataclasses import asdict

from orchestration import fingerprint
from orchestration.console import print_json, printable, results, table
from orchestration.lock import workspace_lock
from orchestration.raw.quarantine import quarantined
from orchestration.raw.quarantine import retry as load_again
from orchestration.registry import known_systems
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
        shown.add_row(row.file, str(row.line), record, row.rule, row.reason, *([printable(row.raw)] if raw else []))
    results.print(shown)
    return 0


def retry(settings: Settings, file: str | None, rule: str | None, as_json: bool) -> int:
    """Load the archived originals of files with records in quarantine again, under the sources as they are now."""
    workspace = settings.workspace
    registry = known_systems(workspace.sources)
    with workspace_lock(workspace.home):
        fingerprint.forget(settings)
        outcomes = load_again(workspace.lake, registry, file, rule)
    if as_json:
        print_json({"files": [asdict(outcome) for outcome in outcomes]})
        return 0
    for outcome in outcomes:
        results.print(f"{outcome.file}: {outcome.loaded} records loaded, {outcome.quarantined} in quarantine")
    results.print(f"{len(outcomes)} files loaded again; `rapport run` builds on them")
    return 0
