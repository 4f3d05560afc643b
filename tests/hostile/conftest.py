from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.deliveries import Deliveries


@pytest.fixture
def desk(tmp_path: Path) -> Deliveries:
    return Deliveries(tmp_path)
