"""A release opened to be looked into: its models, its files, and its warehouse, as it stands or built again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lineage.following.follow import aggregate_functions
from orchestration.lineage.release.figures import FigureTable
from orchestration.lineage.release.graph import Graph, is_raw_object
from orchestration.lineage.release.lake import ReleasedLake, table_of_raw
from orchestration.raw.typed_text import literal, quoted
from orchestration.settings import Workspace
from orchestration.warehouse import release_of_warehouse

_PLANNED_THREADS = 16
_ANY_SIZE = 10**12
"""Rows that no table has."""


@dataclass(frozen=True)
class ReleaseState:
    """A release and an open connection to its warehouse, attached to read under the name that its SQL uses.

    catalog: that name; columns: of every table of the warehouse, by relation.
    """

    folder: Path
    manifest: dict[str, Any]
    graph: Graph
    figures: FigureTable
    lake: ReleasedLake
    con: duckdb.DuckDBPyConnection
    catalog: str
    columns: dict[str, tuple[str, ...]]
    aggregates: frozenset[str]

    def table(self, relation: str) -> str:
        """A relation as an SQL name in the warehouse."""
        schema, _, name = relation.partition(".")
        return f"{quoted(self.catalog)}.{quoted(schema)}.{quoted(name)}"


@contextmanager
def open_release(workspace: Workspace, folder: Path) -> Iterator[ReleaseState]:
    """Open a release; its warehouse is built again where the one that stands is of another.

    Raises RapportError where the release has no lineage or the lake lacks one of its files.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    graph = Graph.of_release(folder)
    lake = ReleasedLake.of_manifest(workspace.lake, manifest)
    catalog = graph.catalog
    con = duckdb.connect()
    try:
        settle(con)
        _attach(con, workspace, catalog, manifest, graph, lake)
        columns, aggregates = _columns(con, catalog), aggregate_functions(con)
        yield ReleaseState(folder, manifest, graph, FigureTable(graph), lake, con, catalog, columns, aggregates)
    finally:
        con.close()


def _attach(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    catalog: str,
    manifest: dict[str, Any],
    graph: Graph,
    lake: ReleasedLake,
) -> None:
    if release_of_warehouse(workspace) == manifest["release"]:
        try:
            _attach_file(con, workspace.warehouse, catalog)
        except duckdb.Error:
            # A run has begun to work on it in this very moment.
            pass
        else:
            if release_of_warehouse(workspace) == manifest["release"]:
                return
            con.execute(f"detach {quoted(catalog)}")
    path = workspace.rebuilt / f"{manifest['release']}.duckdb"
    if not path.exists():
        rebuild(path, catalog, manifest, graph, lake)
    _attach_file(con, path, catalog)


def _attach_file(con: duckdb.DuckDBPyConnection, path: Path, catalog: str) -> None:
    con.execute(f"attach {literal(str(path))} as {quoted(catalog)} (read_only)")


def rebuild(path: Path, catalog: str, manifest: dict[str, Any], graph: Graph, lake: ReleasedLake) -> None:
    """Build the warehouse of a release again from the lake, with the SQL that was executed then, and put it at `path`.

    Only the newest such warehouse is kept.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    aside.unlink(missing_ok=True)
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach {literal(str(aside))} as {quoted(catalog)}")
        write_given(con, catalog, manifest, graph, lake)
        for relation in sorted(
            {read for model in graph.models.values() for read in model.reads if is_raw_object(read)}
        ):
            rows = lake.select(relation, lake.current(relation))
            con.execute(f"create view {table_of_raw(catalog, relation)} as {rows}")
        for model in graph.needed(sorted(graph.models)):
            make(con, catalog, model.relation, model.sql, is_view=model.is_view)
        con.execute(f"detach {quoted(catalog)}")
    for earlier in path.parent.glob("*.duckdb"):
        earlier.unlink()
    aside.replace(path)


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Settings under which SQL means what it meant, a prepared statement stays true, and small queries are quick.

    DuckDB bakes the contents of tables into a plan by these two optimizers, and does not notice when they change. It
    plans for so many threads, but all of them are ours to bring: no task is handed to another one, which would take
    longer than the task. Told of one or two, DuckDB 1.5 lets pipelines of a large plan wait for each other for ever.
    Its IEJoin fails in some plans with an internal error, so joins by ranges are merge joins whatever their size.
    """
    con.execute("set TimeZone = 'UTC'")
    con.execute("set disabled_optimizers = 'statistics_propagation,compressed_materialization'")
    con.execute(f"set threads = {_PLANNED_THREADS}")
    con.execute(f"set external_threads = {_PLANNED_THREADS}")
    con.execute(f"set merge_join_threshold = {_ANY_SIZE}")
    con.execute("set parquet_metadata_cache = true")


def make(con: duckdb.DuckDBPyConnection, catalog: str, relation: str, sql: str, *, is_view: bool) -> None:
    """Make one model's table or view from its SQL, replacing what is there."""
    schema, _, name = relation.partition(".")
    con.execute(f"create schema if not exists {quoted(catalog)}.{quoted(schema)}")
    place = f"{quoted(catalog)}.{quoted(schema)}.{quoted(name)}"
    con.execute(f"create or replace {'view' if is_view else 'table'} {place} as {sql}")


def write_given(
    con: duckdb.DuckDBPyConnection, catalog: str, manifest: dict[str, Any], graph: Graph, lake: ReleasedLake
) -> None:
    """Write what a release's models read besides extracts: its parameters, its files, what feeds which entity."""
    raw = f"{quoted(catalog)}.raw"
    con.execute(f"create schema if not exists {raw}")
    as_of = datetime.fromisoformat(manifest["as_of"]).replace(tzinfo=None)
    con.execute(f"create or replace table {raw}.run_parameters as select cast(? as timestamp) as as_of", [as_of])
    files = "system varchar, instance varchar, object varchar, file_id varchar, file_name varchar"
    con.execute(f"create or replace table {raw}.files ({files}, extracted_at timestamp, is_current boolean)")
    rows = [
        (f.system, f.instance, f.object, f.sha256, f.facts["file"], f.extracted_at, f.facts["is_current"])
        for f in lake.all_files()
    ]
    if rows:
        con.executemany(f"insert into {raw}.files values (?, ?, ?, ?, ?, ?, ?)", rows)
    con.execute(f"create or replace table {raw}.entity_sources (entity varchar, system varchar, object varchar)")
    if fed := _entity_sources(graph):
        con.executemany(f"insert into {raw}.entity_sources values (?, ?, ?)", fed)


def _entity_sources(graph: Graph) -> list[tuple[str, str, str]]:
    """Which objects feed each canonical entity: those above its conformed models, reference data left out."""
    rows = set()
    for model in graph.models.values():
        if model.name.startswith("cnf_"):
            entity = model.name.partition("__")[2]
            for raw in graph.raw_relations(model.relation):
                system, _, name = raw.partition(".")[2].partition("__")
                rows.add((entity, system, name))
    return sorted(row for row in rows if row[1] != "reference")


def _columns(con: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    query = (
        "select schema_name || '.' || table_name, column_name from duckdb_columns() "
        "where database_name = ? order by table_oid, column_index"
    )
    for relation, column in con.execute(query, [catalog]).fetchall():
        found.setdefault(relation, []).append(column)
    return {relation: tuple(columns) for relation, columns in found.items()}
