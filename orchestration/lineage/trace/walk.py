"""The raw rows behind a cell, found backwards: from the mart's row, table by table, to the rows of the extracts.

Each hop follows rows of one table into the tables that its model reads, all rows of a table at once. A row carries the
weakest role on its way, and of several ways the strongest, with the reason of that way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from orchestration.lineage.columns.dependency import Relation
from orchestration.lineage.columns.document import FIGURES
from orchestration.lineage.columns.query import lineage
from orchestration.lineage.following.annotate import Scanned
from orchestration.lineage.following.follow import BY_MARKED_ROWID, Followable, prepare
from orchestration.lineage.following.refused import refuse
from orchestration.lineage.queries import UnfollowableError
from orchestration.lineage.release.graph import RAW, Model, is_raw_object
from orchestration.lineage.release.state import ReleaseState, settle
from orchestration.lineage.trace.answer import CITED
from orchestration.lineage.trace.cells import Cell
from orchestration.lineage.trace.hop import Hop, Kept
from orchestration.lineage.trace.prepared import handed
from orchestration.lineage.trace.records import RECORDS, Records
from orchestration.lineage.trace.roles import BESIDE, ROW_BEHIND, Labels, parts
from orchestration.lineage.trace.waiting import Waiting

_MOST_PREPARED = 100
_FILES = "__files"
_SYSTEM = "source_system"
"""The column of a conformed row by whose value the branches of all other systems need not run."""
_NO_RECORDS = pa.schema({**RECORDS, "relation": pa.string()}).empty_table()
Beside = tuple[str, Sequence[int]]
"""A relation, and rowids of rows of it."""


@dataclass(frozen=True)
class _Step:
    """A model ready to be hopped from: the hop, and what its columns depend on."""

    hop: Hop
    query: Followable
    columns: Relation
    numbers_rows: bool


class Walk:
    """Walks back from cells of one release, one after another."""

    def __init__(self, state: ReleaseState) -> None:
        # Of its own, so that what it made goes with it.
        con = state.con.cursor()
        settle(con)
        self.state = state = replace(state, con=con)
        # From the extracts to the marts: a reason near the mart stands before one far from it.
        self._order = [model.relation for model in state.graph.needed(sorted(state.graph.models))]
        self._labels = Labels([relation.partition(".")[2] for relation in self._order])
        self._steps: dict[tuple[str, str], _Step] = {}
        self._records: dict[str, Records] = {}
        self._kept = Kept(_MOST_PREPARED)
        self._waiting = Waiting()
        self._cited: list[pa.Table] = []
        self._release_files()

    def cited(self, cell: Cell, beside: Iterable[Beside] = (), *, is_wide: bool = False) -> pa.Table:
        """The rows of extracts behind a cell, shaped as CITED.

        beside: rows to be cited with it; is_wide: cite whole groups and partitions, not only what suffices. Raises
        UnfollowableError naming the model that could not be followed.
        """
        self._back(cell, beside, is_wide=is_wide, has_records=True)
        names = ", ".join(CITED.names[:5])
        with handed(self.state.con, pa.concat_tables([_NO_RECORDS, *self._cited])) as records:
            found = self.state.con.execute(
                f"select {names}, min(label) as label from {records} as r "
                f"inner join {_FILES} as f on f.relation = r.relation and f.sha256 = r.file_id "
                f"where r.record is not null group by {names} order by {names}"
            ).to_arrow_table()
        labels = found.column("label")
        known = labels.unique()
        roles = pa.array([self._labels.role(number) for number in known.to_pylist()], pa.string())
        reasons = pa.array([self._labels.reason(number) for number in known.to_pylist()], pa.string())
        places = pc.index_in(labels, known)
        columns = [*(found.column(name) for name in CITED.names[:5]), roles.take(places), reasons.take(places)]
        return pa.Table.from_arrays(columns, schema=CITED)

    def behind(self, cell: Cell) -> Callable[[str], str]:
        """Walk back without citing; returns a query, by relation, of the rows of it that stand behind the cell."""
        self._back(cell, (), is_wide=False, has_records=False)

        def rows(relation: str) -> str:
            numbers = self._waiting.of(relation).column("row").to_pylist()
            waiting = f"select unnest(cast({numbers} as bigint[]))"
            return f"select t.* from {self.state.table(relation)} as t where t.rowid in ({waiting})"

        return rows

    def _back(self, cell: Cell, beside: Iterable[Beside], *, is_wide: bool, has_records: bool) -> None:
        target = self.state.graph.published(cell.table)
        self._start(target, cell)
        asked: dict[str, set[str]] = {target: {cell.column}}
        for relation, rows in beside:
            asked.setdefault(relation, set())
            label = self._labels.number("filter", BESIDE, relation.partition(".")[2])
            self._waiting.add(relation, np.array(rows), np.full(len(rows), label))
        for model in reversed(self.state.graph.needed([target])):
            if model.relation not in asked:
                continue
            try:
                if not any(is_raw_object(read) for read in model.reads):
                    self._hop(model.relation, cell, asked, is_wide)
                elif has_records:
                    self._cite(model.relation)
            except UnfollowableError as error:
                raise UnfollowableError(error.construct, self._culprit(model)) from error

    def rest(self) -> None:
        """Free what followings hold; they are prepared anew when they are used."""
        self._kept.release()

    def close(self) -> None:
        """Free what was prepared and the rows that were followed."""
        for step in self._steps.values():
            step.hop.close()
        for records in self._records.values():
            records.close()
        self.state.con.close()

    def _culprit(self, model: Model) -> str:
        """Which model a construct stands in: one of the views written out in a query, else its own."""
        for view in self.state.graph.needed(sorted(model.reads)):
            if view.is_view:
                try:
                    refuse(view.tree)
                except UnfollowableError:
                    return view.name
        return model.name

    def _start(self, target: str, cell: Cell) -> None:
        self._waiting = Waiting()
        self._cited = []
        query = f"select rowid from {self.state.table(target)} where {cell.condition}"
        rows = [row for (row,) in self.state.con.execute(query, list(cell.key.values())).fetchall()]
        self._waiting.add(target, np.array(rows), np.full(len(rows), self._labels.number("value")))

    def _release_files(self) -> None:
        """Make the table of the files whose records each relation over raw objects can name."""
        files = [
            (relation, file.system, file.instance, file.object, file.sha256)
            for relation, model in self.state.graph.models.items()
            if any(is_raw_object(read) for read in model.reads)
            for name in self.state.graph.raw_relations(relation)
            for file in self.state.lake.current(name)
        ]
        names = ("relation", *CITED.names[:4])
        with handed(self.state.con, pa.table([*zip(*files, strict=True)], names)) as rows:
            self.state.con.execute(f"create temp table {_FILES} as select * from {rows}")

    def _hop(self, relation: str, cell: Cell, asked: dict[str, set[str]], is_wide: bool) -> None:
        rows = self._waiting.of(relation)
        if not len(rows):
            return
        step = self._step(relation, cell)
        model = relation.partition(".")[2]
        found = parts(step.columns, asked[relation], step.query.scanned)
        labels = {}
        for number, part in found.items():
            deciding = self._labels.number(part.role, part.word, model)
            labels[number] = (self._labels.number("value") if part.columns else deciding, deciding)
        behind = self._labels.number("excluded", ROW_BEHIND, model) if step.numbers_rows else None
        step.hop.take(rows, asked[relation], labels, behind, self._waiting, is_wide=is_wide)
        for number, part in found.items():
            asked.setdefault(step.query.scans[number], set()).update(part.columns)

    def _step(self, relation: str, cell: Cell) -> _Step:
        figure = self.state.figures.kpi_of(cell) if relation == FIGURES else ""
        key = (relation, figure)
        if key not in self._steps:
            state = self.state
            graph = state.graph
            tree = graph.over_tables(state.figures.branch(figure)) if figure else graph.query(relation)
            query = prepare(tree, _by_rowid)
            columns = state.columns[relation]
            hop = Hop(
                state.con,
                state.table(relation),
                query,
                state.graph.models[relation].grain or columns,
                self._by(relation, columns),
                {number: query.scans[number] for number in query.scanned},
                state.columns.__getitem__,
                state.aggregates,
                self._kept,
            )
            depending = lineage(tree, state.columns.__getitem__)
            self._steps[key] = _Step(hop, query, depending, tree.find(exp.RowNumber) is not None)
        return self._steps[key]

    def _by(self, relation: str, columns: Sequence[str]) -> Sequence[str]:
        """The columns that tell rows of a table apart best: its grain, else what looks like keys; and their system."""
        grain = self.state.graph.models[relation].grain
        keys = grain or [name for name in columns if name.endswith("_id")] or columns
        return tuple(dict.fromkeys((*keys, *(name for name in columns if name == _SYSTEM))))

    def _cite(self, relation: str) -> None:
        rows = self._waiting.of(relation)
        if len(rows):
            found = self._records_of(relation).cite(rows)
            self._cited.append(found.append_column("relation", pa.array([relation] * len(found), pa.string())))

    def _records_of(self, relation: str) -> Records:
        if relation not in self._records:
            self._records[relation] = Records(self.state, relation, self._labels)
        return self._records[relation]


def _by_rowid(relation: str) -> Scanned | None:
    return None if relation.startswith(RAW) else BY_MARKED_ROWID
