"""The same inputs give the same release, wherever and however the steps are asked for."""

from pathlib import Path

import pytest

from orchestration.pipeline import Run
from orchestration.settings import load_settings
from tests.command import EXTRACTS


@pytest.mark.heavy
def test_the_last_step_alone_in_another_workspace_gives_the_very_release(sample: Path, tmp_path: Path) -> None:
    release = Run(load_settings(tmp_path / "elsewhere"), EXTRACTS).publish()

    assert release.id == (sample / "releases" / "current").resolve().name
    first = (sample / "releases" / "current").resolve()
    tables = {path.relative_to(first) for path in first.rglob("*.parquet")}
    assert {path.parts[0] for path in tables} == {"parquet", "restricted"}
    for name in (*tables, "lineage.json", "openlineage.ndjson"):
        assert (release.folder / name).read_bytes() == (first / name).read_bytes(), name
