"""The rules that make figures provable, on every model as it is described and as it is executed."""

from __future__ import annotations

import re
from typing import Any

from sqlglot import exp

GUARDED = ("core", "marts")
UNITS = {"percent", "score", "days", "minutes", "hours", "currency", "count", "ppm", "index"}
DIRECTIONS = {"higher_is_better", "lower_is_better", "neutral"}
AGGREGATIONS = {"ratio", "mean", "median", "sum", "count", "stock", "concentration"}
CLOCKS = (exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp, exp.CurrentDatetime)
CHANCE = (exp.Rand, exp.Randn, exp.Uuid)
UNPROVABLE = {
    "current_localtime",
    "current_localtimestamp",
    "gen_random_uuid",
    "get_current_time",
    "get_current_timestamp",
    "getvariable",
    "hash",
    "nextval",
    "now",
    "random",
    "setseed",
    "today",
    "transaction_timestamp",
    "txid_current",
    "uuid",
    "uuidv4",
    "uuidv7",
    "version",
}


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


def test_core_and_marts_enforce_a_contract_that_describes_every_column(
    models: list[Any], trees: dict[str, exp.Expr]
) -> None:
    guarded = [model for model in models if model.schema in GUARDED]
    assert guarded
    assert [model.name for model in guarded if not model.config.contract.enforced] == []
    for model in guarded:
        bare = [c.name for c in model.columns.values() if not (c.description and c.data_type)]
        assert bare == [], model.name
        assert list(model.columns) == trees[model.name].named_selects, model.name


def test_no_model_reads_a_clock_or_chance(trees: dict[str, exp.Expr]) -> None:
    for name, tree in trees.items():
        assert list(tree.find_all(*CLOCKS, *CHANCE)) == [], name
        assert {f.name.lower() for f in tree.find_all(exp.Anonymous)} & UNPROVABLE == set(), name


def test_past_staging_every_column_is_named(models: list[Any], trees: dict[str, exp.Expr]) -> None:
    for model in models:
        if layer(model) != "staging":
            stars = [star for star in trees[model.name].find_all(exp.Star) if not under_count(star)]
            assert stars == [], model.name


def under_count(star: exp.Star) -> bool:
    return isinstance(star.parent, exp.Count)


def test_rows_are_grouped_and_never_made_distinct(trees: dict[str, exp.Expr]) -> None:
    for name, tree in trees.items():
        assert list(tree.find_all(exp.Distinct)) == [], name
        unions = tree.find_all(exp.SetOperation)
        assert [union for union in unions if union.args.get("distinct") or union.args.get("by_name")] == [], name


def test_no_query_stands_inside_an_expression_or_a_from(trees: dict[str, exp.Expr]) -> None:
    for name, tree in trees.items():
        assert list(tree.find_all(exp.Subquery, exp.Exists)) == [], name
        assert [test for test in tree.find_all(exp.In) if test.args.get("query")] == [], name


def test_every_input_has_a_name_of_its_own(trees: dict[str, exp.Expr]) -> None:
    for name, tree in trees.items():
        steps = {cte.alias for cte in tree.find_all(exp.CTE)}
        inputs = [table for table in tree.find_all(exp.Table) if not table.alias]
        # A step of the model itself goes by the name it was given.
        inputs = [table for table in inputs if table.db or table.name not in steps]
        assert inputs == [], name


def test_every_column_says_which_input_it_comes_from(models: list[Any], trees: dict[str, exp.Expr]) -> None:
    for model in models:
        if layer(model) != "staging":
            assert [str(c) for c in trees[model.name].find_all(exp.Column) if not c.table] == [], model.name


def test_a_figure_says_what_it_is(models: list[Any]) -> None:
    entities = {model.name.removeprefix("core_") for model in models if layer(model) == "core"}
    figures = kpis(models)
    assert figures
    for figure in figures:
        meta = figure.config.meta
        assert all(meta.get(key) for key in ("name", "formula", "owner", "origin", "entities")), figure.name
        assert meta["unit"] in UNITS, figure.name
        assert meta["direction"] in DIRECTIONS, figure.name
        assert meta["aggregation"] in AGGREGATIONS, figure.name
        assert {entity for need in meta["entities"] for entity in need.split(" or ")} <= entities, figure.name


def test_a_figure_of_clients_or_suppliers_is_named_after_its_side(models: list[Any]) -> None:
    for figure in kpis(models):
        side = figure.fqn[2]
        assert side in ("client", "supplier", "business"), figure.name
        assert side == "business" or figure.name.startswith(f"{side}_"), figure.name


def test_figures_are_all_of_the_same_columns(models: list[Any], trees: dict[str, exp.Expr]) -> None:
    columns = {tuple(trees[figure.name].named_selects) for figure in kpis(models)}
    assert len(columns) == 1
