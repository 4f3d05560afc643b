"""`rapport dev`: Dagster's web interface on loopback."""

from __future__ import annotations

import os
import sys

from orchestration.errors import RapportError
from orchestration.settings import PROJECT_ROOT, Settings


def dev(settings: Settings, port: int) -> int:
    """Become `dagster dev` on this workspace. Dagster has no login, so it listens on loopback only."""
    folder = settings.workspace.dagster
    if not folder.is_dir():
        raise RapportError(f"{settings.workspace.home}: nothing has run here yet; `rapport run` prepares the workspace")
    os.chdir(PROJECT_ROOT)
    environment = os.environ | {"RAPPORT_HOME": str(settings.workspace.home), "DAGSTER_HOME": str(folder)}
    command = [sys.executable, "-m", "dagster", "dev", "-m", "orchestration.definitions", "-h", "127.0.0.1"]
    os.execve(sys.executable, [*command, "-p", str(port)], environment)
