"""The raw rows behind a cell, found backwards: from the mart's row, table by table, to the rows of the extracts.

Each hop follows rows of one table into the tables that its model reads, all rows of a table at once. A row carries the
strongest role that any way gives it, with the reason of that way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from orchestration.lineage.annotate import Scanned
from orchestration.lineage.cells import Cell
from orchestration.lineage.columns import lineage
from orchestration.lineage.follow import BY_RECORD, BY_ROWID, Followable, follow, prepare
from orchestration.lineage.graph import Graph, is_raw_object
from orchestration.lineage.queries import UnfollowableError, relation_of, scans
from orchestration.lineage.roles import Part, parts
from orchestration.lineage.state import ReleaseState
from orchestration.lineage.trace import CITED, ROLES, Role
from orchestration.raw.typed_text import literal, quoted

FIGURES = "marts.fct_kpi_values"
RECORD_COLUMNS = ("_file_id", "_record")
_FOLLOWED, _PICKED = "__followed", "__picked_rows"


@dataclass(frozen=True, order=True)
class Label:
    """Why a row is cited; the smaller stands where there are several. rank: of the role, the strongest first."""

    rank: int
    reason: str

    @classmethod
    def of(cls, role: Role, reason: str = "") -> Label:
        """The label of a role."""
        return cls(ROLES.index(role), reason)

    @property
    def role(self) -> Role:
        """The role."""
        return ROLES[self.rank]


def own_query(graph: Graph, cell: Cell, relation: str) -> exp.Query:
    """The query of a model, over tables; of the table of all figures, the branch of the cell's own figure."""
    tree = graph.query(relation)
    if relation != FIGURES:
        return tree
    wanted = str(cell.key["kpi_id"])
    figures = {model.relation for model in graph.models.values() if model.relation.startswith("kpis.")}
    for union in reversed(list(tree.find_all(exp.Union))):
        for branch, other in ((union.left, union.right), (union.right, union.left)):
            names = {relation_of(table) for table in scans(other)} & figures
            if names and not any(name.endswith(f".{wanted}") for name in names):
                union.replace(branch)
                break
    return tree


