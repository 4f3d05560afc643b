"""`rapport status`: what is loaded, fresh, failing and published."""

from __future__ import annotations

import json

from orchestration import fingerprint
from orchestration.console import print_json, results, table
from orchestration.publishing.release import current_release
from orchestration.raw.lake import committed
from orchestration.settings import Settings


def status(settings: Settings, as_json: bool) -> int:
    """Print what the workspace holds."""
    objects: dict[tuple[str, str, str], dict[str, object]] = {}
    for entry in committed(settings.workspace.lake, None):
        row = objects.setdefault(
            (entry.system, entry.instance, entry.object),
            {"files": 0, "loaded": 0, "quarantined": 0, "newest_extracted_at": None},
        )
        row["files"] = int(str(row["files"])) + 1
        row["loaded"] = int(str(row["loaded"])) + entry.receipt.loaded
        row["quarantined"] = int(str(row["quarantined"])) + entry.receipt.quarantined
        newest = row["newest_extracted_at"]
        if entry.extracted_at and (newest is None or str(newest) < entry.extracted_at.isoformat()):
            row["newest_extracted_at"] = entry.extracted_at.isoformat()
    last = fingerprint.remembered(settings).get("outcome", {})
    refused = [file for file in last.get("files", []) if file["status"] == "refused"]
    folder = current_release(settings.workspace)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) if folder else None
    warned = [
        check
        for check in (json.loads((folder / "checks.json").read_text(encoding="utf-8")) if folder else [])
        if check["status"] != "passed"
    ]
    if as_json:
        loaded = [dict(zip(("system", "instance", "object"), key, strict=True)) | row for key, row in objects.items()]
        release = {"id": manifest["release"], "as_of": manifest["as_of"]} if manifest else None
        print_json({"release": release, "loaded": loaded, "refused": refused, "warnings": warned})
        return 0
    shown = table(
        "source", "files", "records", "quarantined", "newest extract", right=("files", "records", "quarantined")
    )
    for key, row in sorted(objects.items()):
        shown.add_row(
            "/".join(key),
            f"{row['files']}",
            f"{row['loaded']:,}",
            f"{row['quarantined']}",
            str(row["newest_extracted_at"] or "not dated"),
        )
    results.print(shown)
    for file in refused:
        results.print(f"refused: {file['file']}: {file['reason']}")
    for check in warned:
        results.print(f"warning: {check['table']} {check['expectation']}: {check['details']}")
    results.print(f"release {manifest['release']} as of {manifest['as_of']}" if manifest else "no release yet")
    return 0
