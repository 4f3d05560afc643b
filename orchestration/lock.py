"""One run at a time holds a workspace."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.errors import WorkspaceLockedError


@contextmanager
def workspace_lock(home: Path) -> Iterator[None]:
    """Hold `<home>/run.lock` for the time of a run; the system frees it when the process ends, however it ends.

    Raises WorkspaceLockedError naming the process that holds it.
    """
    home.mkdir(parents=True, exist_ok=True)
    path = home / "run.lock"
    with path.open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise WorkspaceLockedError(
                f"{home}: another run (process {holder}) holds this workspace; wait for it to end"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
