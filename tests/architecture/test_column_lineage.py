"""Every column of every model has its lineage, so a model that cannot be followed is seen when it is written."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from orchestration.landing.rows import LOADER_FIELDS
from orchestration.lineage.columns import lineage
from orchestration.transform import DbtProject


def test_every_column_of_every_model_is_followed(
    project: DbtProject, models: list[Any], trees: dict[str, exp.Query]
) -> None:
    loaded = [*(name for name, _ in LOADER_FIELDS), "_extracted_at"]
    columns = {
        f"{source.schema}.{source.identifier}": [
            *source.columns,
            *(name for name in loaded if name not in source.columns),
        ]
        for source in project.manifest.sources.values()
    }
    waiting = {model.unique_id: model for model in models}
    unknown = {}
    while waiting:
        ready = [model for model in waiting.values() if not waiting.keys() & set(model.depends_on.nodes)]
        for model in ready:
            found = lineage(trees[model.name], columns.__getitem__)
            columns[f"{model.schema}.{model.name}"] = list(found.names)
            empty = [name for name, value in zip(found.names, found.values, strict=True) if not value | found.control]
            if empty and found.rows:
                unknown[model.name] = empty
            del waiting[model.unique_id]

    assert unknown == {}
    assert {name for model in models for name in model.columns} <= {
        name for names in columns.values() for name in names
    }
