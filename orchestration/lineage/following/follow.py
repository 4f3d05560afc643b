"""Follows given rows of a query back to the rows of the tables that it reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import duckdb
from sqlglot import exp

from orchestration.lineage.following.annotate import Scanned, annotate, marker, refuse
from orchestration.lineage.following.restrict import ValueSet, restrictions
from orchestration.lineage.queries import DIALECT, relation_of, scans

BY_ROWID = Scanned("rowid", "bigint")
BY_MARKED_ROWID = Scanned("2 * rowid", "bigint")
"""As even numbers, so that rows that only decide can be told as odd ones."""
BY_RECORD = Scanned("{'file_id': _file_id, 'record': _record}", "struct(file_id varchar, record bigint)")
_FEW = 50
_LITERALS = (str, bool, int, Decimal, date, datetime)

ColumnsOf = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Followable:
    """A query whose rows can be followed.

    scans: the relation of each, by number; scanned: how the rows of each that is followed are told apart.
    """

    tree: exp.Query
    scans: tuple[str, ...]
    scanned: Mapping[int, Scanned]


def aggregate_functions(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The names of DuckDB's aggregate functions, lower case, and of the macros that are made of such."""
    functions = "select function_name, function_type, macro_definition from duckdb_functions()"
    rows = con.execute(f"{functions} where function_type in ('aggregate', 'macro')").fetchall()
    names = {str(name).lower() for name, kind, _ in rows if kind == "aggregate"}
    macros = {str(name).lower(): str(definition).lower() for name, kind, definition in rows if kind == "macro"}
    while found := {name for name, text in macros.items() if name not in names and names & _called(text)}:
        names |= found
    return frozenset(names)


def _called(definition: str) -> set[str]:
    return set(re.findall(r"(\w+)\(", definition))


def prepare(
    tree: exp.Query, aggregates: frozenset[str], scanned: Callable[[str], Scanned | None] | None = None
) -> Followable:
    """Make a query ready to be followed.

    scanned: how the rows of a relation are told apart, None for one that is given and not followed; default by rowid.
    Raises UnfollowableError naming the construct that cannot be followed.
    """
    refuse(tree, aggregates)
    relations = tuple(relation_of(table) for table in scans(tree))
    kinds = {number: scanned(relation) if scanned else BY_ROWID for number, relation in enumerate(relations)}
    return Followable(tree, relations, {number: kind for number, kind in kinds.items() if kind is not None})


@dataclass(frozen=True)
class Following:
    """A query that gives, for rows of a table of picked rows, the lists of rows behind each, by scan number a column.

    Its other columns are `__label` and `__picked`, the rowid in the table; a row that the followed query does not give
    is not there.
    """

    sql: str
    carried: Mapping[int, str]


def following(
    query: Followable,
    picked: str,
    columns: Sequence[str],
    wanted: Mapping[str, ValueSet],
    aggregates: frozenset[str],
    deciding: Mapping[int, frozenset[str]] | None = None,
    *,
    with_losers: bool = False,
    is_wide: bool = False,
) -> Following:
    """The query that follows the rows of `picked`.

    picked: a table of rows of the query's output, under its column names, with `__label` (any) beside them; columns:
    those by which a row is known again; wanted: the values that columns have in those rows; others as in `annotate`.
    """
    found = restrictions(query.tree, wanted, aggregates)
    annotated = annotate(
        query.tree,
        query.scanned,
        aggregates,
        found.predicates,
        found.barren,
        deciding,
        with_losers=with_losers,
        is_wide=is_wide,
    )
    same = " and ".join(f'a."{name}" is not distinct from p."{name}"' for name in columns)
    carried = {number: marker(number) for number in annotated.numbers}
    return Following(
        f"with a as ({annotated.tree.sql(DIALECT)})\n"
        f"select p.__label, p.rowid as __picked{''.join(f', a.{column}' for column in carried.values())}\n"
        f"from {picked} as p inner join a on {same}",
        carried,
    )


def follow(
    con: duckdb.DuckDBPyConnection,
    query: Followable,
    picked: str,
    aggregates: frozenset[str],
    *,
    by: Sequence[str] | None = None,
    into: str = "__followed",
    with_losers: bool = False,
) -> Mapping[int, str]:
    """Make the temporary table `into` of what `following` gives, by the values that columns have now.

    by: the columns whose values tell which rows of the scans may matter (default all). Returns the columns of lists.
    """
    columns = [name for name in _columns(con, picked) if name != "__label"]
    wanted = {name: values for name in (by or columns) if (values := _values(con, picked, name)) is not None}
    made = following(query, picked, columns, wanted, aggregates, with_losers=with_losers)
    con.execute(f"create or replace temp table {into} as\n{made.sql}")
    return made.carried


def _columns(con: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [str(column[0]) for column in con.execute(f"select * from {relation} limit 0").description or ()]


def _values(con: duckdb.DuckDBPyConnection, picked: str, column: str) -> ValueSet | None:
    """The values of a column in the picked rows; None where one of them is null, which no equality finds."""
    rows = con.execute(f'select "{column}" from {picked} group by 1 order by 1 limit {_FEW + 1}').fetchall()
    values = [row[0] for row in rows]
    if values and len(values) <= _FEW and all(isinstance(value, _LITERALS) for value in values):
        return ValueSet(tuple(exp.convert(value) for value in values))
    if con.execute(f'select 1 from {picked} where "{column}" is null limit 1').fetchone():
        return None
    return ValueSet(query=exp.select(exp.column(column, quoted=True)).from_(picked))
