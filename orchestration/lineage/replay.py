"""The proof: a cell computed again from the cited rows alone, by the SQL that was executed, unmodified.

A small warehouse in memory holds the release's parameters and, of its extracts, nothing but the cited records; the
models run over it as they ran then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.lineage.cells import Cell
from orchestration.lineage.graph import Model, is_raw_object
from orchestration.lineage.lake import RawFile, table_of_raw
from orchestration.lineage.queries import DIALECT
from orchestration.lineage.state import ReleaseState, make, write_given
from orchestration.lineage.witness import FIGURES, own_query
from orchestration.raw.typed_text import literal, quoted


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
        self.con.execute("set TimeZone = 'UTC'")
        self.con.execute(f"attach ':memory:' as {quoted(state.catalog)}")
        write_given(self.con, state.catalog, state.manifest, state.graph, state.lake)
        self.filled: set[str] = set()
        self.laid: set[str] = set()

    def recompute(self, cell: Cell, cited: pa.Table) -> Recomputed:
        """Compute a cell from cited rows, shaped as CITED, alone."""
        target = f"marts.{cell.table}"
        models = self._models(cell, target)
        self._lay({read for model in models for read in model.reads if is_raw_object(read)}, cited)
        for model in models:
            make(self.con, self.state.catalog, model.relation, self._sql(cell, model), is_view=model.is_view)
        where = " and ".join(f"{quoted(name)} is not distinct from ?" for name in cell.key)
        schema, _, name = target.partition(".")
        place = f"{quoted(self.state.catalog)}.{quoted(schema)}.{quoted(name)}"
        found = self.con.execute(
            f"select {quoted(cell.column)} from {place} where {where}", list(cell.key.values())
        ).fetchall()
        return Recomputed(len(found), found[0][0] if found else None)

    def close(self) -> None:
        """Free the memory."""
        self.con.close()

    def _models(self, cell: Cell, target: str) -> list[Model]:
        if target != FIGURES:
            return self.state.graph.needed([target])
        own = Model("", "", False, (), self._own(cell), "")
        return [*self.state.graph.needed(sorted(own.reads)), self.state.graph.models[target]]

    def _sql(self, cell: Cell, model: Model) -> str:
        return self._own(cell) if model.relation == FIGURES else model.sql

    def _own(self, cell: Cell) -> str:
        return own_query(self.state.graph, cell, FIGURES).sql(DIALECT)

    def _lay(self, objects: set[str], cited: pa.Table) -> None:
        """Lay each raw object with its cited records, empty where none is cited."""
        self.con.register("__cited", cited)
        try:
            for relation in sorted(objects):
                files = self._files(relation)
                if files or relation in self.filled or relation not in self.laid:
                    rows = self.state.lake.select(relation, files, self._condition(relation))
                    self.con.execute(f"create or replace table {table_of_raw(self.state.catalog, relation)} as {rows}")
                    self.laid.add(relation)
                    (self.filled.add if files else self.filled.discard)(relation)
        finally:
            self.con.unregister("__cited")

    def _files(self, relation: str) -> list[RawFile]:
        system, _, name = relation.partition(".")[2].partition("__")
        of_object = f"system = {literal(system)} and object = {literal(name)}"
        query = f"select distinct instance, sha256 from __cited where {of_object}"
        cited = set(self.con.execute(query).fetchall())
        return [file for file in self.state.lake.current(relation) if (file.instance, file.sha256) in cited]

    def _condition(self, relation: str) -> str:
        system, _, name = relation.partition(".")[2].partition("__")
        return (
            "(r._instance, r._file_id, r._record) in (select (instance, sha256, record) from __cited "
            f"where system = {literal(system)} and object = {literal(name)})"
        )
