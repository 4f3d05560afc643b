"""The invented company with what was planted in its extracts: its sample, and in the heavy lane the whole."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from seeds.simulator import sample as slice_of_company
from seeds.simulator.simulate import simulate
from tests.command import rapport


@dataclass(frozen=True)
class Company:
    """Extracts with the faults planted in them, and the warehouse that a run made of them."""

    landing: Path
    planted: list[dict[str, str]]
    warehouse: Path
    is_sample: bool


@pytest.fixture(scope="module", params=["sample", pytest.param("scale 1", marks=pytest.mark.heavy)])
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """RAPPORT_TEST_COMPANY may name a workspace of scale 1 that stands already."""
    is_sample = request.param == "sample"
    given = None if is_sample else os.environ.get("RAPPORT_TEST_COMPANY")
    home = Path(given) if given else tmp_path_factory.mktemp("company")
    if not given:
        scale = slice_of_company.SCALE if is_sample else 1
        simulate(home, scale, slice_of_company.SEED, 0, has_truth=False, progress=lambda _: None)
    if not is_sample and not given:
        answer = rapport("run", home=home)
        assert answer.code == 0, answer.err
    return Company(
        home / "landing",
        json.loads((home / "truth" / "planted.json").read_text(encoding="utf-8")),
        (request.getfixturevalue("sample") if is_sample else home) / "warehouse.duckdb",
        is_sample,
    )
