"""A tiny company, made once: its extracts are read by what others wrote, or wrote down."""

from decimal import Decimal
from pathlib import Path

import pytest

from seeds.simulator.simulate import simulate


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """landing/, reference/ and truth/ of one seed; tests only read it."""
    out = tmp_path_factory.mktemp("formats") / "company"
    simulate(out, Decimal("0.02"), seed=18, days=0, has_truth=True, progress=lambda _line: None)
    return out
