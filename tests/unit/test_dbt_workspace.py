"""The dbt project that a run assembles from links."""

from pathlib import Path

import pytest
import yaml

from orchestration.dbt_workspace import CHECKOUT, assemble
from orchestration.registry import SystemContract
from orchestration.settings import Configuration, Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def system(folder: Path, name: str, entity: str) -> SystemContract:
    (folder / name).mkdir(parents=True)
    (folder / name / f"cnf_{name}__{entity}.sql").write_text("select 1 as one", encoding="utf-8")
    return SystemContract(name=name, description="", folder=folder / name, objects=())


def linked(workspace: Workspace) -> set[str]:
    models = workspace.dbt / "models" / "staging"
    return {str(path.relative_to(models)) for path in models.rglob("*.sql")}


def variables(workspace: Workspace) -> dict:
    return yaml.safe_load((workspace.dbt / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]


def test_only_the_given_systems_are_linked_and_an_earlier_one_goes(workspace: Workspace, tmp_path: Path) -> None:
    desk, shop = system(tmp_path / "own", "desk", "ticket"), system(tmp_path / "own", "shop", "client")

    assemble(workspace, Configuration(), [desk, shop])
    assert linked(workspace) == {"desk/cnf_desk__ticket.sql", "shop/cnf_shop__client.sql"}
    assemble(workspace, Configuration(), [shop])
    assert linked(workspace) == {"shop/cnf_shop__client.sql"}


def test_an_entity_is_fed_by_the_systems_whose_conformed_models_are_named_after_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    systems = [system(tmp_path / "own", name, "ticket") for name in ("desk", "a_desk")]

    assemble(workspace, Configuration(), systems)

    assert variables(workspace)["entities"] == {"ticket": ["a_desk", "desk"]}


def test_configuration_becomes_vars_and_what_does_not_change_keeps_its_time(workspace: Workspace) -> None:
    assemble(workspace, Configuration(reporting_currency="EUR"), [])
    assert variables(workspace)["reporting_currency"] == "EUR"

    before = {path: path.lstat().st_mtime_ns for path in workspace.dbt.rglob("*")}
    assemble(workspace, Configuration(reporting_currency="EUR"), [])
    assert {path: path.lstat().st_mtime_ns for path in workspace.dbt.rglob("*")} == before


def test_a_removed_source_folder_leaves_the_checkout_and_its_own_files_alone(
    workspace: Workspace, tmp_path: Path
) -> None:
    desk = system(tmp_path / "own", "desk", "ticket")
    models = sorted(CHECKOUT.rglob("*.sql"))

    assemble(workspace, Configuration(), [desk])
    assemble(workspace, Configuration(), [])

    assert (desk.folder / "cnf_desk__ticket.sql").read_text(encoding="utf-8") == "select 1 as one"
    assert sorted(CHECKOUT.rglob("*.sql")) == models
