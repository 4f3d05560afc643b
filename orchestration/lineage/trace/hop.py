"""One hop of a walk: from rows of one table to the rows of the tables that its model reads.

All that does not depend on the rows is done once, statements prepared included, because a trace is many small queries
and planning one takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from orchestration.lineage.following.follow import ColumnsOf, Followable, Following, following
from orchestration.lineage.following.giving import Reading
from orchestration.lineage.following.restrict import ValueSet, restrictions
from orchestration.lineage.queries import DIALECT, UnfollowableError
from orchestration.lineage.trace.prepared import database_apart, deallocate, prepared
from orchestration.lineage.trace.roles import RANKS
from orchestration.lineage.trace.waiting import Waiting
from orchestration.raw.typed_text import quoted

Labelling = Mapping[int, tuple[int, int]]
Deciding = tuple[tuple[int, frozenset[str]], ...]
Literals = tuple[tuple[str, tuple[str, ...]], ...]
_FEW = 50


class Hop:
    """The hop from one table, for the rows that wait for it.

    table: SQL name of the table; by: columns whose values tell which rows of the scans may matter; sources: the
    relation of each followed scan.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        table: str,
        query: Followable,
        columns: Sequence[str],
        by: Sequence[str],
        sources: Mapping[int, str],
        columns_of: ColumnsOf,
        aggregates: frozenset[str],
        kept: Kept,
    ) -> None:
        self.query = query
        self._kept = kept
        self._reading = Reading(query.tree, columns_of)
        self._con = con
        self._columns = columns
        self._by = by
        self._sources = sources
        self._aggregates = aggregates
        self._picking = Picking(con, table, (*columns, *by))
        self._wanted = {name: ValueSet(query=self._picking.values_of(name)) for name in by}
        compared = restrictions(query.tree, self._wanted, aggregates).compared
        literals = {name: {literal.name for values, literal in compared if values is self._wanted[name]} for name in by}
        self._compared = {name: found for name, found in literals.items() if found}
        nulls = ", ".join(f"bool_or({quoted(name)} is null)" for name in by)
        values = "".join(f", list(distinct {quoted(name)})[:{_FEW + 1}]" for name in self._compared)
        self._facts = prepared(con, f"select {nulls}{values} from {self._picking.table}")
        self._known: dict[frozenset[str], Deciding] = {}
        self._followings: dict[tuple[Any, ...], _Following] = {}

    def take(
        self,
        rows: pa.Table,
        asked: Collection[str],
        labels: Labelling,
        loser_label: int | None,
        waiting: Waiting,
        *,
        is_wide: bool,
    ) -> None:
        """Make the rows behind rows of the table wait in their turn.

        rows: shaped as `Waiting.of` gives them; asked: the columns whose values are traced; labels: by scan, of the
        rows behind a value that give values themselves, and of those that only decide; where a waiting row has a
        weaker role, that one stays. loser_label: of rows that were numbered behind. Raises UnfollowableError where the
        query does not give a row again.
        """
        self._picking.pick(rows)
        facts = self._con.execute(self._facts).fetchone() or ()
        nulls, values = facts[: len(self._by)], facts[len(self._by) :]
        key = (tuple(nulls), self._literals(values), self._deciding(frozenset(asked)), is_wide)
        self._following(*key, with_losers=False).take(len(rows), labels, waiting)
        if loser_label is not None:
            behind = dict.fromkeys(labels, (loser_label, loser_label))
            self._following(*key, with_losers=True).take(len(rows), behind, waiting)

    def close(self) -> None:
        """Free the memory."""
        self._picking.close()

    def _deciding(self, asked: frozenset[str]) -> Deciding:
        """Which inputs only decide, by select; many columns have the same ones, and then share what is prepared."""
        if asked not in self._known:
            found = self._reading.deciding(asked)
            self._known[asked] = tuple(sorted(found.items()))
        return self._known[asked]

    def _literals(self, values: Sequence[list[Any]]) -> Literals:
        """The literals of the query that are among the values of a column, where those are few."""
        return tuple(
            (name, tuple(sorted(literals.intersection(found))))
            for (name, literals), found in zip(self._compared.items(), values, strict=True)
            if len(found) <= _FEW and all(isinstance(value, str) for value in found)
        )

    def _following(
        self,
        nulls: tuple[bool, ...],
        literals: Literals,
        only_deciding: Deciding,
        is_wide: bool,
        *,
        with_losers: bool,
    ) -> _Following:
        key = (nulls, literals, only_deciding, is_wide, with_losers)
        if key not in self._followings:
            known = {name: tuple(map(exp.Literal.string, found)) for name, found in literals}
            wanted = {
                name: ValueSet(known.get(name), self._wanted[name].query)
                for name, has_null in zip(self._by, nulls, strict=True)
                if not has_null
            }
            made = following(
                self.query,
                self._picking.table,
                self._columns,
                wanted,
                self._aggregates,
                dict(only_deciding),
                with_losers=with_losers,
                is_wide=is_wide,
            )
            self._followings[key] = _Following(self._con, made, self._sources)
        self._kept.use(self._followings[key])
        return self._followings[key]


