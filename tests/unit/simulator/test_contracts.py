"""The loader's contracts say of the simulated objects what their writers say."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.registry import Column, ObjectContract, known_systems
from seeds.simulator.writers.registry import SHAPES
from seeds.simulator.writers.shapes import Kind, Shape

TYPES: dict[Kind, set[str]] = {
    "text": {"text"},
    "json": {"text"},
    "integer": {"bigint", "timestamp"},
    "decimal": {"decimal(28,6)", "text"},
    "boolean": {"boolean"},
    "date": {"date"},
    "timestamp": {"timestamp", "date"},
}
"""Seconds since 1970 are whole numbers and instants; some instants count as the day that they are written with."""

REGISTRY = known_systems(Path("no sources of a company"))


def contract_of(shape: Shape) -> ObjectContract:
    (found,) = [contract for contract in REGISTRY[shape.system].objects if contract.name == shape.object]
    return found


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.system}.{shape.object}")
def test_the_contract_of_an_object_knows_what_its_writer_writes(shape: Shape) -> None:
    contract = contract_of(shape)
    columns: dict[str, Column] = {column.name: column for column in contract.columns}

    assert contract.key == shape.key
    assert contract.cursor == shape.cursor
    assert contract.delivery == shape.delivery
    assert contract.cadence_hours
    assert contract.extracted_at.file_name
    assert set(columns) - {"@action"} == set(shape.header)
    for column in shape.columns:
        described = columns[column.name]
        assert described.data_type in TYPES[column.kind], column.name
        assert described.description, column.name
        assert column.personal_data in (None, described.personal_data), column.name
