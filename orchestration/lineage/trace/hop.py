"""One hop of a walk: from rows of one table to the rows of the tables that its model reads.

All that does not depend on the rows is done once, statements prepared included, because a trace is many small queries
and planning one takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import count
from typing import Any

import duckdb
from sqlglot import exp

from orchestration.lineage.following.follow import ColumnsOf, Followable, Following, following
from orchestration.lineage.following.giving import deciding
from orchestration.lineage.following.restrict import ValueSet, restrictions
from orchestration.lineage.queries import UnfollowableError
from orchestration.lineage.trace.roles import RANKS
from orchestration.raw.typed_text import quoted

WAITING = "__waiting"
"""Rows to be followed: `relation` (a number), `row` (its rowid there), `label`."""

Labelling = Mapping[int, tuple[int, int]]
Deciding = tuple[tuple[int, frozenset[str]], ...]
_FEW = 50


class Hop:
    """The hop from one table, for the rows that wait for it, each with the smallest of its labels.

    table: SQL name of the table; number: of its relation among those that wait; by: columns whose values tell which
    rows of the scans may matter; sources: the number of each followed scan's relation, by scan.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        table: str,
        number: int,
        query: Followable,
        columns: Sequence[str],
        by: Sequence[str],
        sources: Mapping[int, int],
        columns_of: ColumnsOf,
        aggregates: frozenset[str],
        kept: Kept,
    ) -> None:
        self.query = query
        self._kept = kept
        self._columns_of = columns_of
        self._con = con
        self._columns = columns
        self._by = by
        self._sources = sources
        self._aggregates = aggregates
        self._picking = Picking(con, table, number)
        self._wanted = {name: ValueSet(query=self._picking.values_of(name)) for name in by}
        compared = restrictions(query.tree, self._wanted, aggregates).compared
        self._compared = [name for name in by if self._wanted[name] in compared]
        nulls = "".join(f", bool_or({quoted(name)} is null)" for name in by)
        values = "".join(f", list(distinct {quoted(name)})[:{_FEW + 1}]" for name in self._compared)
        self._facts = prepared(con, f"select count(*){nulls}{values} from {self._picking.table}")
        self._known: dict[frozenset[str], Deciding] = {}
        self._followings: dict[tuple[Any, ...], _Following] = {}

    def take(self, asked: Collection[str], labels: Labelling, loser_label: int | None, *, is_wide: bool) -> None:
        """Make the rows behind the waiting rows wait in their turn.

        asked: the columns whose values are traced; labels: by scan, of the rows behind a value that give values
        themselves, and of those that only decide; where a waiting row has a weaker role, that one stays. loser_label:
        of rows that were numbered behind. Raises UnfollowableError where the query does not give a row again.
        """
        self._picking.pick()
        rows, *facts = self._con.execute(self._facts).fetchone() or (0,)
        if not rows:
            return
        nulls, values = facts[: len(self._by)], facts[len(self._by) :]
        key = (tuple(nulls), self._literals(values), self._deciding(frozenset(asked)), is_wide)
        self._following(*key, with_losers=False).take(rows, labels)
        if loser_label is not None:
            behind = dict.fromkeys(labels, (loser_label, loser_label))
            self._following(*key, with_losers=True).take(rows, behind)

    def _deciding(self, asked: frozenset[str]) -> Deciding:
        """Which inputs only decide, by select; many columns have the same ones, and then share what is prepared."""
        if asked not in self._known:
            found = deciding(self.query.tree, asked, self._columns_of)
            self._known[asked] = tuple(sorted(found.items()))
        return self._known[asked]

    def _literals(self, values: Sequence[list[Any]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The values that stand against literals of the query, where they are few."""
        return tuple(
            (name, tuple(sorted(found)) if len(found) <= _FEW and all(isinstance(v, str) for v in found) else ())
            for name, found in zip(self._compared, values, strict=True)
        )

    def _following(
        self,
        nulls: tuple[bool, ...],
        literals: tuple[tuple[str, tuple[str, ...]], ...],
        only_deciding: Deciding,
        is_wide: bool,
        *,
        with_losers: bool,
    ) -> _Following:
        key = (nulls, literals, only_deciding, is_wide, with_losers)
        if key not in self._followings:
            known = dict(literals)
            wanted = {
                name: ValueSet(tuple(map(exp.Literal.string, known.get(name, ()))), self._wanted[name].query)
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
    """The waiting rows of one table, with their labels: `table` holds them after `pick`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, table: str, number: int) -> None:
        self._con = con
        self.table = quoted(f"__picked_{next(_NAMES)}")
        con.execute(f"create temp table {self.table} as select 0 as __label, t.* from {table} as t limit 0")
        waiting = f"select row, min(label) as label from {WAITING} where relation = {number} group by row"
        self._pick = prepared(
            con,
            f"insert into {self.table} select p.label, t.* from {table} as t "
            f"inner join ({waiting}) as p on t.rowid = p.row",
        )

    def pick(self) -> None:
        """Take the rows that wait now, and no others."""
        self._con.execute(f"delete from {self.table}; {self._pick}")

    def values_of(self, column: str) -> exp.Query:
        """The query of a column's values in the picked rows."""
        return exp.select(exp.column(column, quoted=True)).from_(
            exp.Table(this=exp.to_identifier(self.table.strip('"')))
        )


class _Following:
    """A query of the lists behind picked rows, and the statement that lets the rows in them wait; prepared if used."""

    def __init__(self, con: duckdb.DuckDBPyConnection, made: Following, sources: Mapping[int, int]) -> None:
        self._con = con
        self._made = made
        self._sources = sources
        self._scans = list(made.carried)
        self._table = quoted(f"__followed_{next(_NAMES)}")
        self._fill = self._found = self._wait = ""

    def prepare(self) -> None:
        """Make the table of lists and prepare what fills and reads it."""
        if self._fill:
            return
        self._con.execute(f"create temp table {self._table} as select * from ({self._made.sql}) limit 0")
        self._fill = prepared(self._con, f"insert into {self._table} {self._made.sql}")
        self._found = prepared(self._con, f"select count(distinct __picked) from {self._table}")
        self._wait = prepared(self._con, self._waiting()) if self._scans else ""

    def release(self) -> None:
        """Give back what was prepared, with the memory that its last use left in it."""
        for statement in filter(None, (self._fill, self._found, self._wait)):
            self._con.execute(statement.replace("execute", "deallocate", 1))
        self._con.execute(f"drop table {self._table}")
        self._fill = self._found = self._wait = ""

    def _waiting(self) -> str:
        lists = " union all ".join(
            f"select {self._sources[number]} as relation, unnest({column}) as row, __label, "
            f"cast(${2 * place + 1} as integer) as giving, cast(${2 * place + 2} as integer) as deciding "
            f"from {self._table}"
            for place, (number, column) in enumerate(self._made.carried.items())
        )
        behind = (
            "select relation, row // 2 as row, __label, case when row % 2 = 0 then giving else deciding end as label "
            f"from ({lists}) where row is not null"
        )
        weaker = f"case when __label // {RANKS} < label // {RANKS} then label else __label end"
        return f"insert into {WAITING} select distinct relation, row, {weaker} from ({behind})"

    def take(self, rows: int, labels: Labelling) -> None:
        self._con.execute(f"delete from {self._table}; {self._fill}")
        (found,) = self._con.execute(self._found).fetchone() or (0,)
        if found != rows:
            raise UnfollowableError(f"a row that the SQL does not give again ({rows - found} of {rows})")
        if self._wait:
            values = ", ".join(str(label) for number in self._scans for label in labels[number])
            self._con.execute(f"{self._wait}({values})")


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


_NAMES = count(1)


def prepared(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Prepare a statement; the text that executes it, to which values in parentheses may be added."""
    name = f"__statement_{next(_NAMES)}"
    con.execute(f"prepare {name} as {sql}")
    return f"execute {name}"
