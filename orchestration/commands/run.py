"""`rapport run`: from landing to release, or a word that nothing is new."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration import fingerprint
from orchestration.console import print_json, progress
from orchestration.errors import CheckFailedError, RapportError, RefusedFileError
from orchestration.lock import workspace_lock
from orchestration.publishing.release import current_release
from orchestration.settings import Settings

if TYPE_CHECKING:
    from orchestration.landing.rows import Notice
    from orchestration.pipeline import Run
    from orchestration.raw.outcome import FileOutcome

FILE_FIELDS = ("file", "status", "records", "loaded", "quarantined", "reason")


def run(settings: Settings, landing: Path, as_of: datetime | None, as_json: bool) -> int:
    """Carry out a run and return its exit code. Raises RapportError where nothing could be published."""
    landing = landing.absolute()
    if not landing.is_dir():
        raise RapportError(f"{landing}: is no folder; put extracts in {landing}/<system>/ or name another --landing")
    with workspace_lock(settings.workspace.home):
        taken = fingerprint.take(settings, landing, as_of.isoformat() if as_of else None)
        last = fingerprint.remembered(settings)
        current = current_release(settings.workspace)
        if last.get("fingerprint") == taken and current and current.name == last["outcome"]["release"]:
            return _idle(last["outcome"], as_json)
        outcome = _carry_out(settings, landing, as_of, as_json)
        if all(file["status"] != "waiting" for file in outcome["files"]):
            fingerprint.remember(settings, taken, outcome)
    if as_json:
        print_json(outcome)
    return int(outcome["exit"])


def _idle(outcome: dict[str, Any], as_json: bool) -> int:
    if as_json:
        print_json({**outcome, "exit": 0, "phases": []})
        return 0
    progress.print(f"nothing new: release {outcome['release']} is current; nothing was loaded or published")
    refused = [file for file in outcome["files"] if file["status"] == "refused"]
    if refused:
        progress.print(f"{len(refused)} files are still refused; `rapport status` names them")
    return 0


def _carry_out(settings: Settings, landing: Path, as_of: datetime | None, as_json: bool) -> dict[str, Any]:
    progress.print(f"rapport run: {landing} → {settings.workspace.home}")
    from orchestration.pipeline import Run, summary

    run = Run(settings, landing, as_of)
    run.check_inputs()
    # Dagster, dbt and Great Expectations take seconds to import: a run that is idle or cannot start never gets here.
    from orchestration.execute import execute

    fingerprint.forget(settings)
    try:
        execute(run)
    except CheckFailedError as error:
        _show_files(run.files)
        current = current_release(settings.workspace)
        raise CheckFailedError(
            f"{error}\nnothing was published; the current release stays: {current.name if current else 'none yet'}"
        ) from error
    _show_files(run.files)
    _show_warnings(run)
    assert run.release is not None
    if not as_json:
        from orchestration.commands.kpi import print_overview

        print_overview(run.release.folder)
    refused = any(outcome.status == "refused" for outcome in run.files)
    return {
        "release": run.release.id,
        "exit": RefusedFileError.exit_code if refused else 0,
        "files": [_fields(outcome) for outcome in run.files if outcome.system != "reference"],
        "checks": summary(run.checks),
        "phases": [{"name": name, "seconds": seconds} for name, seconds in run.phases.seconds.items()],
    }


def _show_files(files: list[FileOutcome]) -> None:
    for outcome in files:
        where = f"{outcome.file}:{outcome.line}" if outcome.line else outcome.file
        if outcome.status in ("refused", "waiting"):
            progress.print(f"{outcome.status}: {where}: {outcome.reason}; {outcome.remedy}")
    for group in _by_object(files):
        bad = [outcome for outcome in group if outcome.quarantined]
        if bad:
            counts = f"{sum(o.quarantined for o in bad)} of {sum(o.records for o in bad)} records"
            option = f" --file {bad[0].file}" if len(bad) == 1 else ""
            progress.print(f"quarantined: {_named(bad)}: {counts}; `rapport quarantine{option}` lists them")
        noticed: dict[str, list[tuple[FileOutcome, Notice]]] = {}
        for outcome in group:
            for notice in outcome.notices:
                noticed.setdefault(notice.what, []).append((outcome, notice))
        for notices in noticed.values():
            first = notices[0][1]
            count = f"{sum(notice.count or 0 for _, notice in notices)} " if first.count else ""
            progress.print(f"warning: {_named([o for o, _ in notices], first.line)}: {count}{first.what}")


def _by_object(files: list[FileOutcome]) -> list[list[FileOutcome]]:
    """Files of one object together: what is wrong with one page is mostly wrong with all."""
    groups: dict[tuple[str, str, str | None], list[FileOutcome]] = {}
    for outcome in files:
        groups.setdefault((outcome.system, outcome.instance, outcome.object), []).append(outcome)
    return list(groups.values())


def _named(outcomes: list[FileOutcome], line: int | None = None) -> str:
    first, others = outcomes[0], len(outcomes) - 1
    where = f"{first.file}:{line}" if line else first.file
    return where + (f" and {others} more of {first.object}" if others else "")


def _show_warnings(run: Run) -> None:
    for result in run.checks:
        if result.status != "passed":
            progress.print(f"warning: {result.table} {result.expectation}: {result.details}")


def _fields(outcome: FileOutcome) -> dict[str, Any]:
    values = asdict(outcome)
    reason = "; ".join(text for text in (outcome.reason, outcome.remedy) if text)
    return {**{name: values[name] for name in FILE_FIELDS}, "reason": reason or None}
