"""A release's models over its raw tables in memory, where one raw column is changed and all else is compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

FIGURES = "fct_kpi_values"

# Each keeps the values readable: those of other rows, or none at all.
CHANGES = {
    "rotated": "coalesce(lead({column}) over rows_in_order, first_value({column}) over rows_in_order)",
    "emptied": "null",
}


@dataclass(frozen=True)
class Digest:
    """Hashes over a table's rows: of its keys, and of each column alone and together with the key."""

    keys: str
    alone: dict[str, str]
    keyed: dict[str, str]

    def moved(self, other: Digest) -> set[str]:
        """Columns that differ. Where keys differ, rows cannot be told apart, and values are compared as a bag."""
        mine, others = (self.keyed, other.keyed) if self.keys == other.keys else (self.alone, other.alone)
        return {column for column in mine if mine[column] != others[column]}


class Laboratory:
    """The tables of a release, built in memory from the raw tables of its warehouse."""

    def __init__(self, home: Path) -> None:
        folder = home / "releases" / "current"
        self.document: dict[str, Any] = json.loads((folder / "lineage.json").read_text(encoding="utf-8"))
        self._models = {model["relation"]: model for model in self.document["models"].values()}
        self._sql = {
            model["relation"]: (folder / "sql" / f"{name}.sql").read_text(encoding="utf-8")
            for name, model in self.document["models"].items()
        }
        graph = {relation: set(model["inputs"]) & set(self._models) for relation, model in self._models.items()}
        self._order = list(TopologicalSorter(graph).static_order())
        self.con = duckdb.connect()
        self.con.execute("set TimeZone = 'UTC'; attach ':memory:' as warehouse; use warehouse")
        self._copy_raw(home / "warehouse.duckdb")
        for schema in sorted({relation.partition(".")[0] for relation in self._order}):
            self.con.execute(f"create schema {schema}")
        for relation in self._order:
            self._build(relation)
        self._contents = {relation: self._content(relation) for relation in self._order}
        self._digests = {relation: self._digests_of(relation) for relation in self._order}

    def _copy_raw(self, warehouse: Path) -> None:
        """Copy what any model reads; the rest can move nothing."""
        read = {relation for model in self._models.values() for relation in model["inputs"]}
        self.raw = sorted(read - set(self._models))
        self.con.execute("create schema raw")
        with duckdb.connect(str(warehouse), read_only=True) as stored:
            for relation in self.raw:
                self.con.register("copied", stored.execute(f"select * from {relation}").to_arrow_table())
                self.con.execute(f"create table {relation} as select * from copied")

    def _build(self, relation: str) -> None:
        kind = "view" if self._models[relation]["materialized"] == "view" else "table"
        self.con.execute(f"create or replace {kind} {relation} as {self._sql[relation]}")

    def _content(self, relation: str) -> tuple[Any, ...] | None:
        return self.con.execute(f"select count(*), sum(hash(t)::hugeint) from {relation} as t").fetchone()

    def raw_columns(self) -> list[tuple[str, str]]:
        """Every column of every raw table that holds a value."""
        found = []
        for relation in self.raw:
            columns = [name for name, *_ in self.con.execute(f"describe {relation}").fetchall()]
            counted = ", ".join(f'count("{name}")' for name in columns)
            counts = self.con.execute(f"select {counted} from {relation}").fetchone() or ()
            found += [(relation, name) for name, held in zip(columns, counts, strict=True) if held]
        return found

    @contextmanager
    def changed(self, columns: list[tuple[str, str]], change: str) -> Iterator[set[tuple[str, str, str]]]:
        """Change raw columns, rebuild what can differ, and give section, name and column of what has moved.

        Afterwards all is as before.
        """
        self.con.execute("begin")
        try:
            differs = {relation for relation, _ in columns}
            for relation in differs:
                self._rewrite(relation, [name for changed, name in columns if changed == relation], change)
            for relation in self._order:
                if differs & set(self._models[relation]["inputs"]):
                    self._build(relation)
                    if self._content(relation) != self._contents[relation]:
                        differs.add(relation)
            yield set().union(*(self._moved(relation) for relation in differs & set(self._models)))
        finally:
            self.con.execute("rollback")

    def _rewrite(self, relation: str, names: list[str], change: str) -> None:
        described = self.con.execute(f"describe {relation}").fetchall()
        types = {name: data_type for name, data_type, *_ in described}
        changed = {name: CHANGES[change].format(column=f'"{name}"') for name in names}
        new = ", ".join(f'cast({value} as {types[name]}) as "{name}"' for name, value in changed.items())
        order = ", ".join(f'"{name}"' for name in types if name not in names) or "1"
        self.con.execute(
            f"create or replace table {relation} as select * replace ({new}) from {relation} "
            f"window rows_in_order as (order by {order} rows between unbounded preceding and unbounded following)"
        )

    def _digests_of(self, relation: str) -> dict[tuple[str, str], Digest]:
        """Digests by section and name of `lineage.json`: of a mart, and of each KPI's figures alone."""
        schema, _, name = relation.partition(".")
        found = {}
        if schema != "kpis" and name in self.document["marts"]:
            found["marts", name] = self._digest(relation, "true")
        if name == FIGURES:
            found |= {("kpis", kpi): self._digest(relation, f"kpi_id = '{kpi}'") for kpi in self.document["kpis"]}
        return found

    def _digest(self, relation: str, condition: str) -> Digest:
        model = self._models[relation]
        columns, key = list(model["columns"]), ", ".join(model["grain"])
        hashes = [f"hash({key})"]
        hashes += [f'hash("{column}")' for column in columns] + [f'hash({key}, "{column}")' for column in columns]
        summed = ", ".join(f"concat(count(*), ' ', sum({each}::hugeint))" for each in hashes)
        keys, *values = self.con.execute(f"select {summed} from {relation} where {condition}").fetchone() or ()
        size = len(columns)
        alone, keyed = values[:size], values[size:]
        return Digest(keys, dict(zip(columns, alone, strict=True)), dict(zip(columns, keyed, strict=True)))

    def _moved(self, relation: str) -> set[tuple[str, str, str]]:
        now = self._digests_of(relation)
        return {
            (*entry, column) for entry, before in self._digests[relation].items() for column in before.moved(now[entry])
        }

    @cached_property
    def declared(self) -> dict[tuple[str, str], set[tuple[str, str, str]]]:
        """What each raw column may move: section, name and column by raw column."""
        found: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
        for section in ("marts", "kpis"):
            for name, table in self.document[section].items():
                for column, own in table["columns"].items():
                    for above in (own["direct"], own["indirect"], table["rows"]["indirect"]):
                        for relation, names in above.items():
                            for raw in names:
                                found.setdefault((relation, raw), set()).add((section, name, column))
        return found
