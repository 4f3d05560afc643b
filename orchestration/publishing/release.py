"""Write, audit, publish: a release is built aside, hashed, then switched in one atomic step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.errors import RapportError
from orchestration.settings import Workspace

PARQUET = "format parquet, compression zstd, row_group_size 122880"
STORAGE_VERSION = "v1.0.0"
"""Of published DuckDB files, so that clients from 1.0 on open them."""

DATABASE = "marts.duckdb"
RESTRICTED = "restricted"
"""Schema of tables with personal data of contacts, and the folder of a release that holds them apart from the open
ones, in a database and Parquet files of its own that nobody but their owner may read."""

MAIN_SCHEMA = "main"
"""Of a database for the tables of `marts` or RESTRICTED: there `marts.fct_kpi_values` names file and table. A schema of
the file's own name would make that very name ambiguous to DuckDB."""

DOCUMENTS = {"checks": "checks.json", "lineage": "lineage.json", "openlineage": "openlineage.ndjson"}
"""Files of a release beside tables and SQL; the manifest has the hash of each as `<name>_sha256`."""


@dataclass(frozen=True)
class PublishedTable:
    """A table of the release: where it stands in the warehouse, and the columns that order it."""

    schema: str
    name: str
    key: tuple[str, ...]
    description: str
    columns: Mapping[str, str]
    """Column names with their descriptions."""


@dataclass(frozen=True)
class Release:
    """A published release. is_new: false where the same content already stood there."""

    id: str
    folder: Path
    is_new: bool


def publish(
    workspace: Workspace,
    tables: Sequence[PublishedTable],
    as_of: datetime,
    facts: Mapping[str, Any],
    sql: Mapping[str, str],
    checks: Sequence[Mapping[str, Any]],
    documents: Mapping[str, str],
    run: Mapping[str, Any],
) -> Release:
    """Build the release from the warehouse and make it the current one.

    facts: what the manifest says besides outputs (inputs, code, parameters, reference, check summary); sql: executed
    SQL by model name; checks: every check's result; documents: text by name, of those in DOCUMENTS; run: times and the
    like, outside every hash. A release of the same content is not written again, only made current.
    """
    building = workspace.building / "release"
    shutil.rmtree(building, ignore_errors=True)
    (building / "sql").mkdir(parents=True)
    outputs = _write_tables(workspace.warehouse, tables, building)
    for model, text in sorted(sql.items()):
        (building / "sql" / f"{model}.sql").write_text(text.strip() + "\n", encoding="utf-8")
    _write_json(building / "checks.json", list(checks))
    for name, text in documents.items():
        (building / DOCUMENTS[name]).write_text(text, encoding="utf-8")
    manifest = {
        **facts,
        "as_of": f"{as_of.isoformat()}Z",
        "models": {model: _sha256(building / "sql" / f"{model}.sql") for model in sorted(sql)},
        "outputs": outputs,
        **{f"{name}_sha256": _sha256(building / file) for name, file in DOCUMENTS.items()},
    }
    content = hashlib.sha256(_canonical(manifest)).hexdigest()
    release_id = f"{as_of:%Y%m%dT%H%M%SZ}-{content[:12]}"
    _write_json(building / "manifest.json", {"release": release_id, **manifest})

    folder = workspace.releases / release_id
    is_new = not folder.exists()
    if is_new:
        _write_json(building / "run.json", run)
        _settle(building)
        workspace.releases.mkdir(parents=True, exist_ok=True)
        building.rename(folder)
        _settle_folder(workspace.releases)
    else:
        shutil.rmtree(building)
    is_new = make_current(workspace, release_id) or is_new
    return Release(release_id, folder, is_new)


def make_current(workspace: Workspace, release_id: str) -> bool:
    """Switch the link `releases/current` in one rename. Returns whether it stood elsewhere before."""
    link = workspace.releases / "current"
    if link.is_symlink() and link.readlink() == Path(release_id):
        return False
    temporary = workspace.releases / ".current"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(release_id)
    temporary.replace(link)
    _settle_folder(workspace.releases)
    return True


def current_release(workspace: Workspace) -> Path | None:
    """The folder of the current release, or None before the first."""
    link = workspace.releases / "current"
    return link.resolve() if link.exists() else None