class Picking:
    """The waiting rows of one table, with their labels, in a database of its own: `table` holds them after `pick`.

    columns: those of the table that are needed.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, table: str, columns: Iterable[str]) -> None:
        self._con = con
        self.apart = database_apart(con)
        self.table = f"{self.apart}.picked"
        self._rows = f"{self.apart}.rows"
        names = "".join(f", t.{quoted(name)}" for name in dict.fromkeys(columns))
        con.execute(f"create table {self._rows} (row bigint, label bigint)")
        con.execute(f"create table {self.table} as select 0::bigint as __label{names} from {table} as t limit 0")
        self._pick = prepared(
            con,
            f"insert into {self.table} select p.label{names} from {table} as t "
            f"inner join {self._rows} as p on t.rowid = p.row",
        )

    def pick(self, waiting: pa.Table) -> None:
        """Take rows, shaped as `Waiting.of` gives them, and no others."""
        self._con.execute(f"delete from {self._rows}")
        self._con.execute(f"delete from {self.table}")
        columns = [waiting.column("row").to_numpy(), waiting.column("label").to_numpy()]
        self._con.execute(f"insert into {self._rows} select unnest(?), unnest(?)", columns)
        self._con.execute(self._pick)

    def values_of(self, column: str) -> exp.Query:
        """The query of a column's values in the picked rows."""
        return exp.select(exp.column(column, quoted=True)).from_(exp.to_table(self.table, dialect=DIALECT))

    def close(self) -> None:
        """Free the memory."""
        self._con.execute(f"detach {self.apart}")


class _Following:
    """A query of the lists behind picked rows; prepared if used."""

    def __init__(self, con: duckdb.DuckDBPyConnection, made: Following, sources: Mapping[int, str]) -> None:
        self._con = con
        self._made = made
        self._sources = sources
        self._follow = ""

    def prepare(self) -> None:
        """Prepare the query."""
        self._follow = self._follow or prepared(self._con, self._made.sql)

    def release(self) -> None:
        """Give back what was prepared, with the memory that its last use left in it."""
        deallocate(self._con, self._follow)
        self._follow = ""

    def take(self, rows: int, labels: Labelling, waiting: Waiting) -> None:
        """Let the rows behind the picked rows wait."""
        followed = self._con.execute(self._follow).to_arrow_table()
        found = len(np.unique(followed.column("__picked")))
        if found != rows:
            raise UnfollowableError(f"a row that the SQL does not give again ({rows - found} of {rows})")
        carried = followed.column("__label").to_numpy()
        for number, column in self._made.carried.items():
            lists = followed.column(column).combine_chunks()
            of_rows = carried[pc.list_parent_indices(lists).to_numpy()]
            marked = lists.flatten()
            if marked.null_count:
                of_rows, marked = of_rows[marked.is_valid().to_numpy(zero_copy_only=False)], marked.drop_null()
            marked = marked.to_numpy()
            giving, deciding = labels[number]
            own = np.where(marked % 2 == 0, giving, deciding)
            weaker = np.where(of_rows // RANKS < own // RANKS, own, of_rows)
            waiting.add(self._sources[number], marked // 2, weaker)


class Kept:
    """The followings that stay prepared, the last used of all hops: each holds some megabytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[_Following, None] = {}

    def use(self, following: _Following) -> None:
        """Prepare one, and release the one that was not used for longest where there are too many."""
        self._kept.pop(following, None)
        following.prepare()
        self._kept[following] = None
        if len(self._kept) > self._most:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
            oldest.release()

    def release(self) -> None:
        """Release them all."""
        for each in self._kept:
            each.release()
        self._kept.clear()
