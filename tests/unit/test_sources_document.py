"""The document on sources is what its module makes of the contracts."""

from pathlib import Path

from orchestration.registry import known_systems
from orchestration.sources_document import document
from seeds.simulator.writers.registry import SHAPES
from tests.command import ROOT

REGISTRY = known_systems(Path("no sources of a company"))


def test_the_document_is_what_is_printed() -> None:
    printed = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert printed == document(REGISTRY), "make it anew: python -m orchestration.sources_document > docs/sources.md"


def test_every_object_has_a_row_and_every_format_stands_with_its_objects() -> None:
    text = document(REGISTRY)
    objects = [contract for name, system in REGISTRY.items() if name != "reference" for contract in system.objects]
    assert {contract.name for contract in objects if f"**{contract.name}**" not in text} == set()


def test_what_the_simulator_assumes_of_an_object_its_contract_says_too() -> None:
    assumed = {(system.name, each.name) for system in REGISTRY.values() for each in system.objects if each.assumed}
    made = {(shape.system, shape.object) for shape in SHAPES}
    assert assumed & made == {(shape.system, shape.object) for shape in SHAPES if not shape.is_confirmed}
