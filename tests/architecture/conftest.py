"""The dbt project with every system that Rapport describes, assembled and compiled once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlglot import exp

from orchestration.dbt_workspace import assemble
from orchestration.lineage.queries import parse_query
from orchestration.registry import load_registry
from orchestration.settings import PROJECT_ROOT, Configuration, Workspace
from orchestration.transform import DbtProject


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> DbtProject:
    workspace = Workspace(tmp_path_factory.mktemp("workspace"))
    systems = load_registry([PROJECT_ROOT / "dbt_project/models/staging"])
    project = DbtProject(assemble(workspace, Configuration(), systems.values()))
    project.parse()
    return project


@pytest.fixture(scope="session")
def models(project: DbtProject) -> list[Any]:
    """Every model as dbt describes it."""
    return [node for node in project.manifest.nodes.values() if node.resource_type == "model"]


@pytest.fixture(scope="session")
def trees(project: DbtProject, models: list[Any]) -> dict[str, exp.Query]:
    """Every model's compiled SQL, parsed as DuckDB's, by name."""
    trees = {model.name: parse_query(model.sql) for model in project.compile()}
    assert set(trees) == {model.name for model in models}
    return trees
