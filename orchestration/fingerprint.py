"""What a run depends on, cheap enough to take before anything heavy is imported."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from orchestration.settings import PROJECT_ROOT, Settings

CODE_FOLDERS = ("dbt_project", "expectations", "orchestration", "seeds/reference")
CODE_SUFFIXES = {".py", ".sql", ".yml", ".csv", ".md"}


def code_hash() -> str:
    """The version of the code by content: sha256 over models, macros, suites, Python, defaults and locked packages."""
    files = [
        path
        for folder in CODE_FOLDERS
        for path in sorted((PROJECT_ROOT / folder).rglob("*"))
        if path.suffix in CODE_SUFFIXES and path.is_file()
    ]
    return _content_hash([*files, PROJECT_ROOT / "requirements.lock"], PROJECT_ROOT)


def take(settings: Settings, landing: Path, as_of: str | None) -> dict[str, Any]:
    """Fingerprints of landing (path, size and time of each file; no content), code, and the company's own files."""
    workspace = settings.workspace
    own = sorted(path for folder in (workspace.sources, workspace.reference) for path in _files(folder))
    return {
        "landing": hashlib.sha256(
            json.dumps(
                [
                    (str(path.relative_to(landing)), status.st_size, status.st_mtime_ns)
                    for path in _files(landing)
                    for status in [path.lstat()]
                ]
            ).encode()
        ).hexdigest(),
        "place": str(landing),
        "code": code_hash(),
        "own": _content_hash(own, workspace.home),
        "configuration": settings.configuration.model_dump(mode="json"),
        "as_of": as_of,
    }


def remembered(settings: Settings) -> dict[str, Any]:
    """The fingerprint and outcome of the last run that went to its end; empty without one."""
    path = _path(settings)
    if not path.exists():
        return {}
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def remember(settings: Settings, fingerprint: dict[str, Any], outcome: dict[str, Any]) -> None:
    """Keep the fingerprint of a run that went to its end, with what it said."""
    path = _path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps({"fingerprint": fingerprint, "outcome": outcome}, indent=1), encoding="utf-8")
    temporary.replace(path)


def forget(settings: Settings) -> None:
    """Drop what is remembered, so that the next run does its work."""
    _path(settings).unlink(missing_ok=True)


def _path(settings: Settings) -> Path:
    return settings.workspace.home / "last_run.json"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def _content_hash(paths: Iterable[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root)}\0{content}\n".encode())
    return digest.hexdigest()
