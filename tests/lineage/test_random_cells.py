"""Whatever cell is drawn, of whatever mart or figure, its rows prove it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.lineage.trace import engine
from seeds.simulator.simulate import simulate
from tests.command import rapport
from tests.lineage.random_cells import SEED, random_cells, tracer_of, unproved


def test_cells_of_the_sample_are_proved(sample: Path) -> None:
    assert unproved(sample, 100) == []


def test_a_figure_over_all_clients_and_all_time_is_proved(sample: Path) -> None:
    """What keeps an amended contract from being due is cited, and the rounds that find parties stay short."""
    traced = rapport(
        "trace", "client_renewal_rate", "--entity", "portfolio:all", "--period", "all", "--json", home=sample
    )

    assert traced.json["verdict"] == "proved"


def test_a_cell_is_proved_again_after_memory_was_given_back(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_HELD_BYTES", 0)
    with tracer_of(sample) as tracer:
        cells = random_cells(tracer.state.folder, 100, SEED)
        cell = next(cell for cell in cells if cell.key.get("entity_type") == "supplier")
        assert [tracer.trace(cell).verdict for _ in range(2)] == ["proved", "proved"]


@pytest.mark.heavy
def test_cells_of_an_invented_company_are_proved(tmp_path: Path) -> None:
    simulate(tmp_path, Decimal(1), 4, 0, has_truth=False, progress=lambda _: None)
    answer = rapport("run", home=tmp_path)
    assert answer.code in (0, 3), answer.err

    assert unproved(tmp_path, 1_000) == []
