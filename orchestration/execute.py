"""Carries out a run as one Dagster job in this process, stored in the workspace's own Dagster instance."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import yaml

from orchestration.definitions import JOB, build_definitions
from orchestration.errors import CheckFailedError
from orchestration.event_log import SharedConnectionEventLog
from orchestration.pipeline import Run, blocking

# Rapport's own messages name file, line and remedy; Dagster keeps its log of events in the instance.
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def execute(run: Run) -> None:
    """Materialize everything and run every check.

    Raises CheckFailedError where a blocking check keeps the old release in place, RapportError for what the user can
    mend, and whatever else went wrong as it is.
    """
    with dg.DagsterInstance.from_config(str(prepare_instance(run.settings.workspace.dagster))) as instance:
        with run.phases.phase("prepare", "reading the project") as said:
            job = build_definitions(run).resolve_job_def(JOB)
            said.append(f"{len(run.active) - 1} systems, {len(run.dbt.manifest.nodes)} models and tests")
        result = job.execute_in_process(instance=instance, run_config=QUIET, raise_on_error=False)
    if run.failure:
        raise run.failure
    if failed := blocking(run.checks):
        raise CheckFailedError("\n".join(f"{r.table} {r.expectation}: {r.details}" for r in failed))
    if not result.success:
        raise RuntimeError(f"Dagster ended run {result.run_id} without success; `rapport dev` shows its log")


def prepare_instance(folder: Path) -> Path:
    """Make the Dagster instance folder of a workspace, without telemetry, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    configuration = {
        "telemetry": {"enabled": False},
        "event_log_storage": {
            "module": SharedConnectionEventLog.__module__,
            "class": SharedConnectionEventLog.__name__,
            "config": {"base_dir": str(folder / "history" / "runs")},
        },
    }
    (folder / "dagster.yaml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
    return folder
