"""The proof: a cell computed again from the cited rows alone, by the SQL that was executed, unmodified.

A small warehouse in memory holds the release's parameters and, of its extracts, nothing but the cited records; the
models run over it as they ran then. Its tables stay and are filled anew for each cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.lineage.columns.document import FIGURES
from orchestration.lineage.queries import DIALECT
from orchestration.lineage.release.figures import branch_of_figure, models_behind
from orchestration.lineage.release.graph import Model, is_raw_object
from orchestration.lineage.release.lake import RawFile, table_of_raw
from orchestration.lineage.release.state import ReleaseState, make, settle, write_given
from orchestration.lineage.trace.cells import Cell
from orchestration.lineage.trace.hop import prepared
from orchestration.raw.typed_text import literal, quoted

_CITED = "__cited_here"


@dataclass(frozen=True)
class Recomputed:
    """What the replay gave. rows: how many rows have the cell's key; value: of the first."""

    rows: int
    value: Any


class Replay:
    """The small warehouse of one release, used for one cell after another."""

    def __init__(self, state: ReleaseState) -> None:
        self.state = state
        self.con = duckdb.connect()
        settle(self.con)
        self.con.execute(f"attach ':memory:' as {quoted(state.catalog)}")
        write_given(self.con, state.catalog, state.manifest, state.graph, state.lake)
        self.types = _types(state)
        self.objects: set[str] = set()
        self.filled: set[str] = set()
        self.filling: dict[tuple[str, str], str] = {}

    def recompute(self, cell: Cell, cited: pa.Table) -> Recomputed:
        """Compute a cell from cited rows, shaped as CITED, alone."""
        target = self.state.graph.published(cell.table)
        figure = str(cell.key["kpi_id"]) if target == FIGURES else ""
        models = models_behind(self.state.graph, cell)
        self._lay({read for model in models for read in model.reads if is_raw_object(read)}, cited)
        for model in models:
            self._run(model, figure if model.relation == FIGURES else "")
        found = self.con.execute(
            f"select {quoted(cell.column)} from {self.state.table(target)} where {cell.condition}",
            list(cell.key.values()),
        ).fetchall()
        return Recomputed(len(found), found[0][0] if found else None)

    def close(self) -> None:
        """Free the memory."""
        self.con.close()

    def _run(self, model: Model, figure: str) -> None:
        key = (model.relation, figure)
        if key not in self.filling:
            self.filling[key] = self._prepared(model, figure)
        if self.filling[key]:
            self.con.execute(f"delete from {self.state.table(model.relation)}; {self.filling[key]}")

    def _prepared(self, model: Model, figure: str) -> str:
        """Make the table of a model, with the types that it has in the warehouse; the statement that fills it."""
        if model.is_view:
            make(self.con, self.state.catalog, model.relation, model.sql, is_view=True)
            return ""
        place = self.state.table(model.relation)
        schema = model.relation.partition(".")[0]
        self.con.execute(f"create schema if not exists {quoted(self.state.catalog)}.{quoted(schema)}")
        self.con.execute(f"create table if not exists {place} ({self.types[model.relation]})")
        sql = branch_of_figure(model.tree, self.state.graph, figure).sql(DIALECT) if figure else model.sql
        return prepared(self.con, f"insert into {place} by name {sql}")

    def _lay(self, objects: set[str], cited: pa.Table) -> None:
        """Lay each raw object with its cited records, empty where none is cited."""
        self.con.register("cited_rows", cited)
        self.con.execute(f"create or replace temp table {_CITED} as select * from cited_rows")
        self.con.unregister("cited_rows")
        for relation in sorted(objects - self.objects):
            empty = self.state.lake.select(relation, ())
            self.con.execute(f"create table {table_of_raw(self.state.catalog, relation)} as {empty}")
        self.objects |= objects
        for relation in sorted(self.filled):
            self.con.execute(f"delete from {table_of_raw(self.state.catalog, relation)}")
        cited_objects = self.con.execute(f"select distinct system, object from {_CITED}").fetchall()
        self.filled = {f"raw.{system}__{name}" for system, name in cited_objects} & self.objects
        for relation in sorted(self.filled):
            self._fill(relation)

    def _fill(self, relation: str) -> None:
        system, _, name = relation.partition(".")[2].partition("__")
        of_object = f"system = {literal(system)} and object = {literal(name)}"
        found = self.con.execute(f"select distinct instance, sha256 from {_CITED} where {of_object}").fetchall()
        files: list[RawFile] = [
            file for file in self.state.lake.current(relation) if (file.instance, file.sha256) in set(found)
        ]
        records = f"select instance, sha256, record from {_CITED} where {of_object}"
        condition = f"(r._instance, r._file_id, r._record) in ({records})"
        rows = self.state.lake.select(relation, files, condition)
        self.con.execute(f"insert into {table_of_raw(self.state.catalog, relation)} by name {rows}")


def _types(state: ReleaseState) -> dict[str, str]:
    """The columns of every table of the warehouse with their types, as a definition."""
    query = (
        "select schema_name || '.' || table_name, string_agg('\"' || column_name || '\" ' || data_type, ', ' "
        "order by column_index) from duckdb_columns() where database_name = ? group by 1"
    )
    return dict(state.con.execute(query, [state.catalog]).fetchall())
