"""Models run by themselves, on tables that a test fills: the SQL that a run executes, without a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.dbt_workspace import assemble
from orchestration.registry import load_registry
from orchestration.settings import PROJECT_ROOT, Configuration, Workspace
from orchestration.transform import DbtProject


class ModelsAlone:
    """Compiled models over a DuckDB of their own, with the core tables they read, typed and empty."""

    def __init__(self, home: Path, systems: Iterable[str], models: Sequence[str], database: str = ":memory:") -> None:
        """Compile the project of some systems. models: those to run, each after what it reads."""
        registry = load_registry([PROJECT_ROOT / "dbt_project/models/staging"])
        project = DbtProject(assemble(Workspace(home), Configuration(), [registry[name] for name in systems]))
        project.parse()
        sql = {model.name: model.sql for model in project.compile()}
        self._models = {name: sql[name] for name in models}
        self.con = duckdb.connect()
        self.con.execute(f"attach '{database}' as warehouse; use warehouse")
        self.con.execute("set timezone = 'UTC'; create schema core; create schema intermediate; create schema raw")
        self.con.execute("create table raw.run_parameters (as_of timestamp)")
        nodes = project.manifest.nodes
        needed = {parent for name in models for parent in nodes[f"model.rapport.{name}"].depends_on.nodes}
        self._inputs: dict[str, list[str]] = {}
        for key in sorted(needed):
            if key in nodes and nodes[key].schema == "core":
                columns = nodes[key].columns.values()
                listed = ", ".join(f"{column.name} {column.data_type}" for column in columns)
                self.con.execute(f"create table core.{nodes[key].name} ({listed})")
                self._inputs[nodes[key].name] = [column.name for column in columns]

    def fill(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Put rows into a core table; columns that a row does not name are null."""
        if rows:
            names = list(rows[0])
            marks = ", ".join(f"({', '.join('?' for _ in names)})" for _ in rows)
            # One statement for all: DuckDB takes rows one by one slowly.
            values = [row[name] for row in rows for name in names]
            self.con.execute(f"insert into core.{table} ({', '.join(names)}) values {marks}", values)

    def empty(self) -> None:
        """Take all rows out of the core tables."""
        for table in self._inputs:
            self.con.execute(f"delete from core.{table}")

    def run(self, as_of: datetime) -> None:
        """Make every model as of an instant, naive UTC."""
        self.know_by(as_of)
        for name in self._models:
            self.make(name)

    def know_by(self, as_of: datetime) -> None:
        """Set the instant, naive UTC, as of which models are made."""
        self.con.execute("delete from raw.run_parameters")
        self.con.execute("insert into raw.run_parameters values (?)", [as_of])

    def make(self, name: str) -> None:
        """Make one model of those that were asked for."""
        self.con.execute(f"create or replace table intermediate.{name} as {self._models[name]}")
