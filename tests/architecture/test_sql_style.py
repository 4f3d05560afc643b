"""The SQL that runs reads in one way (sqlfluff, rules in pyproject.toml)."""

import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT
from orchestration.transform import DbtProject


def lint(folder: Path, texts: dict[str, str]) -> str:
    for name, text in texts.items():
        (folder / f"{name}.sql").write_text(text.strip() + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "sqlfluff", "lint", "--config", str(PROJECT_ROOT / "pyproject.toml"), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.fixture(scope="module")
def compiled(project: DbtProject) -> dict[str, str]:
    return {model.name: model.sql for model in project.compile()}


def test_a_fault_is_found(tmp_path: Path) -> None:
    assert "CP01" in lint(tmp_path, {"shouting": "SELECT a.b FROM a AS a"})


def test_core_and_identity_are_clean(compiled: dict[str, str], tmp_path: Path) -> None:
    chosen = {name: sql for name, sql in compiled.items() if name.startswith(("core_", "idn_"))}
    assert len(chosen) > 10
    assert "All Finished" in (said := lint(tmp_path, chosen)), said
    assert "FAIL" not in said, said


@pytest.mark.heavy
def test_every_model_is_clean(compiled: dict[str, str], tmp_path: Path) -> None:
    assert "All Finished" in (said := lint(tmp_path, compiled)), said
    assert "FAIL" not in said, said
