"""`rapport releases` and `rapport verify`: what was published, and that it is still what was published."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from orchestration.console import print_json, results, table
from orchestration.errors import CheckFailedError
from orchestration.publishing.release import DOCUMENTS, current_release, release_folder
from orchestration.publishing.release import releases as all_releases
from orchestration.raw.lake import entry_path
from orchestration.settings import Settings


def releases(settings: Settings, as_json: bool) -> int:
    """Print the releases, oldest as_of first."""
    current = current_release(settings.workspace)
    rows = [
        {
            "release": manifest["release"],
            "as_of": manifest["as_of"],
            "is_current": current is not None and current.name == manifest["release"],
            "files": len(manifest["inputs"]),
            "tables": len(manifest["outputs"]),
            "checks": manifest["check_summary"],
        }
        for manifest in all_releases(settings.workspace)
    ]
    if as_json:
        print_json({"releases": rows})
        return 0
    shown = table("release", "as of", "files", "tables", "checks passed", "warned", "", right=("files", "tables"))
    for row in rows:
        shown.add_row(
            row["release"],
            row["as_of"],
            str(row["files"]),
            str(row["tables"]),
            str(row["checks"]["passed"]),
            str(row["checks"]["warned"]),
            "current" if row["is_current"] else "",
        )
    results.print(shown)
    return 0


def verify(settings: Settings, release_id: str, as_json: bool) -> int:
    """Hash a release's files and the originals it stands on. Raises CheckFailedError naming what differs."""
    folder = release_folder(settings.workspace, release_id)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    expected: dict[Path, str] = {folder / out["file"]: out["sha256"] for out in manifest["outputs"].values()}
    expected |= {folder / "sql" / f"{name}.sql": sha256 for name, sha256 in manifest["models"].items()}
    # A release of an earlier version of Rapport has fewer documents.
    hashed = {file: manifest.get(f"{name}_sha256") for name, file in DOCUMENTS.items()}
    expected |= {folder / file: sha256 for file, sha256 in hashed.items() if sha256}
    for entry in (*manifest["inputs"], *manifest["reference"]):
        place = entry_path(
            settings.workspace.lake, entry["system"], entry["instance"], entry["object"], entry["sha256"]
        )
        original = next(iter(sorted(place.glob("original*"))), place / "original")
        expected[original] = entry["sha256"]
    wrong = [problem for path, sha256 in sorted(expected.items()) if (problem := _problem(path, sha256))]
    content = {name: value for name, value in manifest.items() if name != "release"}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    if not manifest["release"].endswith(hashlib.sha256(canonical).hexdigest()[:12]):
        wrong.insert(0, f"{folder / 'manifest.json'}: does not have the hash that the release is named by")
    if as_json:
        print_json({"release": folder.name, "files": len(expected), "wrong": wrong})
    if wrong:
        raise CheckFailedError("\n".join(wrong))
    if not as_json:
        results.print(f"release {folder.name}: {len(expected)} files are what the manifest says")
    return 0


def _problem(path: Path, sha256: str) -> str | None:
    if not os.access(path, os.R_OK):
        return f"{path}: is missing, or may not be read by you"
    with path.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    return None if found == sha256 else f"{path}: sha256 is {found}, the manifest says {sha256}"
