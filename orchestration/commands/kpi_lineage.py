"""`rapport kpi ID --lineage`: what a KPI's figures are made of, down to columns of extracts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.console import print_json, results, table
from orchestration.errors import RapportError
from orchestration.lineage.columns.dependency import ROW
from orchestration.lineage.columns.document import FIGURES, KPI_SCHEMA
from orchestration.lineage.release.graph import Graph, Model

DESCRIBED = ("kpi_id", "kpi_name", "definition", "formula", "unit", "direction", "owner", "grains", "slices", "origin")


def kpi_lineage(folder: Path, described: Mapping[str, Any], as_json: bool) -> int:
    """Print a KPI's definition, the models on its way and the raw columns that its value depends on.

    described: its row of dim_kpis. Raises RapportError where the release has no lineage of it.
    """
    kpi_id = described["kpi_id"]
    graph = Graph.of_release(folder)
    document = json.loads((folder / "lineage.json").read_text(encoding="utf-8"))
    if kpi_id not in document["kpis"]:
        raise RapportError(f"{folder / 'lineage.json'}: the columns of {kpi_id} could not be followed")
    figures = document["kpis"][kpi_id]
    value, rows = figures["columns"]["value"], figures["rows"]
    answer = {
        "release": folder.name,
        "kpi": {name: described[name] for name in DESCRIBED},
        "models": [
            {"name": model.name, "relation": model.relation, "sql_sha256": model.sql_sha256}
            for model in _models_on_the_way(graph, kpi_id)
        ],
        "direct": _by_object([value["direct"]], {}),
        "indirect": _by_object([value["indirect"], rows["indirect"]], value["direct"]),
    }
    if as_json:
        print_json(answer)
    else:
        _print(answer)
    return 0


def _models_on_the_way(graph: Graph, kpi_id: str) -> list[Model]:
    """The models that a KPI's figures stand on, from the extracts on, without those of other KPIs."""
    figures = graph.models[FIGURES]
    own = f"{KPI_SCHEMA}.{kpi_id}"
    reads = [read for read in sorted(figures.reads) if read == own or not read.startswith(f"{KPI_SCHEMA}.")]
    return [*graph.needed(reads), figures]


def _by_object(parts: list[dict[str, list[str]]], known: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """Columns by system and object, without those that are known."""
    columns: dict[str, set[str]] = {}
    for part in parts:
        for relation, names in part.items():
            columns.setdefault(relation, set()).update(set(names) - set(known.get(relation, [])))
    return [
        {**_place(relation), "columns": sorted(columns[relation])} for relation in sorted(columns) if columns[relation]
    ]


def _place(relation: str) -> dict[str, str]:
    """System and object of a raw relation; what Rapport itself loads is of the system rapport."""
    name = relation.partition(".")[2]
    system, separator, object_name = name.partition("__")
    return {"system": system, "object": object_name} if separator else {"system": "rapport", "object": name}


def _print(answer: Mapping[str, Any]) -> None:
    facts = table("KPI", answer["kpi"]["kpi_id"])
    for name in DESCRIBED[1:]:
        if answer["kpi"][name]:
            facts.add_row(name.replace("_", " ").removeprefix("kpi "), str(answer["kpi"][name]))
    results.print(facts)
    models = table("models, in order of execution", "executed SQL, sha256")
    for model in answer["models"]:
        models.add_row(model["relation"], model["sql_sha256"])
    results.print()
    results.print(models)
    for kind, heading in (("direct", "the value is made of"), ("indirect", "and decided by")):
        shown = table(heading, "columns")
        for place in answer[kind]:
            columns = ["the record itself" if column == ROW else column for column in place["columns"]]
            shown.add_row(f"{place['system']} {place['object']}", ", ".join(columns))
        results.print()
        results.print(shown)
    results.print()
    results.print(f"release {answer['release']}: sql/ holds the executed SQL, lineage.json every column")
