"""Small tables of random rows, with nulls, ties and whole rows twice, for queries to be tried on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import duckdb

Row = tuple[Any, ...]
Rows = Mapping[str, Sequence[Row]]

TABLES = {
    "orders": "id integer, customer varchar, product varchar, placed_on date, amount decimal(28,6), status varchar",
    "customers": "customer varchar, country varchar, parent varchar, since date",
    "prices": "product varchar, valid_from date, price decimal(28,6)",
    "events": "ticket integer, seq integer, moment timestamp, status varchar",
    "edges": "a integer, b integer",
    "docs": "id integer, tags varchar[], body varchar",
}


def create(con: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Make every table with its rows, so that row number n of a table has rowid n."""
    for name, columns in TABLES.items():
        con.execute(f"create or replace table {name} ({columns})")
        if rows.get(name):
            marks = ", ".join(f"({', '.join('?' * len(row))})" for row in rows[name])
            con.execute(f"insert into {name} values {marks}", [value for row in rows[name] for value in row])


def random_rows(random: Random, *, no_keys: bool = False) -> Rows:
    """A few rows of each table. no_keys: each column that rows are joined by is null throughout."""

    def maybe(value: Any, share: float = 0.12) -> Any:
        return None if random.random() < share else value

    def key(*values: Any) -> Any:
        return None if no_keys else maybe(random.choice(values))

    def some(make: Callable[[int], Row], most: int) -> list[Row]:
        rows = [make(n) for n in range(1, random.randint(1, most) + 1)]
        rows += [random.choice(rows) for _ in range(random.choice((0, 0, 1, 2)))]
        random.shuffle(rows)
        return rows

    def day() -> date:
        return date(2026, 1, 1) + timedelta(days=random.choice((0, 3, 14, 31, 32, 60, 75, 95)))

    def amount() -> Decimal:
        return Decimal(random.choice((0, 1, 2, 3, 4, 5, 8))) + random.choice((Decimal(0), Decimal("0.000001")))

    def order(n: int) -> Row:
        status = maybe(random.choice(("open", "open", "closed", "void")))
        return n, key("a", "b", "c", "d"), key("x", "y", "z"), maybe(day()), maybe(amount()), status

    def customer(_: int) -> Row:
        return key("a", "b", "c", "e"), maybe(random.choice(("de", "fr"))), key("a", "b", "e", "f"), maybe(day())

    def document(n: int) -> Row:
        tags = [maybe(random.choice(("x", "open", "closed"))) for _ in range(random.randint(0, 3))]
        lines = ", ".join(f'{{"q": {random.randint(0, 4)}}}' for _ in range(random.randint(0, 3)))
        return n, maybe(tags), maybe(f"[{lines}]")

    def event(n: int) -> Row:
        at = datetime(2026, 1, 1) + timedelta(hours=random.randint(0, 5))
        return None if no_keys else n % 3, n, maybe(at), maybe(random.choice(("new", "open", "solved")))

    # Of prices none may be there twice: an asof join would pick one of the two.
    prices = {(key("x", "y", "z"), maybe(day())): amount() for _ in range(random.randint(1, 6))}
    return {
        "orders": some(order, 9),
        "customers": some(customer, 5),
        "prices": [(*found, price) for found, price in prices.items()],
        "events": some(event, 9),
        "edges": some(lambda _: (key(1, 2, 3, 4, 5, 6), key(1, 2, 3, 4, 5, 6)), 7),
        "docs": some(document, 4),
    }
