"""Statements that are planned once and run often: planning a query of a trace takes longer than running it.

DuckDB plans a prepared statement anew, each time that it runs, once a table was made or dropped in a database that it
reads or writes, and where it has parameters or is sent together with another. So what prepared statements use stands
before they are prepared, or in a database of its own, and what they are to work on is put into tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import duckdb
import pyarrow as pa

from orchestration.raw.typed_text import quoted

_NAMES = count(1)
_HANDED = "__handed"


def prepared(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Prepare a statement; the text that executes it."""
    name = f"__statement_{next(_NAMES)}"
    con.execute(f"prepare {name} as {sql}")
    return f"execute {name}"


def deallocate(con: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Give back what was prepared, with the memory that its last use left in it."""
    con.execute(statement.replace("execute", "deallocate", 1))


def database_apart(con: duckdb.DuckDBPyConnection) -> str:
    """Attach a database in memory, in which tables can be made without others being planned anew; its SQL name."""
    name = quoted(f"__apart_{next(_NAMES)}")
    con.execute(f"attach ':memory:' as {name}")
    return name


@contextmanager
def handed(con: duckdb.DuckDBPyConnection, rows: pa.Table) -> Iterator[str]:
    """Hand rows to statements; the name under which they are read."""
    con.register(_HANDED, rows)
    try:
        yield _HANDED
    finally:
        con.unregister(_HANDED)
