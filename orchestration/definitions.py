"""What Dagster shows and runs: one chain of layers, each guarded before the next."""

from __future__ import annotations

import dagster as dg

from orchestration.assets import model_assets, release_asset, source_assets
from orchestration.checks import layer_checks
from orchestration.pipeline import Run
from orchestration.settings import load_settings
from orchestration.transform import LAYERS

JOB = "rapport_run"


def build_definitions(run: Run) -> dg.Definitions:
    """The assets, checks and the job of a workspace."""
    checks = [layer_checks(run, layer) for layer in ("raw", *LAYERS)]
    return dg.Definitions(
        assets=[source_assets(run), *(model_assets(run, layer) for layer in LAYERS), release_asset(run)],
        asset_checks=[check for check in checks if check is not None],
        jobs=[dg.define_asset_job(JOB, selection=dg.AssetSelection.all())],
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """The definitions of the workspace that the environment names, for `rapport dev`, `dagster dev` and `dg`."""
    settings = load_settings()
    return build_definitions(Run(settings, settings.workspace.landing))
