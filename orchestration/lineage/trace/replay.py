"""The proof: a cell computed again from the cited rows alone, by the SQL that was executed, unmodified.

A small warehouse in memory holds the release's parameters and, of its extracts, nothing but the cited records; the
models run over it as they ran then. Its tables stay and are filled anew for each cell, those of a model only where
what it reads has changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.lineage.columns.document import FIGURES
from orchestration.lineage.queries import DIALECT
from orchestration.lineage.release.graph import RAW, Model, is_raw_object
from orchestration.lineage.release.lake import table_of_raw
from orchestration.lineage.release.state import ReleaseState, make, settle, write_given
from orchestration.lineage.trace.answer import CITED
from orchestration.lineage.trace.cells import Cell
from orchestration.lineage.trace.prepared import deallocate, handed, prepared
from orchestration.raw.typed_text import quoted

_RECORD = CITED.names[:5]


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
        self._make_empty()
        self._laid: dict[str, pa.Table] = {}
        self._filling: dict[tuple[str, str], str] = {}
        self._versions: dict[str, int] = {}
        self._made_of: dict[str, tuple[Any, ...]] = {}

    def recompute(self, cell: Cell, cited: pa.Table) -> Recomputed:
        """Compute a cell from cited rows, shaped as CITED, alone."""
        target = self.state.graph.published(cell.table)
        figure = self.state.figures.kpi_of(cell)
        models = self.state.figures.models_behind(cell)
        self._lay({read for model in models for read in model.reads if is_raw_object(read)}, cited)
        for model in models:
            self._run(model, figure if model.relation == FIGURES else "")
        found = self.con.execute(
            f"select {quoted(cell.column)} from {self.state.table(target)} where {cell.condition}",
            list(cell.key.values()),
        ).fetchall()
        return Recomputed(len(found), found[0][0] if found else None)

    def rest(self) -> None:
        """Free what models hold; they are prepared anew when they are run."""
        for statement in self._filling.values():
            deallocate(self.con, statement)
        self._filling.clear()

    def close(self) -> None:
        """Free the memory."""
        self.con.close()

    def _make_empty(self) -> None:
        """Make every table and view before anything is prepared, with the types that they have in the warehouse."""
        types = _types(self.state)
        models = self.state.graph.needed(sorted(self.state.graph.models))
        for relation in sorted({read for model in models for read in model.reads if is_raw_object(read)}):
            self._make_table(relation, types)
        for model in models:
            if model.is_view:
                make(self.con, self.state.catalog, model.relation, model.sql, is_view=True)
            else:
                self._make_table(model.relation, types)

    def _make_table(self, relation: str, types: dict[str, str]) -> None:
        schema = relation.partition(".")[0]
        self.con.execute(f"create schema if not exists {quoted(self.state.catalog)}.{quoted(schema)}")
        self.con.execute(f"create table {self.state.table(relation)} ({types[relation]})")

    def _run(self, model: Model, figure: str) -> None:
        """Fill the table of a model anew, if any of what it is made of has changed."""
        made_of = (figure, *(self._version(read) for read in sorted(model.reads)))
        if model.is_view or self._made_of.get(model.relation) == made_of:
            return
        key = (model.relation, figure)
        if key not in self._filling:
            self._filling[key] = self._prepared(model, figure)
        self._made_of.pop(model.relation, None)
        for statement in (f"delete from {self.state.table(model.relation)}", self._filling[key]):
            if self._count(statement):
                self._changed(model.relation)
        self._made_of[model.relation] = made_of

    def _version(self, relation: str) -> Any:
        """What tells whether a relation holds the same as before; of a view, whether what it reads does."""
        model = self.state.graph.models.get(relation)
        if model is not None and model.is_view:
            return tuple(self._version(read) for read in sorted(model.reads))
        return self._versions.get(relation, 0)

    def _changed(self, relation: str) -> None:
        self._versions[relation] = self._versions.get(relation, 0) + 1

    def _count(self, statement: str) -> int:
        found = self.con.execute(statement).fetchone()
        return int(found[0]) if found else 0

    def _prepared(self, model: Model, figure: str) -> str:
        """The statement that fills the table of a model."""
        sql = self.state.figures.branch(figure).sql(DIALECT) if figure else model.sql
        return prepared(self.con, f"insert into {self.state.table(model.relation)} by name {sql}")

    def _lay(self, objects: Iterable[str], cited: pa.Table) -> None:
        """Lay each raw object with its cited records, empty where none is cited."""
        records = _by_relation(cited.select(_RECORD))
        wanted = {relation: records[relation] for relation in sorted(set(objects) & set(records))}
        for relation in sorted(set(self._laid) | set(wanted)):
            laid, here = self._laid.get(relation), wanted.get(relation)
            if laid is not None and here is not None and laid.equals(here):
                continue
            self._changed(relation)
            if laid is not None:
                self.con.execute(f"delete from {table_of_raw(self.state.catalog, relation)}")
                del self._laid[relation]
            if here is not None:
                self._fill(relation, here)
                self._laid[relation] = here

    def _fill(self, relation: str, cited: pa.Table) -> None:
        found = {(row["instance"], row["sha256"]) for row in cited.select(["instance", "sha256"]).to_pylist()}
        files = [file for file in self.state.lake.current(relation) if (file.instance, file.sha256) in found]
        with handed(self.con, cited) as records:
            condition = f"(r._instance, r._file_id, r._record) in (select instance, sha256, record from {records})"
            rows = self.state.lake.select(relation, files, condition)
            self.con.execute(f"insert into {table_of_raw(self.state.catalog, relation)} by name {rows}")


def _by_relation(cited: pa.Table) -> dict[str, pa.Table]:
    """The cited records of each raw relation."""
    objects = cited.group_by(["system", "object"]).aggregate([]).to_pylist()
    return {
        f"{RAW}{found['system']}__{found['object']}": cited.filter(
            pc.and_(pc.equal(cited["system"], found["system"]), pc.equal(cited["object"], found["object"]))
        )
        for found in objects
    }


def _types(state: ReleaseState) -> dict[str, str]:
    """The columns of every table of the warehouse with their types, as a definition."""
    query = (
        "select schema_name || '.' || table_name, string_agg('\"' || column_name || '\" ' || data_type, ', ' "
        "order by column_index) from duckdb_columns() where database_name = ? group by 1"
    )
    return dict(state.con.execute(query, [state.catalog]).fetchall())
