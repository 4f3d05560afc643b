"""Workspaces that several tests look at, made once."""

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

from orchestration.cli import OBJECTS_BETWEEN_COLLECTIONS
from tests import sample_workspace
from tests.command import Answer

# What an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("rapport", deadline=None)
settings.load_profile("rapport")

gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """The main job on the sample extracts, in a workspace that tests only read; lanes side by side share one."""
    shared = os.environ.get("RAPPORT_TEST_SAMPLE")
    if shared:
        return sample_workspace.read(Path(shared))
    return sample_workspace.make(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def sample(sample_run: tuple[Path, Answer]) -> Path:
    """The workspace of the main job on the sample extracts."""
    home, answer = sample_run
    assert answer.code == 0, answer.err
    return home
