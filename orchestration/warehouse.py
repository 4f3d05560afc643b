"""Whose the warehouse is: the release that its tables were published as, while no run is changing them."""

from __future__ import annotations

from orchestration.raw.receipts import write_atomically
from orchestration.settings import Workspace


def release_of_warehouse(workspace: Workspace) -> str | None:
    """Id of the release whose tables stand in the warehouse file; None while a run works on it, or after it failed."""
    path = workspace.warehouse_release
    return path.read_text(encoding="utf-8").strip() if path.exists() and workspace.warehouse.exists() else None


def claim_warehouse(workspace: Workspace, release_id: str) -> None:
    """Say that the warehouse holds the tables of a release."""
    write_atomically(workspace.warehouse_release, release_id + "\n")


def disown_warehouse(workspace: Workspace) -> None:
    """Say that the warehouse is about to change."""
    workspace.warehouse_release.unlink(missing_ok=True)
