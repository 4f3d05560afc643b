"""`rapport template` prints files that load as they are: for the company's own files and the reference tables."""

import csv
from pathlib import Path

import pytest

from orchestration.raw.load import ExtraFile, load_landing
from orchestration.raw.typed_text import contract_hash
from orchestration.registry import Registry, known_systems
from orchestration.settings import Workspace
from orchestration.templates import Template, templates
from tests.command import rapport

REGISTRY = known_systems(Path("no sources of a company"))
ALL = templates(REGISTRY)
every_template = pytest.mark.parametrize("template", ALL, ids=[each.names[0] for each in ALL])


def load(template: Template, home: Path) -> list[str]:
    """Deliver the template to where it says; give what is wrong with it, and the number of records that loaded."""
    path = home / template.place.replace("<system>", "zendesk")
    path.parent.mkdir(parents=True)
    path.write_text(template.text, encoding="utf-8")
    contract = template.contract
    landing = Workspace(home).landing
    landing.mkdir(exist_ok=True)
    is_reference = contract.system == "reference"
    extra = [ExtraFile("reference", "default", contract.name, path)] if is_reference else []
    registry: Registry = {contract.system: REGISTRY[contract.system]}
    (outcome,) = load_landing(landing, home / "lake", registry, extra=extra)
    assert (outcome.object, outcome.loaded, outcome.quarantined) == (contract.name, 1, 0), outcome
    return [outcome.message, *map(str, outcome.notices)]


@every_template
def test_a_template_loads_under_its_contract_without_a_warning(template: Template, tmp_path: Path) -> None:
    assert "".join(load(template, tmp_path)) == ""


@every_template
def test_a_template_has_all_columns_and_a_full_example(template: Template) -> None:
    header, row = csv.reader(template.text.splitlines(), delimiter=template.contract.csv.delimiter)

    assert header == [column.name for column in template.contract.columns]
    optional = {"valid_to"}
    assert all(value for name, value in zip(header, row, strict=True) if name not in optional)


@every_template
def test_an_example_changes_nothing_of_how_files_load(template: Template) -> None:
    contract = template.contract
    bare = tuple(column.model_copy(update={"example": ""}) for column in contract.columns)

    assert contract_hash(contract) == contract_hash(contract.model_copy(update={"columns": bare}))


def test_every_entity_that_company_files_feed_and_every_reference_table_has_one() -> None:
    fed = {path.stem.split("__")[1] for path in REGISTRY["company_files"].folder.glob("cnf_company_files__*.sql")}
    names = {name for template in ALL for name in template.names}

    assert fed <= names
    assert {contract.name for contract in REGISTRY["reference"].objects} <= names


@pytest.mark.parametrize("name", ["supplier_qualification", "second_suppliers"])
def test_a_template_is_asked_for_by_entity_or_by_the_name_of_the_file(name: str, tmp_path: Path) -> None:
    answer = rapport("template", name, home=tmp_path)

    assert answer.code == 0
    assert answer.out.startswith("party_system,party_instance,party_id,category,qualified_system,")
    assert len(answer.err.splitlines()) == 1
    assert f"{tmp_path}/landing/company_files/second_suppliers_2026" in answer.err


def test_it_is_written_once_and_never_over_a_file(tmp_path: Path) -> None:
    out = tmp_path / "budgets.csv"
    assert rapport("template", "budget_line", "--out", out, home=tmp_path).code == 0
    out.write_text("mine", encoding="utf-8")
    again = rapport("template", "budget_line", "--out", out, home=tmp_path)

    assert again.code == 2
    assert "budgets.csv: is there already; name another file" in again.err
    assert out.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    answer = rapport("template", "raci", "--out", tmp_path / "none" / "raci.csv", home=tmp_path)

    assert answer.code == 2
    assert "cannot be written" in answer.err


def test_without_a_name_all_are_listed(tmp_path: Path) -> None:
    answer = rapport("template", home=tmp_path)

    assert answer.code == 0
    assert all(name in answer.out for template in ALL for name in template.names)


def test_a_name_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path) -> None:
    answer = rapport("template", "opportunities", home=tmp_path)

    assert (answer.code, answer.out) == (2, "")
    assert "there is no template 'opportunities'" in answer.err
    assert "revenue_target or revenue_targets" in answer.err
