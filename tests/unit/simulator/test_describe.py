"""The document on simulated extracts is what the module prints."""

from seeds.simulator.describe import document
from seeds.simulator.writers.registry import SHAPES
from tests.command import ROOT


def test_the_document_is_what_is_printed() -> None:
    assert (ROOT / "docs" / "simulated-extracts.md").read_text(encoding="utf-8") == document()


def test_every_object_has_one_row() -> None:
    rows = [line for line in document().splitlines() if line.startswith("| **")]

    assert len(rows) == len(SHAPES)
    assert all(f"`{column.name}`" in row for row, shape in zip(rows, SHAPES, strict=True) for column in shape.columns)


def test_every_column_says_what_it_means() -> None:
    assert [(shape.object, column.name) for shape in SHAPES for column in shape.columns if not column.meaning] == []
