"""Every column of every model has its lineage: a model that cannot be followed is seen when it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from orchestration.lineage.columns.model import stored_columns
from orchestration.lineage.columns.query import lineage
from orchestration.raw.views import register
from orchestration.registry import load_registry
from orchestration.settings import PROJECT_ROOT

GIVEN_BY_THE_RUN = {"raw.run_parameters": ["as_of"], "raw.entity_sources": ["entity", "system", "object"]}


def test_every_column_of_every_model_is_followed(
    models: list[Any], trees: dict[str, exp.Query], tmp_path: Path
) -> None:
    with duckdb.connect() as con:
        register(con, tmp_path, load_registry([PROJECT_ROOT / "dbt_project/models/staging"]), None)
        columns = {relation: list(types) for relation, types in stored_columns(con).items()} | GIVEN_BY_THE_RUN
    waiting = {model.unique_id: model for model in models}
    unknown, undescribed = {}, {}
    while waiting:
        ready = [model for model in waiting.values() if not waiting.keys() & set(model.depends_on.nodes)]
        for model in ready:
            found = lineage(trees[model.name], columns.__getitem__)
            columns[f"{model.schema}.{model.alias}"] = list(found.names)
            unknown[model.name] = [
                name for name, value in zip(found.names, found.values, strict=True) if not value | found.control
            ]
            undescribed[model.name] = set(model.columns) - set(found.names)
            del waiting[model.unique_id]

    assert {name: names for name, names in unknown.items() if names} == {}
    assert {name: names for name, names in undescribed.items() if names} == {}
