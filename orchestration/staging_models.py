"""What dbt is told of staging models that a contract alone makes: grain and columns, in the contract's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from orchestration.registry import Column, SystemContract

_COMES_FROM = {
    "_extracted_at": "Instant the extract was taken, UTC.",
    "_file_id": "sha256 of the file.",
    "_record": "Record within the file.",
}


@dataclass(frozen=True)
class StagingModel:
    """A model `stg_<system>__<name>`. grain: columns, beside the instance; columns: name and description."""

    name: str
    description: str
    grain: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]

    def described(self) -> dict[str, object]:
        """As dbt's YAML has it."""
        columns = [("source_instance", "Instance of the system."), *self.columns, *_COMES_FROM.items()]
        grain = ["source_instance", *self.grain]
        return {
            "name": self.name,
            "description": f"{self.description} Grain: {', '.join(grain)}.",
            "config": {"meta": {"grain": grain}},
            "columns": [{"name": name, "description": description} for name, description in columns],
        }


def staging_models(system: SystemContract) -> Iterator[StagingModel]:
    """Give the models of a system's folder that say nothing but `staged` or `staged_elements`."""
    for contract in system.objects:
        if contract.staged:
            values = _described(contract.staged)
            name = f"stg_{system.name}__{contract.name}"
            yield StagingModel(name, contract.description, contract.staged_key, values)
            told = f"{contract.description} Here every version that was delivered."
            yield StagingModel(f"{name}_versions", told, (*contract.staged_key, *contract.staged_version), values)
        key = tuple(column for column in contract.columns if column.name in contract.key)
        yield from _of_elements(system.name, contract.columns, key)


def _of_elements(system: str, values: Iterable[Column], key: tuple[Column, ...]) -> Iterator[StagingModel]:
    for value in values:
        if value.elements:
            own = tuple(element for element in value.elements if element.name in value.key)
            columns = _described((*key, *(element for element in value.elements if element.as_name)))
            grain = tuple(column.as_name for column in (*key, *own))
            yield StagingModel(f"stg_{system}__{value.as_name}", value.description, grain, columns)
            yield from _of_elements(system, value.elements, own)


def _described(values: Iterable[Column]) -> tuple[tuple[str, str], ...]:
    return tuple((value.as_name, _with_unit(value)) for value in values)


def _with_unit(value: Column) -> str:
    """The contract's words, and of an instant that it is in UTC by now, whatever zone the extract has."""
    return f"{value.description.rstrip('.')}, UTC." if value.data_type == "timestamp" else value.description
