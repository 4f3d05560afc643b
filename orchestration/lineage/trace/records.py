"""The end of a walk: staging rows name the records of the extracts that they are, and some came before others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pyarrow as pa
from sqlglot import exp

from orchestration.lineage.following.follow import BY_RECORD, Followable, following, prepare
from orchestration.lineage.following.restrict import ValueSet
from orchestration.lineage.provable import CITATION
from orchestration.lineage.queries import DIALECT, UnfollowableError, relation_of, scans
from orchestration.lineage.release.graph import is_raw_object
from orchestration.lineage.release.lake import RawFile
from orchestration.lineage.release.state import ReleaseState
from orchestration.lineage.trace.hop import Picking
from orchestration.lineage.trace.prepared import database_apart, handed, prepared
from orchestration.lineage.trace.roles import VERSION_BEHIND, Labels
from orchestration.raw.typed_text import quoted

RECORDS = {"label": pa.int64(), "file_id": pa.string(), "record": pa.int64()}
"""Records that are cited, each perhaps several times."""
_HERE = "__here_"


class Records:
    """The records behind rows of one staging table that reads raw objects.

    Raises UnfollowableError where its rows do not name their records.
    """

    def __init__(self, state: ReleaseState, relation: str, labels: Labels) -> None:
        if not set(CITATION) <= set(state.columns[relation]):
            raise UnfollowableError("a staging row without _file_id and _record")
        self._state = state
        self._relation = relation
        self._objects = state.graph.raw_relations(relation)
        by = self._numbered_by()
        self._picking = Picking(state.con, state.table(relation), (*CITATION, *(by or state.columns[relation])))
        self._behind = labels.number("excluded", VERSION_BEHIND, relation.partition(".")[2])
        self._citing = prepared(
            state.con, f"select __label, _file_id as file_id, _record as record from {self._picking.table}"
        )
        self._citing_behind = self._asking = ""
        self._apart = ""
        if self._has_losers():
            self._apart = database_apart(state.con)
            query = self._followable()
            keys = _keys(query.tree, by)
            if keys is None:
                self._lay_all()
            else:
                self._lay_repeated(keys, by)
                self._asking = self._prepared_question(by)
            self._citing_behind = self._prepared_behind(query, by)

    def cite(self, rows: pa.Table) -> pa.Table:
        """The records of rows, and those that were numbered behind them: older versions, copies; shaped as RECORDS."""
        self._picking.pick(rows)
        cited = self._state.con.execute(self._citing).to_arrow_table()
        found = [cited.rename_columns([*RECORDS])]
        if self._citing_behind and self._has_repeated():
            behind = self._state.con.execute(self._citing_behind).to_arrow_table()
            found.append(behind.add_column(0, "label", pa.array([self._behind] * len(behind), pa.int64())))
        return pa.concat_tables([table.cast(pa.schema(RECORDS)) for table in found])

    def close(self) -> None:
        """Free the memory."""
        self._picking.close()
        if self._apart:
            self._state.con.execute(f"detach {self._apart}")

    def _has_repeated(self) -> bool:
        """Whether of any waiting row there are several versions; where that is not to be told, there may be."""
        return not self._asking or self._state.con.execute(self._asking).fetchone() is not None

    def _prepared_question(self, by: list[str]) -> str:
        """The question whether a waiting row's key is one of those that come several times: they are few."""
        return prepared(
            self._state.con,
            f"select 1 from {self._picking.table} as p inner join {self._apart}.repeated as r "
            f"on {_same('p', 'r', by)} limit 1",
        )

    def _lay_all(self) -> None:
        """Lay every row of the raw objects."""
        for name in self._objects:
            self._lay("create view {place} as {rows}", name, self._state.lake.current(name), "true")

    def _lay_repeated(self, keys: exp.Query, by: list[str]) -> None:
        """Lay the rows that the table did not keep, then those that it kept under the same keys: `repeated`."""
        table = self._state.table(self._relation)
        counted = self._state.con.execute(f"select _file_id, count(*) from {table} group by _file_id").fetchall()
        kept, loaded = Counter(dict(counted)), Counter[str]()
        current = [file for name in self._objects for file in self._state.lake.current(name)]
        for file in current:
            loaded[file.sha256] += file.facts["loaded"]
        # The same bytes may be of two instances, and their records kept of one.
        are_told_apart = len(loaded) == len(current)
        unkept = f"(r._file_id, r._record) not in (select _file_id, _record from {table} where _record is not null)"
        for name in self._objects:
            files = [file for file in self._state.lake.current(name) if loaded[file.sha256] > kept[file.sha256]]
            self._lay("create table {place} as {rows}", name, files, unkept if are_told_apart else "true")
        self._state.con.execute(f"create table {self._apart}.repeated as {keys.sql(DIALECT)}")
        if are_told_apart:
            winners = f"select t._file_id, t._record from {table} as t inner join {self._apart}.repeated as r"
            found = self._state.con.execute(f"{winners} on {_same('t', 'r', by)}").to_arrow_table()
            named = set(found.column("_file_id").to_pylist())
            with handed(self._state.con, found) as records:
                for name in self._objects:
                    files = [file for file in self._state.lake.current(name) if file.sha256 in named]
                    condition = f"(r._file_id, r._record) in (select _file_id, _record from {records})"
                    self._lay("insert into {place} by name {rows}", name, files, condition)

    def _lay(self, statement: str, name: str, files: Sequence[RawFile], condition: str) -> None:
        place = f"{self._apart}.{quoted(_HERE + name.partition('.')[2])}"
        self._state.con.execute(statement.format(place=place, rows=self._state.lake.select(name, files, condition)))

    def _prepared_behind(self, query: Followable, by: list[str]) -> str:
        """The statement that cites what was numbered behind; rows are known again by what they are numbered within."""
        wanted = {name: ValueSet(query=self._picking.values_of(name)) for name in by}
        columns = by or self._state.columns[self._relation]
        made = following(query, self._picking.table, columns, wanted, self._state.aggregates, with_losers=True)
        records = " union all ".join(
            f"select unnest({column}) as r from ({made.sql})" for column in made.carried.values()
        )
        return prepared(
            self._state.con,
            f"select r.file_id, r.record from ({records}) as behind where r is not null group by r.file_id, r.record",
        )

    def _has_losers(self) -> bool:
        if self._state.graph.query(self._relation).find(exp.RowNumber) is None:
            return False
        loaded = sum(file.facts["loaded"] for name in self._objects for file in self._state.lake.current(name))
        kept = self._state.con.execute(f"select count(*) from {self._state.table(self._relation)}").fetchone()
        return kept is None or bool(loaded > kept[0])

    def _followable(self) -> Followable:
        """The staging query over what is laid of the release's own files, its rows told apart by record."""
        tree = self._state.graph.query(self._relation).copy()
        for table in scans(tree):
            if is_raw_object(relation_of(table)):
                here = exp.to_table(f"{self._apart}.{quoted(_HERE + table.name)}", dialect=DIALECT)
                table.replace(exp.alias_(here, table.alias_or_name, table=True))
        return prepare(tree, lambda name: BY_RECORD if name.partition(".")[2].startswith(_HERE) else None)

    def _numbered_by(self) -> list[str]:
        """The columns within which rows are numbered, where all of them are columns of the table."""
        columns = self._state.columns[self._relation]
        numbering = [w for w in self._state.graph.query(self._relation).find_all(exp.Window) if _numbers(w)]
        keys = [key for window in numbering for key in window.args.get("partition_by") or ()]
        named = [key.name for key in keys if isinstance(key, exp.Column) and key.name in columns]
        return named if len(named) == len(keys) else []


def _keys(tree: exp.Query, by: list[str]) -> exp.Query | None:
    """The query of the keys within which rows are numbered; None where it depends on more than rows of such keys."""
    windows = list(tree.find_all(exp.Window))
    if not by or len(windows) > 1 or not isinstance(tree, exp.Select) or not tree.args.get("qualify"):
        return None
    if any(node is not windows[0].this for node in tree.find_all(exp.Group, exp.AggFunc)):
        return None
    keys = [exp.alias_(key.copy(), name) for key, name in zip(windows[0].args["partition_by"], by, strict=True)]
    found = tree.copy()
    found.set("qualify", None)
    found.set("expressions", keys)
    return found.group_by(*(key.unalias() for key in keys))


def _same(left: str, right: str, columns: Iterable[str]) -> str:
    return " and ".join(f"{left}.{quoted(name)} is not distinct from {right}.{quoted(name)}" for name in columns)


def _numbers(window: exp.Window) -> bool:
    return isinstance(window.this, exp.RowNumber)
