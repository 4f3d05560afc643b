"""A workspace for the files of one system, under the contracts that ship."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.registry import known_systems
from tests.hostile.deliveries import Deliveries

SYSTEMS = known_systems(Path("no sources of a company"))


@pytest.fixture
def landed(tmp_path: Path) -> Callable[[str], Deliveries]:
    """Give a system's landing folder by its name."""
    return lambda system: Deliveries(tmp_path, {system: SYSTEMS[system]}, system=system)
