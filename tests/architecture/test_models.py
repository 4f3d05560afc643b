"""The rules that make figures provable, on every model as it is described and as it is executed."""

from __future__ import annotations

import re
from typing import Any

from sqlglot import exp

from orchestration.lineage.provable import faults, naming_faults, staging_faults

GUARDED = ("core", "marts", "restricted")
UNITS = {"percent", "score", "days", "minutes", "hours", "currency", "count", "ppm", "index"}
DIRECTIONS = {"higher_is_better", "lower_is_better", "neutral"}
AGGREGATIONS = {"ratio", "mean", "median", "sum", "count", "concentration"}


def layer(model: Any) -> str:
    return str(model.fqn[1])


def kpis(models: list[Any]) -> list[Any]:
    return [model for model in models if layer(model) == "kpis" and model.schema != "marts"]


def grain(model: Any) -> str:
    """The grain as the model states it; a conformed model has that of its core entity."""
    return str(model.config.meta.get("grain", "")) or "".join(
        re.findall(r"Grain: .+|Columns as in core_\w+", " ".join(model.description.split()))
    )


def test_every_model_says_what_it_is_and_what_a_row_is(models: list[Any]) -> None:
    of_one_shape = {model.name for model in kpis(models)}
    assert [model.name for model in models if not model.description] == []
    assert [model.name for model in models if not grain(model) and model.name not in of_one_shape] == []


def test_the_grain_of_a_published_table_is_made_of_its_columns(models: list[Any]) -> None:
    for model in models:
        if model.schema in GUARDED:
            assert set(model.config.meta["grain"]) <= set(model.columns), model.name


def test_core_and_published_tables_enforce_a_contract_that_describes_every_column(
    models: list[Any], trees: dict[str, exp.Query]
) -> None:
    guarded = [model for model in models if model.schema in GUARDED]
    assert guarded
    assert [model.name for model in guarded if not model.config.contract.enforced] == []
    for model in guarded:
        bare = [c.name for c in model.columns.values() if not (c.description and c.data_type)]
        assert bare == [], model.name
        assert list(model.columns) == trees[model.name].named_selects, model.name


def test_no_model_holds_what_lineage_cannot_prove(trees: dict[str, exp.Query]) -> None:
    assert {name: found for name, tree in trees.items() if (found := faults(tree))} == {}


def test_past_staging_every_column_is_named_with_its_input(models: list[Any], trees: dict[str, exp.Query]) -> None:
    later = [model.name for model in models if layer(model) != "staging"]
    assert {name: found for name in later if (found := naming_faults(trees[name]))} == {}


def test_every_row_of_staging_knows_its_record(trees: dict[str, exp.Query]) -> None:
    staging = [name for name in trees if name.startswith("stg_")]
    assert staging
    assert {name: found for name in staging if (found := staging_faults(trees[name]))} == {}


def test_a_figure_says_what_it_is(models: list[Any]) -> None:
    entities = {model.name.removeprefix("core_") for model in models if layer(model) == "core"}
    figures = kpis(models)
    assert figures
    for figure in figures:
        meta = figure.config.meta
        assert all(meta.get(key) for key in ("name", "formula", "owner", "origin", "entities")), figure.name
        assert meta["unit"] in UNITS, figure.name
        assert meta["direction"] in DIRECTIONS, figure.name
        # A score is weighed by itself, and nothing of it adds up.
        assert meta.get("class") == "score" or meta["aggregation"] in AGGREGATIONS, figure.name
        assert {entity for need in meta["entities"] for entity in need.split(" or ")} <= entities, figure.name


def test_a_figure_of_clients_or_suppliers_is_named_after_its_side(models: list[Any]) -> None:
    for figure in kpis(models):
        side = figure.fqn[2]
        assert side in ("client", "supplier", "business"), figure.name
        assert side == "business" or figure.name.startswith((f"{side}_", "own_")), figure.name


def test_figures_are_all_of_the_same_columns(models: list[Any], trees: dict[str, exp.Query]) -> None:
    columns = {tuple(trees[figure.name].named_selects) for figure in kpis(models)}
    assert len(columns) == 1
