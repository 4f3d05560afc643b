"""What Dagster knows of a run: `rapport dev` shows exactly this."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.definitions import build_definitions
from orchestration.pipeline import Run
from orchestration.settings import load_settings
from tests.command import EXTRACTS


@pytest.fixture(scope="module")
def instance(sample: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(sample / "dagster")) as instance:
        yield instance


@pytest.fixture(scope="module")
def graph(sample: Path) -> dg.Definitions:
    return build_definitions(Run(load_settings(sample), EXTRACTS))


def test_the_run_is_stored_with_its_success(instance: dg.DagsterInstance) -> None:
    assert {run.status for run in instance.get_runs()} == {dg.DagsterRunStatus.SUCCESS}


def test_every_asset_has_a_group_kinds_an_owner_and_a_description(graph: dg.Definitions) -> None:
    specs = [spec for assets in graph.assets for spec in assets.specs]  # type: ignore[union-attr]

    assert len(specs) > 100
    assert [spec.key for spec in specs if not (spec.group_name and spec.kinds and spec.owners)] == []
    assert [spec.key for spec in specs if not spec.description] == []


@pytest.mark.parametrize("key", [["zendesk", "tickets"], ["core", "core_ticket"], ["marts", "fct_kpi_values"]])
def test_a_materialization_tells_its_rows(instance: dg.DagsterInstance, key: list[str]) -> None:
    event = instance.get_latest_materialization_event(dg.AssetKey(key))

    assert event and event.asset_materialization
    rows = event.asset_materialization.metadata["dagster/row_count"].value
    assert isinstance(rows, int)
    assert rows > 0


def test_a_materialization_tells_which_columns_its_columns_are_made_of(instance: dg.DagsterInstance) -> None:
    event = instance.get_latest_materialization_event(dg.AssetKey(["staging", "stg_zendesk__tickets"]))

    assert event and event.asset_materialization
    lineage = event.asset_materialization.metadata["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    assert lineage.deps_by_column["ticket_id"] == [dg.TableColumnDep(dg.AssetKey(["zendesk", "tickets"]), "id")]


@pytest.mark.parametrize("key", [["zendesk", "tickets"], ["core", "core_ticket"], ["marts", "fct_kpi_values"]])
def test_an_asset_tells_its_columns(graph: dg.Definitions, key: list[str]) -> None:
    spec = next(s for assets in graph.assets for s in assets.specs if s.key == dg.AssetKey(key))  # type: ignore[union-attr]

    schema = spec.metadata["dagster/column_schema"]
    assert all(column.name and column.type and column.description for column in schema.columns)


def test_checks_are_asset_checks_with_their_results(instance: dg.DagsterInstance, graph: dg.Definitions) -> None:
    keys = [key for check in graph.asset_checks for key in check.check_keys]  # type: ignore[union-attr]
    summaries = instance.event_log_storage.get_latest_asset_check_execution_by_key(keys)

    assert len(keys) > 150
    assert set(summaries) == set(keys)
