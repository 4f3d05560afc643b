"""The models of a release as they were executed, and which of them stand on which."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlglot import exp

from orchestration.errors import RapportError, ReleaseChangedError
from orchestration.lineage.columns.document import KPI_SCHEMA
from orchestration.lineage.queries import inline_views, parse_query, scans

RAW = "raw."
"""Schema of the views over the lake; `raw.files` and the like, which no model makes, are given by the release."""


@dataclass(frozen=True)
class Model:
    """A model of a release.

    relation: `schema.name`; grain: columns that name a row, empty where none are declared; reads: relations it names.
    """

    name: str
    relation: str
    is_view: bool
    grain: tuple[str, ...]
    reads: frozenset[str]
    sql: str
    sql_sha256: str

    @cached_property
    def tree(self) -> exp.Query:
        """The executed SQL, parsed. Raises UnfollowableError."""
        return parse_query(self.sql)


@dataclass(frozen=True)
class Graph:
    """The models of a release by relation."""

    models: dict[str, Model]

    @classmethod
    def of_release(cls, folder: Path) -> Graph:
        """Read the models of a release from its `lineage.json` and `sql/`.

        Raises RapportError where it has none, ReleaseChangedError where its SQL is not what was executed.
        """
        path = folder / "lineage.json"
        if not path.exists():
            raise RapportError(
                f"{path}: is missing: the release is older than traces; `rapport run` publishes a new one"
            )
        described: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["models"]
        models = [
            Model(
                name,
                facts["relation"],
                facts["materialized"] == "view",
                tuple(facts["grain"]),
                frozenset(facts["inputs"]),
                _executed(folder / "sql" / f"{name}.sql", facts["sql_sha256"]),
                facts["sql_sha256"],
            )
            for name, facts in described.items()
        ]
        return cls({model.relation: model for model in models})

    def published(self, table: str) -> str:
        """The relation of a published table. Raises RapportError where no model makes it."""
        made = [relation for relation in self.models if relation.partition(".")[2] == table]
        if not made:
            raise RapportError(f"{table} is made by no model of this release")
        # A figure may have the name of a table; its own table is not published.
        return min(made, key=lambda relation: relation.startswith(f"{KPI_SCHEMA}."))

    @cached_property
    def _views(self) -> dict[str, exp.Query]:
        return {relation: model.tree for relation, model in self.models.items() if model.is_view}

    @cached_property
    def _queries(self) -> dict[str, exp.Query]:
        return {}

    def query(self, relation: str) -> exp.Query:
        """A model's query over tables only: views it reads are written out. Not to be changed: it is made once."""
        if relation not in self._queries:
            self._queries[relation] = self.over_tables(self.models[relation].tree)
        return self._queries[relation]

    def over_tables(self, tree: exp.Query) -> exp.Query:
        """A copy of a query in which the views that it reads are written out."""
        return inline_views(tree, self._views)

    def needed(self, relations: Iterable[str]) -> list[Model]:
        """The models that relations stand on and they themselves, each after those that it reads."""
        ordered: dict[str, Model] = {}

        def visit(relation: str) -> None:
            model = self.models.get(relation)
            if model is None or relation in ordered:
                return
            for read in sorted(model.reads):
                visit(read)
            ordered[relation] = model

        for relation in relations:
            visit(relation)
        return list(ordered.values())

    def raw_relations(self, relation: str) -> list[str]:
        """The raw objects that a relation stands on, by name."""
        return sorted({read for model in self.needed([relation]) for read in model.reads if is_raw_object(read)})

    @cached_property
    def catalog(self) -> str:
        """The name of the database that the models' SQL was executed in."""
        tables = (table for model in self.models.values() for table in scans(model.tree))
        return next((table.catalog for table in tables if table.catalog), "warehouse")


def _executed(path: Path, sha256: str) -> str:
    text = path.read_bytes()
    if hashlib.sha256(text).hexdigest() != sha256:
        raise ReleaseChangedError(f"{path}: is not the SQL that was executed; restore the release from a backup")
    return text.decode()


def is_raw_object(relation: str) -> bool:
    """Whether a relation is a view over the lake: `raw.<system>__<object>`."""
    return relation.startswith(RAW) and "__" in relation
