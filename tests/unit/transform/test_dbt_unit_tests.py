"""Every dbt unit test passes, and no figure and no piece of hard logic goes without one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from orchestration.pipeline import Run
from orchestration.settings import PROJECT_ROOT, Configuration, Settings, Workspace
from orchestration.transform import ModelResult
from tests.command import EXTRACTS

MODELS = PROJECT_ROOT / "dbt_project/models"

WITHOUT_LOGIC = {"int_client_memberships"}
"""Intermediate models that only lay rows side by side."""

HARD_LOGIC = {
    "idn_supplier_parents",
    "dim_clients",
    "dim_suppliers",
    "fct_kpi_values",
    "fct_opportunities",
    "fct_purchase_order_lines",
    "fct_ticket_slas",
    "fct_tickets",
} | {path.stem for path in MODELS.glob("intermediate/*/int_*.sql")} - WITHOUT_LOGIC


@pytest.fixture(scope="module")
def run(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The sample's run once more, in a copy of its workspace: all tables stand there."""
    workspace = Workspace(tmp_path_factory.mktemp("units") / "workspace")
    shutil.copytree(sample, workspace.home, symlinks=True)
    return Run(Settings(workspace, Configuration()), EXTRACTS)


@pytest.fixture(scope="module")
def outcomes(run: Run) -> list[ModelResult]:
    return run.dbt.unit_test()


def models_under_test(manifest: Any) -> set[str]:
    return {test.model for test in manifest.unit_tests.values()}


def test_every_unit_test_passes(outcomes: list[ModelResult]) -> None:
    broken = [f"{o.name}: {o.status}\n{o.message}" for o in outcomes if o.status != "pass"]
    assert not broken, "\n\n".join(broken)


def test_every_unit_test_that_is_written_was_run(run: Run, outcomes: list[ModelResult]) -> None:
    assert {o.unique_id for o in outcomes} == set(run.dbt.manifest.unit_tests)


def test_every_figure_has_a_worked_example(run: Run) -> None:
    figures = {path.stem for path in MODELS.glob("kpis/*/*.sql")}
    assert figures and figures <= models_under_test(run.dbt.manifest)


def test_every_piece_of_hard_logic_has_a_unit_test(run: Run) -> None:
    assert models_under_test(run.dbt.manifest) >= HARD_LOGIC
