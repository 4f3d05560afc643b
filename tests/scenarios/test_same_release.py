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
    for path in (sample / "releases" / "current" / "parquet").iterdir():
        assert (release.folder / "parquet" / path.name).read_bytes() == path.read_bytes(), path.name
    for name in ("lineage.json", "openlineage.ndjson"):
        assert (release.folder / name).read_bytes() == (sample / "releases" / "current" / name).read_bytes(), name
