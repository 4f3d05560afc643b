"""`lineage.json` of a release: each model's columns one hop up, and each published column down to raw columns."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from typing import Any

from orchestration.lineage.columns.dependency import ROW
from orchestration.lineage.columns.model import Above, Edge, ModelLineage

Column = tuple[str, str]
"""Relation and column; the column `*` is the row itself."""

FIGURES = "marts.fct_kpi_values"
KPI_SCHEMA = "kpis"
"""Of the models that FIGURES unites, one a KPI and named by it."""


@dataclass(frozen=True)
class Origins:
    """Raw columns that something depends on. direct: over a path of values all the way; indirect: any other."""

    direct: frozenset[Column] = frozenset()
    indirect: frozenset[Column] = frozenset()


@dataclass(frozen=True)
class TableOrigins:
    """Origins of a table: of each column its own, and of its rows what holds for all columns."""

    rows: Origins
    columns: Mapping[str, Origins]


def lineage_document(models: Sequence[ModelLineage], published_schemas: Sequence[str]) -> dict[str, Any]:
    """Give the document, the same for the same models in whatever order.

    `models`: every executed model; `marts`: every published one; `kpis`: the published figures of each KPI alone, where
    what only other KPIs depend on is left out. A model that is not followed is in `models` alone, with the reason, and
    its columns stand for raw ones in what is made of it.
    """
    traced = origins(models)
    ordered = sorted(models, key=lambda model: model.name)
    marts = [model for model in ordered if model.relation in traced and _schema(model.relation) in published_schemas]
    return {
        "models": {model.name: _describe_model(model) for model in ordered},
        "marts": {model.relation.partition(".")[2]: _describe_table(traced[model.relation]) for model in marts},
        "kpis": {kpi: _describe_table(table) for kpi, table in _origins_by_kpi(ordered, traced).items()},
    }


def document_text(document: Mapping[str, Mapping[str, Any]]) -> str:
    """The document as JSON, one model, mart or KPI a line."""
    sections = []
    for section, entries in document.items():
        lines = [f"{json.dumps(name)}: {json.dumps(entry, separators=(',', ':'))}" for name, entry in entries.items()]
        sections.append(f"{json.dumps(section)}: {{\n" + ",\n".join(lines) + "\n}")
    return "{" + ",\n".join(sections) + "}\n"


def origins(models: Iterable[ModelLineage]) -> dict[str, TableOrigins]:
    """Origins of every model that is followed, by relation."""
    followed = {model.relation: model for model in models if not model.unfollowed}
    graph = {relation: set(model.inputs) & set(followed) for relation, model in followed.items()}
    traced: dict[str, TableOrigins] = {}
    for relation in TopologicalSorter(graph).static_order():
        traced[relation] = _origins_of(followed[relation], traced)
    return traced


def _origins_of(model: ModelLineage, traced: Mapping[str, TableOrigins]) -> TableOrigins:
    deciding = [Origins(indirect=traced[each].rows.indirect) for each in model.inputs if each in traced]
    rows = _joined([_above(model.rows, traced), *deciding])
    columns = {name: _above(above, traced) for name, above in model.columns.items()}
    return TableOrigins(
        rows, {name: Origins(own.direct, own.indirect - rows.indirect) for name, own in columns.items()}
    )


def _origins_by_kpi(models: Sequence[ModelLineage], traced: Mapping[str, TableOrigins]) -> dict[str, TableOrigins]:
    """Origins of the table of figures, as if each KPI were alone in it."""
    kpis = {model.relation: model.name for model in models if _schema(model.relation) == KPI_SCHEMA}
    figures = [model for model in models if model.relation == FIGURES and FIGURES in traced]
    return {
        name: _origins_of(_without(model, set(kpis) - {relation}), traced)
        for model in figures
        for relation, name in kpis.items()
        if relation in traced
    }


def _without(model: ModelLineage, relations: Collection[str]) -> ModelLineage:
    def rest(above: Above) -> Above:
        return Above(*(frozenset(edge for edge in edges if edge.relation not in relations) for edges in above))

    return replace(
        model,
        inputs=tuple(each for each in model.inputs if each not in relations),
        columns={name: rest(above) for name, above in model.columns.items()},
        rows=rest(model.rows),
    )


def _above(above: Above, traced: Mapping[str, TableOrigins]) -> Origins:
    direct = [_origin(edge, traced) for edge in above.direct]
    deciding = [_origin(edge, traced) for edge in above.indirect]
    return _joined([*direct, *(Origins(indirect=each.direct | each.indirect) for each in deciding)])


def _origin(edge: Edge, traced: Mapping[str, TableOrigins]) -> Origins:
    table = traced.get(edge.relation)
    if table is None:
        return Origins(direct=frozenset([(edge.relation, edge.column)]))
    if edge.column == ROW:
        return Origins(direct=table.rows.direct)
    return table.columns[edge.column]


def _joined(parts: Iterable[Origins]) -> Origins:
    """What is direct anywhere is direct."""
    every = list(parts)
    direct: frozenset[Column] = frozenset().union(*(part.direct for part in every))
    return Origins(direct, frozenset().union(*(part.indirect for part in every)) - direct)


def _schema(relation: str) -> str:
    return relation.partition(".")[0]


def _describe_model(model: ModelLineage) -> dict[str, Any]:
    return {
        "relation": model.relation,
        "materialized": model.materialized,
        "grain": list(model.grain),
        "sql_sha256": model.sql_sha256,
        "inputs": list(model.inputs),
        "not_followed": model.unfollowed,
        "rows": _describe_above(model.rows),
        "columns": {name: _describe_above(above) for name, above in model.columns.items()},
    }


def _describe_above(above: Above) -> dict[str, list[list[str]]]:
    return {
        "direct": [list(edge) for edge in sorted(above.direct)],
        "indirect": [list(e) for e in sorted(above.indirect)],
    }


def _describe_table(table: TableOrigins) -> dict[str, Any]:
    return {
        "rows": _describe_origins(table.rows),
        "columns": {name: _describe_origins(own) for name, own in table.columns.items()},
    }


def _describe_origins(found: Origins) -> dict[str, dict[str, list[str]]]:
    return {"direct": _by_relation(found.direct), "indirect": _by_relation(found.indirect)}


def _by_relation(columns: Iterable[Column]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for relation, column in sorted(columns):
        grouped.setdefault(relation, []).append(column)
    return grouped
