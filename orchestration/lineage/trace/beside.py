"""Rows that must be cited because others are: what a record brings along has to be seen as it is.

A record may hold more than the figure took of it, an order's other line or the change after the one that counted. Of
the cited records alone such a row may look other than it is, and count. What it is in the warehouse is then cited too.
"""

from __future__ import annotations

from dataclasses import replace

from orchestration.lineage.queries import relation_of, scans
from orchestration.lineage.release.graph import Model
from orchestration.lineage.release.state import ReleaseState
from orchestration.lineage.trace.cells import Cell
from orchestration.lineage.trace.replay import Replay
from orchestration.lineage.trace.walk import Beside, Walk
from orchestration.raw.typed_text import quoted

_THERE = "__there"


class Besides:
    """Compares what stands behind a cell in a replay with what stands in the warehouse."""

    def __init__(self, state: ReleaseState, replay: Replay) -> None:
        self._state = state
        self._walk = Walk(replace(state, con=replay.con))

    def close(self) -> None:
        """Free the memory."""
        self._walk.close()

    def missing(self, cell: Cell, models: list[Model]) -> list[Beside]:
        """Rows of the first model, from the extracts on, of which the replay has others behind the cell.

        Those with the same key, or where there are none with the longest part of it; of a row that the warehouse does
        not have at all, what its model reads and names it, because something there keeps it out. Empty where all are
        the same, or what differs has no counterpart. Raises UnfollowableError.
        """
        behind = self._walk.behind(cell)
        for model in models:
            if not model.is_view and (found := self._counterparts(model, behind(model.relation))):
                return found
        return []

    def _counterparts(self, model: Model, behind: str) -> list[Beside]:
        columns = self._state.columns[model.relation]
        key = list(model.grain) or [name for name in columns if name.endswith("_id")]
        there = self._walk.state.con.execute(behind).to_arrow_table()
        if not there.num_rows:
            return []
        self._state.con.register(_THERE, there)
        try:
            for length in range(len(key), 0, -1):
                if rows := self._same_key(model.relation, columns, key[:length]):
                    return [(model.relation, rows)]
            return self._naming(model, key[0]) if model.grain and key[0].endswith("_id") else []
        finally:
            self._state.con.unregister(_THERE)

    def _naming(self, model: Model, key: str) -> list[Beside]:
        """Rows of the tables that a model reads in which an identifier is one of those it has only in the replay."""
        unknown = (
            f"select there.{quoted(key)} from {_THERE} as there anti join {self._state.table(model.relation)} as t "
            f"on {_same('t', 'there', [key])}"
        )
        found: list[Beside] = []
        for relation in sorted({relation_of(table) for table in scans(self._state.graph.query(model.relation))}):
            names = [quoted(name) for name in self._state.columns[relation] if name.endswith("_id")]
            is_named = " or ".join(f"cast(t.{name} as varchar) in (select * from unknown)" for name in names)
            if names:
                rows = self._state.con.execute(
                    f"with unknown as ({unknown}) select t.rowid from {self._state.table(relation)} as t "
                    f"where {is_named} order by 1"
                ).fetchall()
                found += [(relation, [row[0] for row in rows])] if rows else []
        return found

    def _same_key(self, relation: str, columns: tuple[str, ...], key: list[str]) -> list[int]:
        """The rows that share a key with one behind the cell that the warehouse does not have."""
        found = self._state.con.execute(
            f"with candidates as (select distinct t.rowid as row, t.* from {self._state.table(relation)} as t "
            f"inner join {_THERE} as there on {_same('t', 'there', key)}), "
            f"others as (select there.* from {_THERE} as there anti join candidates on "
            f"{_same('there', 'candidates', columns)}) "
            f"select distinct candidates.row from candidates inner join others on {_same('candidates', 'others', key)} "
            "order by 1"
        )
        return [row[0] for row in found.fetchall()]


def _same(left: str, right: str, columns: tuple[str, ...] | list[str]) -> str:
    return " and ".join(f"{left}.{quoted(name)} is not distinct from {right}.{quoted(name)}" for name in columns)
