"""Reference data: the defaults of the project, replaced by the company's own files of the same name."""

from __future__ import annotations

from pathlib import Path

from orchestration.errors import RapportError
from orchestration.raw.load import ExtraFile
from orchestration.registry import Registry
from orchestration.settings import PROJECT_ROOT

DEFAULTS = PROJECT_ROOT / "seeds" / "reference"


def reference_files(active: Registry, own: Path) -> list[ExtraFile]:
    """Every reference table to load.

    A table is `seeds/reference/<object>.csv` or the company's `reference/<object>.csv`; value maps are the
    `_<system>__value_map.csv` of each active system, or the company's `reference/<system>__value_map.csv`.
    Raises RapportError for a file of the company's that no table is named after.
    """
    objects = {contract.name for contract in active["reference"].objects} - {"value_map"}
    arrivals = {name: ExtraFile("reference", "default", name, DEFAULTS / f"{name}.csv") for name in objects}
    for system in active.values():
        if system.value_map:
            arrivals[f"{system.name}__value_map"] = ExtraFile("reference", system.name, "value_map", system.value_map)
    for path in sorted(own.glob("*")) if own.is_dir() else []:
        if path.name.startswith("."):
            continue
        name = path.stem
        if path.suffix != ".csv" or not (name in arrivals or name.endswith("__value_map")):
            raise RapportError(
                f"{path}: is no reference table; known are {', '.join(f'{known}.csv' for known in sorted(arrivals))}"
            )
        instance, object_name = (
            ("default", name) if name in objects else (name.removesuffix("__value_map"), "value_map")
        )
        arrivals[name] = ExtraFile("reference", instance, object_name, path)
    return [arrivals[name] for name in sorted(arrivals)]
