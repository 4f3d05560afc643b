"""Of every shape of query: change one column of a table it reads, and only columns that depend on it move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import duckdb
import pytest

from orchestration.lineage.columns.query import dependencies
from orchestration.lineage.queries import UnfollowableError, parse_query, scans
from tests.lineage.shapes import SHAPES, Shape
from tests.lineage.tables import TABLES, create, random_rows

COLUMNS = {
    table: [column.split()[0] for column in columns.replace("(28,6)", "").split(", ")]
    for table, columns in TABLES.items()
}


REFUSED = {
    "star_of_both": "one of several columns named product",
    "comprehension": "FOR t IN d.tags",
    "row_as_value": "the name o",
    "positional": "POSITIONAL join",
    "union_all_by_name": "by_name",
    "sample": "sample",
    "tablesample": "sample",
    "numbered_unnest": "offset",
    "json_each": "JSON_EACH",
    "using_key": "key_expressions",
    "pivot_statement": "PIVOT",
    "pivot_in_from": "pivots",
    "unpivot": "pivots",
    "columns_of_all": "COLUMNS",
    "columns_by_pattern": "COLUMNS",
    "columns_in_aggregate": "COLUMNS",
}
"""Shapes that column lineage refuses, with a part of what it says."""


def columns_of(relation: str) -> list[str]:
    return COLUMNS[relation.lower().removeprefix("main.")]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        yield con


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@pytest.mark.parametrize("number", [0, *(pytest.param(number, marks=pytest.mark.heavy) for number in range(1, 8))])
def test_only_columns_that_depend_on_a_column_move_with_it(
    con: duckdb.DuckDBPyConnection, shape: Shape, number: int
) -> None:
    if shape.name in REFUSED:
        with pytest.raises(UnfollowableError, match=REFUSED[shape.name]):
            dependencies(parse_query(shape.sql), columns_of)
        return
    tree = parse_query(shape.sql)
    found = dependencies(tree, columns_of)
    tables = [table.name.lower() for table in scans(tree)]
    depends = {name: {(tables[d.scan], d.column) for d in value} for name, value in found.items()}
    random = Random(f"{shape.name} {number}")
    create(con, random_rows(random))
    before = bags(con, shape.sql)
    assert list(before) == list(depends)
    for changed in sorted({(table, column) for table in tables for column in COLUMNS[table]}):
        con.execute("begin")
        change(con, *changed, random)
        after = bags(con, shape.sql)
        con.execute("rollback")
        moved = {name for name in before if before[name] != after[name]}
        assert moved <= {name for name in depends if changed in depends[name]}, changed


def change(con: duckdb.DuckDBPyConnection, table: str, column: str, random: Random) -> None:
    """Give each value of a column the place of another, or of none; equal values stay equal."""
    old = [value for (value,) in con.execute(f"select distinct {column} from {table} order by all").fetchall()]
    new = random.choice((random.sample(old, len(old)), [None] * len(old)))
    con.execute(
        "create or replace temp table changes as select old, new from (select unnest(?) as old, unnest(?) as new)",
        [old, new],
    )
    con.execute(
        f"update {table} set {column} = changes.new from changes where {column} is not distinct from changes.old"
    )


def bags(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Counter[str]]:
    """The values of each column of a query's result, in no order."""
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description or []]
    rows = cursor.fetchall()
    return {name: Counter(repr(row[place]) for row in rows) for place, name in enumerate(names)}
