"""The raw objects of a release: its own files in the lake, as the release's manifest lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from orchestration.errors import RapportError
from orchestration.landing.rows import ROWS
from orchestration.lineage.release.graph import RAW
from orchestration.raw.lake import entry_path, raw_root
from orchestration.raw.typed_text import literal, quoted

EPOCHLESS = "cast(null as timestamp)"


@dataclass(frozen=True)
class RawFile:
    """A file that a release stands on. extracted_at: naive UTC; None: known from the beginning."""

    system: str
    instance: str
    object: str
    sha256: str
    extracted_at: datetime | None
    rows: Path
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class ReleasedLake:
    """The files of a release by raw relation, `raw.<system>__<object>`."""

    lake: Path
    files: Mapping[str, tuple[RawFile, ...]]

    @classmethod
    def of_manifest(cls, lake: Path, manifest: Mapping[str, Any]) -> ReleasedLake:
        """Find the files of a release. Raises RapportError naming the first that the lake does not hold any more."""
        found: dict[str, list[RawFile]] = {}
        for facts in (*manifest["inputs"], *manifest["reference"]):
            file = _file(lake, facts)
            if not file.rows.exists():
                raise RapportError(
                    f"{file.rows.parent}: {facts['file']} of release {manifest['release']} is not in the lake any more;"
                    " restore that folder from a backup"
                )
            found.setdefault(f"{RAW}{file.system}__{file.object}", []).append(file)
        return cls(lake, {relation: tuple(files) for relation, files in found.items()})

    def all_files(self) -> list[RawFile]:
        """Every file of the release."""
        return [file for files in self.files.values() for file in files]

    def current(self, relation: str) -> list[RawFile]:
        """The files whose rows the relation holds: of a snapshot those of the newest extraction."""
        return [file for file in self.files.get(relation, ()) if file.facts["is_current"]]

    def select(self, relation: str, files: Iterable[RawFile], condition: str = "true") -> str:
        """A query of the rows of some files of a raw relation, with the columns that its view has."""
        files = list(files)
        contract = raw_root(self.lake) / ".contracts" / f"{relation.removeprefix(RAW)}.parquet"
        paths = ", ".join(literal(str(path)) for path in (contract, *(file.rows for file in files)))
        rows = f"read_parquet([{paths}], union_by_name = true)"
        if not files:
            return f"select r.*, {EPOCHLESS} as _extracted_at from {rows} as r where false"
        moments = ", ".join(
            f"({literal(file.instance)}, {literal(file.sha256)}, {_moment(file.extracted_at)})" for file in files
        )
        return (
            f"select r.*, f.extracted_at as _extracted_at from {rows} as r\n"
            f"inner join (values {moments}) as f (instance, file_id, extracted_at)\n"
            f"on f.instance = r._instance and f.file_id = r._file_id where {condition}"
        )


def table_of_raw(catalog: str, relation: str) -> str:
    """A raw relation as an SQL name in a database."""
    return f"{quoted(catalog)}.{quoted(RAW.rstrip('.'))}.{quoted(relation.removeprefix(RAW))}"


def _file(lake: Path, facts: Mapping[str, Any]) -> RawFile:
    moment = datetime.fromisoformat(facts["extracted_at"]).replace(tzinfo=None) if facts["extracted_at"] else None
    place = entry_path(lake, facts["system"], facts["instance"], facts["object"], facts["sha256"])
    return RawFile(facts["system"], facts["instance"], facts["object"], facts["sha256"], moment, place / ROWS, facts)


def _moment(instant: datetime | None) -> str:
    return EPOCHLESS if instant is None else f"timestamp {literal(instant.isoformat(sep=' '))}"