def release_folder(workspace: Workspace, release_id: str | None) -> Path:
    """The folder of a release; of the current one for None or `current`. Raises RapportError naming those there are."""
    if release_id in (None, "current"):
        folder = current_release(workspace)
        if folder is None:
            raise RapportError(f"{workspace.releases}: there is no release yet; `rapport run` makes one")
        return folder
    folder = workspace.releases / str(release_id)
    if folder.parent != workspace.releases or not (folder / "manifest.json").exists():
        known = ", ".join(manifest["release"] for manifest in releases(workspace))
        raise RapportError(f"there is no release {release_id!r}; there are: {known or 'none'}")
    return folder


def releases(workspace: Workspace) -> list[dict[str, Any]]:
    """Manifests of all releases, oldest as_of first."""
    paths = [path for path in workspace.releases.glob("[!.]*/manifest.json") if not path.parent.is_symlink()]
    manifests = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return sorted(manifests, key=lambda manifest: (manifest["as_of"], manifest["release"]))


def part_of(schema: str) -> Path:
    """The folder, in that of a release, that holds the tables of a schema."""
    return Path(RESTRICTED) if schema == RESTRICTED else Path()


def schema_in_file(schema: str) -> str:
    """The schema that the tables of a schema have in the database of their part of a release."""
    return MAIN_SCHEMA if schema in ("marts", RESTRICTED) else schema


def database_of(folder: Path, manifest: Mapping[str, Any], table: str) -> Path:
    """The database of a release that holds a table, named with its schema or without; the open one for any other name.

    Raises RapportError where it may not be read.
    """
    output = manifest["outputs"].get(table.rpartition(".")[2], {})
    path = folder / part_of(output.get("schema", "")) / DATABASE
    if not os.access(path, os.R_OK):
        raise RapportError(f"{path}: may not be read by you, or is not there; ask whoever makes the releases")
    return path


def _write_tables(warehouse: Path, tables: Sequence[PublishedTable], building: Path) -> dict[str, Any]:
    outputs: dict[str, Any] = {}
    with duckdb.connect(str(warehouse), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        for part in sorted({part_of(table.schema) for table in tables}):
            own = [table for table in tables if part_of(table.schema) == part]
            if part == Path(RESTRICTED):
                # Closed before anything is in it.
                (building / part).mkdir(mode=0o700)
            (building / part / "parquet").mkdir()
            outputs |= {table.name: _write_table(con, table, building, part) for table in own}
            _write_database(own, building / part)
    if (building / RESTRICTED).exists():
        _close(building / RESTRICTED)
    return outputs


def _write_table(con: duckdb.DuckDBPyConnection, table: PublishedTable, building: Path, part: Path) -> dict[str, Any]:
    file = part / "parquet" / f"{table.name}.parquet"
    path = building / file
    order = ", ".join(f'"{column}"' for column in table.key)
    con.execute(
        f'copy (select * from "{table.schema}"."{table.name}" order by {order}) to {_literal(path)} ({PARQUET})'
    )
    rows = con.execute(f"select count(*) from read_parquet({_literal(path)})").fetchone()
    return {
        "schema": table.schema,
        "key": list(table.key),
        "file": str(file),
        "sha256": _sha256(path),
        "rows": rows[0] if rows else 0,
    }


def _write_database(tables: Sequence[PublishedTable], folder: Path) -> None:
    """Write the tables of one part of a release, whose Parquet files stand there, into its database."""
    with duckdb.connect() as con:
        con.execute(f"attach {_literal(folder / DATABASE)} as marts_file (storage_version '{STORAGE_VERSION}')")
        for schema in sorted({schema_in_file(table.schema) for table in tables} - {MAIN_SCHEMA}):
            con.execute(f'create schema marts_file."{schema}"')
        for table in tables:
            relation = f'marts_file."{schema_in_file(table.schema)}"."{table.name}"'
            path = folder / "parquet" / f"{table.name}.parquet"
            con.execute(f"create table {relation} as select * from read_parquet({_literal(path)})")
            con.execute(f"comment on table {relation} is {_literal(table.description)}")
            for column, description in table.columns.items():
                con.execute(f'comment on column {relation}."{column}" is {_literal(description)}')
        con.execute("detach marts_file")


def _close(folder: Path) -> None:
    """Leave a folder and all in it to its owner alone."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _settle(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            _settle_folder(path)
        else:
            with path.open("rb") as handle:
                os.fsync(handle.fileno())
    _settle_folder(folder)


def _settle_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_json(path: Path, document: Any) -> None:
    path.write_text(json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _canonical(document: Any) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