class Witness:
    """The walk back from one cell of a release."""

    def __init__(self, state: ReleaseState, cell: Cell) -> None:
        self.state = state
        self.cell = cell
        self.labels: list[Label] = []
        self.asked: dict[str, set[str]] = {}
        self.pending: set[str] = set()

    def cited(self) -> pa.Table:
        """The rows of extracts behind the cell, shaped as CITED.

        Raises UnfollowableError naming the model that could not be followed.
        """
        target = f"marts.{self.cell.table}"
        con = self.state.con
        con.execute(
            "create or replace temp table __cited "
            "(system varchar, instance varchar, object varchar, sha256 varchar, record bigint, label integer)"
        )
        where = " and ".join(f"{quoted(name)} is not distinct from ?" for name in self.cell.key)
        self._expect(target, {self.cell.column})
        con.execute(
            f"insert into {_waiting(target)} select rowid, {self._number(Label.of('value'))} "
            f"from {self.state.table(target)} where {where}",
            list(self.cell.key.values()),
        )
        for model in reversed(self.state.graph.needed([target])):
            if model.relation in self.pending:
                try:
                    self._hop(model.relation)
                except UnfollowableError as error:
                    raise UnfollowableError(error.construct, model.name) from error
        return self._collected()

    def _hop(self, relation: str) -> None:
        model = self.state.graph.models[relation]
        if not self._waits(relation):
            return
        if any(is_raw_object(read) for read in model.reads):
            self._cite(relation)
            return
        self._pick(relation)
        query = prepare(own_query(self.state.graph, self.cell, relation), self.state.aggregates, _by_rowid)
        carried = self._follow(relation, query)
        part_of = self._parts(relation, query)
        for number, column in carried.items():
            source = query.scans[number]
            self._expect(source, set())
            for label in self._labels_in(_PICKED):
                outgoing = label
                if label.role == "value":
                    outgoing = Label.of(part_of[number].role, part_of[number].reason)
                    self.asked[source] |= part_of[number].columns
                self._wait(source, column, self._number(label), self._number(outgoing))
        if _numbers_rows(query.tree):
            self._losers(relation, query)

    def _follow(self, relation: str, query: Followable) -> dict[int, str]:
        carried = follow(self.state.con, query, _PICKED, self.state.aggregates, by=self._by(relation), into=_FOLLOWED)
        lost = self.state.con.execute(
            f"select count(*) from {_PICKED} as p anti join {_FOLLOWED} as f on f.__picked = p.rowid"
        ).fetchone()
        if lost and lost[0]:
            raise UnfollowableError(f"a row that its own SQL does not give again ({lost[0]} of them)")
        return carried

    def _parts(self, relation: str, query: Followable) -> dict[int, Part]:
        read = lineage(query.tree, self.state.columns.__getitem__)
        return parts(read, self.asked[relation], query.scanned, relation.partition(".")[2])

    def _losers(self, relation: str, query: Followable) -> None:
        """Cite the rows that were numbered behind those that count."""
        carried = follow(
            self.state.con,
            query,
            _PICKED,
            self.state.aggregates,
            by=self._by(relation),
            into=_FOLLOWED,
            with_losers=True,
        )
        label = self._number(Label.of("excluded", f"another row comes first in {relation.partition('.')[2]}"))
        for number, column in carried.items():
            self._expect(query.scans[number], set())
            for known in self._labels_in(_PICKED):
                self._wait(query.scans[number], column, self._number(known), label)

    def _pick(self, relation: str) -> None:
        self.state.con.execute(
            f"create or replace temp table {_PICKED} as select p.label as __label, u.* "
            f"from {self.state.table(relation)} as u inner join {self._strongest(relation)} as p on u.rowid = p.row"
        )

    def _waits(self, relation: str) -> bool:
        query = f"select 1 from {_waiting(relation)} where row is not null limit 1"
        return self.state.con.execute(query).fetchone() is not None

    def _strongest(self, relation: str) -> str:
        ranks = " ".join(f"when {n} then {rank}" for n, rank in enumerate(self._ranks()))
        return (
            f"(select row, arg_min(label, case label {ranks} end) as label from {_waiting(relation)} "
            "where row is not null group by row)"
        )

    def _ranks(self) -> list[int]:
        order = sorted(self.labels)
        return [order.index(label) for label in self.labels]

    def _by(self, relation: str) -> list[str]:
        grain = self.state.graph.models[relation].grain
        columns = self.state.columns[relation]
        return list(grain) or [name for name in columns if name.endswith("_id")] or list(columns)

    def _expect(self, relation: str, asked: set[str]) -> None:
        if relation not in self.pending:
            self.pending.add(relation)
            self.asked[relation] = set()
            self.state.con.execute(f"create or replace temp table {_waiting(relation)} (row bigint, label integer)")
        self.asked[relation] |= asked

    def _wait(self, relation: str, column: str, label: int, outgoing: int) -> None:
        self.state.con.execute(
            f"insert into {_waiting(relation)} select distinct unnest({column}), {outgoing} "
            f"from {_FOLLOWED} where __label = {label}"
        )

    def _labels_in(self, table: str) -> list[Label]:
        found = self.state.con.execute(f"select distinct __label from {table} order by 1").fetchall()
        return [self.labels[row[0]] for row in found]

    def _number(self, label: Label) -> int:
        if label not in self.labels:
            self.labels.append(label)
        return self.labels.index(label)

    def _cite(self, relation: str) -> None:
        """Cite the records that staging rows name as theirs, and the versions of them that lost."""
        columns = self.state.columns[relation]
        if not set(RECORD_COLUMNS) <= set(columns):
            raise UnfollowableError("staging rows without _file_id and _record")
        self._pick(relation)
        objects = self.state.graph.raw_relations(relation)
        self._cite_records(
            f"select distinct __label as label, _file_id as file_id, _record as record from {_PICKED}", objects
        )
        tree = self.state.graph.query(relation)
        if _numbers_rows(tree) and self._has_losers(relation, objects):
            self._cite_losers(relation, tree, objects)

    def _cite_records(self, records: str, objects: Iterable[str]) -> None:
        files = " or ".join(f"f.system || '__' || f.object = {literal(name.partition('.')[2])}" for name in objects)
        self.state.con.execute(
            "insert into __cited select f.system, f.instance, f.object, f.file_id, r.record, r.label "
            f"from ({records}) as r inner join {self.state.table('raw.files')} as f "
            f"on f.file_id = r.file_id and f.is_current and ({files})"
        )

    def _has_losers(self, relation: str, objects: Iterable[str]) -> bool:
        loaded = sum(file.facts["loaded"] for name in objects for file in self.state.lake.current(name))
        kept = self.state.con.execute(f"select count(*) from {self.state.table(relation)}").fetchone()
        return kept is None or loaded > kept[0]

    def _cite_losers(self, relation: str, tree: exp.Query, objects: Iterable[str]) -> None:
        for name in objects:
            rows = self.state.lake.select(name, self.state.lake.current(name))
            self.state.con.execute(f"create or replace temp view {_here(name)} as {rows}")
        for table in scans(tree):
            if is_raw_object(relation_of(table)):
                alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name))
                table.replace(exp.Table(this=exp.to_identifier(_here(relation_of(table))), alias=alias))
        query = prepare(tree, self.state.aggregates, lambda name: BY_RECORD if name.startswith("__raw") else None)
        carried = follow(
            self.state.con,
            query,
            _PICKED,
            self.state.aggregates,
            by=self._key_by(relation, tree),
            into=_FOLLOWED,
            with_losers=True,
        )
        label = self._number(Label.of("excluded", f"another version comes first in {relation.partition('.')[2]}"))
        for column in carried.values():
            self._cite_records(
                f"select distinct {label} as label, r.record.file_id as file_id, r.record.record as record "
                f"from (select unnest({column}) as record from {_FOLLOWED}) as r",
                objects,
            )

    def _key_by(self, relation: str, tree: exp.Query) -> list[str]:
        """The columns by which rows are numbered, where they are columns of the table."""
        columns = self.state.columns[relation]
        keys = [
            key.name
            for window in tree.find_all(exp.Window)
            if isinstance(window.this, exp.RowNumber)
            for key in window.args.get("partition_by") or ()
            if isinstance(key, exp.Column)
        ]
        return [key for key in keys if key in columns]

    def _collected(self) -> pa.Table:
        con = self.state.con
        ranks = " ".join(f"when {n} then {rank}" for n, rank in enumerate(self._ranks()))
        con.execute("create or replace temp table __labels (label integer, role varchar, reason varchar)")
        con.executemany(
            "insert into __labels values (?, ?, ?)",
            [(number, label.role, label.reason) for number, label in enumerate(self.labels)],
        )
        names = ", ".join(CITED.names[:5])
        found = con.execute(
            f"with strongest as (select {names}, arg_min(label, case label {ranks} end) as label "
            f"from __cited where record is not null group by all) "
            f"select {names}, role, reason from strongest inner join __labels using (label) order by {names}"
        )
        return found.to_arrow_table().cast(CITED)


def _waiting(relation: str) -> str:
    return quoted(f"__waiting {relation}")


def _here(raw: str) -> str:
    return "__raw_" + raw.partition(".")[2]


def _by_rowid(relation: str) -> Scanned | None:
    return None if relation.startswith("raw.") else BY_ROWID


def _numbers_rows(tree: exp.Query) -> bool:
    return tree.find(exp.RowNumber) is not None
