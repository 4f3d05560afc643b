"""Every shape of query is followed exactly or refused by name: the cited rows alone give the row again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import duckdb
import pytest

from orchestration.lineage.following.annotate import annotate
from orchestration.lineage.following.follow import Followable, aggregate_functions, follow, prepare
from orchestration.lineage.queries import DIALECT, UnfollowableError, parse_query
from orchestration.lineage.release.state import settle
from tests.lineage.shapes import SHAPES, Shape
from tests.lineage.tables import TABLES, Rows, create, random_rows

ROUNDS = 4
PICKS = 6
NO_ROWS: Rows = {}

Cited = dict[str, set[int]]
"""Numbers of cited rows by table."""


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database for the rows, and one of its own, `replay`, for those that are cited."""
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as replay")
        settle(con)
        yield con


@pytest.fixture(scope="module")
def aggregates(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    return aggregate_functions(con)


def rounds(shape: Shape, number: int) -> Iterator[tuple[Random, Rows]]:
    """Random rows, the same at each time: first none at all, then such that no key is known."""
    for n in range(number):
        random = Random(f"{shape.name} {n}")
        yield random, NO_ROWS if n == 0 else random_rows(random, no_keys=n == 1)


def pick(con: duckdb.DuckDBPyConnection, sql: str, random: Random) -> list[tuple[Any, ...]]:
    """Pick some rows of the query's result into the table `picked`, labelled by their place in the returned list."""
    con.execute(f"create or replace temp table result as {sql}")
    found = con.execute("select rowid, * from result").fetchall()
    chosen = random.sample(found, min(PICKS, len(found)))
    labels = ", ".join(f"({label}, {row[0]})" for label, row in enumerate(chosen)) or "(null, null)"
    con.execute(
        f"""create or replace temp table picked as
        select __label, result.* from (values {labels}) as c (__label, __place) join result on result.rowid = __place"""
    )
    return [row[1:] for row in chosen]


def cited_rows(con: duckdb.DuckDBPyConnection, query: Followable, aggregates: frozenset[str]) -> dict[int, Cited]:
    """The rows behind each picked row, by its label."""
    columns = follow(con, query, "picked", aggregates)
    carried = "".join(f", {column}" for column in columns.values())
    cited: dict[int, Cited] = {}
    for label, *lists in con.execute(f"select __label{carried} from __followed").fetchall():
        of_row = cited.setdefault(label, {})
        for scan, rowids in zip(columns, lists, strict=True):
            of_row.setdefault(query.scans[scan].lower().removeprefix("main."), set()).update(
                n for n in rowids or () if n is not None
            )
    return cited


def replay(con: duckdb.DuckDBPyConnection, sql: str, cited: Cited) -> Counter[str]:
    """The result of the query over the cited rows alone."""
    for name in TABLES:
        if name not in sql.lower():
            continue
        numbers = ", ".join(map(str, sorted(cited.get(name, ())))) or "-1"
        con.execute(f"create or replace table replay.{name} as from memory.{name} where rowid in ({numbers})")
    con.execute("use replay")
    try:
        return Counter(map(repr, con.execute(sql).fetchall()))
    finally:
        con.execute("use memory")


def annotated_rows(con: duckdb.DuckDBPyConnection, query: Followable, aggregates: frozenset[str]) -> Counter[str]:
    """The result of the annotated query without what it carries."""
    annotated = annotate(query.tree, query.scanned, aggregates)
    rows = con.execute(annotated.tree.sql(DIALECT)).fetchall()
    return Counter(repr(row[: len(row) - len(annotated.numbers)]) for row in rows)


FOLLOWED = [shape for shape in SHAPES if not shape.refused]
REFUSED = [shape for shape in SHAPES if shape.refused]


@pytest.mark.parametrize("shape", FOLLOWED, ids=lambda shape: shape.name)
def test_the_rows_behind_a_row_give_it_again(
    shape: Shape, con: duckdb.DuckDBPyConnection, aggregates: frozenset[str]
) -> None:
    check(shape, con, aggregates, ROUNDS)


@pytest.mark.heavy
@pytest.mark.parametrize("shape", FOLLOWED, ids=lambda shape: shape.name)
def test_whatever_the_rows(shape: Shape, con: duckdb.DuckDBPyConnection, aggregates: frozenset[str]) -> None:
    check(shape, con, aggregates, 25)


def check(shape: Shape, con: duckdb.DuckDBPyConnection, aggregates: frozenset[str], number: int) -> None:
    query = prepare(parse_query(shape.sql))
    for random, rows in rounds(shape, number):
        create(con, rows)
        picked = pick(con, shape.sql, random)
        plain = Counter(map(repr, con.execute("from result").fetchall()))
        assert annotated_rows(con, query, aggregates) == plain
        cited = cited_rows(con, query, aggregates)
        assert set(cited) == set(range(len(picked)))
        together = {name: set().union(*(of_row.get(name, ()) for of_row in cited.values())) for name in TABLES}
        all_again = replay(con, shape.sql, together)
        for label, row in enumerate(picked):
            again = replay(con, shape.sql, cited[label])
            assert repr(row) in again, (row, cited[label], again)
            # What stands behind other rows of the result does not stand in the way.
            assert repr(row) in all_again, (row, together, all_again)


@pytest.mark.parametrize("shape", [s for s in FOLLOWED if s.each_row_counts], ids=lambda shape: shape.name)
def test_no_row_is_cited_for_nothing(shape: Shape, con: duckdb.DuckDBPyConnection, aggregates: frozenset[str]) -> None:
    query = prepare(parse_query(shape.sql))
    for random, rows in rounds(shape, 3):
        create(con, rows)
        picked = pick(con, shape.sql, random)
        for label, cited in cited_rows(con, query, aggregates).items():
            row = repr(picked[label])
            times = replay(con, shape.sql, cited)[row]
            for table, numbers in cited.items():
                for number in numbers:
                    without = replay(con, shape.sql, {**cited, table: numbers - {number}})
                    assert without[row] < times, (row, table, rows[table][number])


@pytest.mark.parametrize("shape", REFUSED, ids=lambda shape: shape.name)
def test_what_is_not_followed_is_refused_by_name(shape: Shape, aggregates: frozenset[str]) -> None:
    with pytest.raises(UnfollowableError) as refusal:
        prepare(parse_query(shape.sql))
    assert shape.refused in refusal.value.construct.lower()


def test_say_how_many_shapes_are_followed(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(FOLLOWED) >= 60
    with capsys.disabled():
        print(f"\nquery shapes: {len(FOLLOWED)} followed exactly, {len(REFUSED)} refused by name")
