"""Column lineage of one executed model, one hop up: to the sources, tables and views that its SQL names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import duckdb

from orchestration.lineage.columns.dependency import Dependencies, Kind
from orchestration.lineage.columns.query import lineage
from orchestration.lineage.queries import UnfollowableError, parse_query, relation_of, scans


class Edge(NamedTuple):
    """A column of another relation, `schema.name`, on which something depends; `*` is the row itself."""

    relation: str
    column: str
    kind: Kind


class Above(NamedTuple):
    """Columns that something depends on. direct: its value is made of theirs; indirect: they only decide it."""

    direct: frozenset[Edge] = frozenset()
    indirect: frozenset[Edge] = frozenset()


@dataclass(frozen=True)
class ModelLineage:
    """A model and what its columns depend on.

    inputs: relations read, in order of name; columns: by name and in order, each with what is its own; rows: the rows
    behind a row, direct, and what decides which rows there are, indirect, which holds for every column; unfollowed:
    the construct that could not be followed, else empty, and then nothing is known of the columns.
    """

    name: str
    relation: str
    materialized: str
    grain: tuple[str, ...]
    sql_sha256: str
    inputs: tuple[str, ...]
    columns: Mapping[str, Above]
    rows: Above
    unfollowed: str


class _StoredNames:
    """The relations of a warehouse, which SQL may spell in any case."""

    def __init__(self, columns: Mapping[str, Collection[str]]) -> None:
        self._columns = columns
        self._names = {name.lower(): name for name in columns}

    def name(self, written: str) -> str:
        return self._names.get(written.lower(), written)

    def columns(self, written: str) -> list[str]:
        name = self.name(written)
        if name not in self._columns:
            raise UnfollowableError(f"the relation {written}")
        return list(self._columns[name])


def model_lineage(
    name: str, relation: str, materialized: str, grain: Sequence[str], sql: str, columns: Mapping[str, Collection[str]]
) -> ModelLineage:
    """Read a model's executed SQL. columns: names, in order, of every relation it reads and of its own.

    A model that cannot be followed says so and stops nobody.
    """
    inputs: set[str] = set()
    above: dict[str, Above] = {}
    rows, unfollowed = Above(), ""
    try:
        tree = parse_query(sql)
        stored = _StoredNames(columns)
        scanned = [stored.name(relation_of(table)) for table in scans(tree)]
        inputs = {read for read in scanned if read in columns}
        found = lineage(tree, stored.columns)
        if list(found.names) != list(columns[relation]):
            raise UnfollowableError(f"a query whose columns are {', '.join(columns[relation])}")
        above = {column: _above(value, scanned) for column, value in zip(found.names, found.values, strict=True)}
        rows = _above(found.rows | found.control, scanned)
    except UnfollowableError as error:
        unfollowed = error.construct
    return ModelLineage(
        name,
        relation,
        materialized,
        tuple(grain),
        sha256((sql.strip() + "\n").encode()).hexdigest(),
        tuple(sorted(inputs)),
        above,
        rows,
        unfollowed,
    )


def stored_columns(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Column names, in order, with their types, of every table and view of a database, by `schema.name`."""
    found: dict[str, dict[str, str]] = {}
    query = """
        select table_schema || '.' || table_name, column_name, data_type
        from information_schema.columns
        order by table_schema, table_name, ordinal_position
    """
    for relation, column, data_type in con.execute(query).fetchall():
        found.setdefault(relation, {})[column] = data_type
    return found


def _above(found: Dependencies, scanned: Sequence[str]) -> Above:
    edges = {Edge(scanned[each.scan], each.column, each.kind) for each in found}
    direct = _strongest(edge for edge in edges if edge.kind.is_direct)
    known = {(edge.relation, edge.column) for edge in direct}
    decided = frozenset(e for e in edges if not e.kind.is_direct and (e.relation, e.column) not in known)
    return Above(direct, decided)


def _strongest(edges: Iterable[Edge]) -> frozenset[Edge]:
    """One edge a column, of the kind that changes values most."""
    order = list(Kind)
    ranked = sorted(edges, key=lambda edge: order.index(edge.kind))
    return frozenset({(edge.relation, edge.column): edge for edge in ranked}.values())
