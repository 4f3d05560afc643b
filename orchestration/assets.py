"""Dagster's view of a run: every source object, model and release is an asset of its layer."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from orchestration.lineage.columns.dependency import ROW
from orchestration.lineage.columns.model import ModelLineage
from orchestration.pipeline import PUBLISHED_SCHEMAS, Run
from orchestration.transform import LAYERS, ModelResult

OWNER = "team:relationship-office"
LOADER_TABLES = {
    "run_parameters": "One row, the parameters of this run.",
    "files": "One row a file of the lake known by as_of.",
    "entity_sources": "One row a source object that a canonical entity is made of.",
}
RELEASE = dg.AssetKey(["release"])


class Translator(DagsterDbtTranslator):
    """Groups models by layer and gives each an owner."""

    def __init__(self) -> None:
        super().__init__(settings=DagsterDbtTranslatorSettings(enable_asset_checks=True))

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The layer, which is the first folder below models."""
        return str(dbt_resource_props["fqn"][1])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """`meta.owner` of the model, else the office."""
        owner = (dbt_resource_props.get("config") or {}).get("meta", {}).get("owner")
        return [f"team:{owner}" if owner else OWNER]


TRANSLATOR = Translator()


def source_assets(run: Run) -> dg.AssetsDefinition:
    """One asset a source object, all loaded in one step."""
    specs = [
        dg.AssetSpec(
            dg.AssetKey([contract.system, contract.name]),
            group_name="raw",
            kinds={contract.format},
            owners=[f"team:{contract.owner}"],
            description=contract.description,
            metadata={
                "dagster/column_schema": dg.TableSchema(
                    columns=[dg.TableColumn(c.name, c.data_type, c.description) for c in contract.columns]
                )
            },
        )
        for system in run.active.values()
        for contract in system.objects
    ] + [
        dg.AssetSpec(
            dg.AssetKey(["rapport", name]),
            group_name="raw",
            kinds={"duckdb"},
            owners=[OWNER],
            description=description,
        )
        for name, description in LOADER_TABLES.items()
    ]

    @dg.multi_asset(name="load", specs=specs)
    def load(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[Any]]:
        entries = run.load()
        for outcome in run.files:
            if outcome.status == "refused":
                context.log.warning(f"{outcome.file}: {outcome.reason}; {outcome.remedy}")
        for spec in specs:
            mine = [e for e in entries if (e.system, e.object) == tuple(spec.key.path)]
            metadata = {"dagster/row_count": sum(e.receipt.loaded for e in mine), "files": len(mine)}
            yield dg.MaterializeResult(asset_key=spec.key, metadata=metadata if spec.key.path[0] != "rapport" else {})

    return load


def model_assets(run: Run, layer: str) -> dg.AssetsDefinition:
    """The dbt models of one layer, with their data tests as asset checks."""

    @dbt_assets(
        manifest=run.dbt.manifest_path,
        select=" ".join(f"fqn:rapport.{folder}" for folder in LAYERS[layer]),
        name=layer,
        dagster_dbt_translator=TRANSLATOR,
    )
    def build(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
        results = run.build(layer)
        models = [r for r in results if r.resource_type == "model"]
        manifest = run.dbt.manifest.to_dict()
        keys = _asset_keys(manifest)
        for model in models:
            metadata: dict[str, Any] = {
                "seconds": model.seconds,
                "dagster/column_lineage": _column_lineage(run.lineage[model.unique_id], keys),
            }
            if model.unique_id in run.rows:
                metadata["dagster/row_count"] = run.rows[model.unique_id]
            yield dg.MaterializeResult(
                asset_key=TRANSLATOR.get_asset_key(manifest["nodes"][model.unique_id]), metadata=metadata
            )
        yield from _test_results(manifest, results)

    return build


def release_asset(run: Run) -> dg.AssetsDefinition:
    """The release, made when every published table stands and has passed its checks."""
    manifest = run.dbt.manifest.to_dict()
    published = [
        TRANSLATOR.get_asset_key(node)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in PUBLISHED_SCHEMAS
    ]

    @dg.asset(
        key=RELEASE,
        deps=published,
        group_name="release",
        kinds={"duckdb", "parquet"},
        owners=[OWNER],
        description="The published star schema: one DuckDB file and one Parquet file a table, switched in one step.",
    )
    def release() -> dg.MaterializeResult[Any]:
        made = run.publish()
        return dg.MaterializeResult(metadata={"release": made.id, "is_new": made.is_new, "tables": len(published)})

    return release


def _asset_keys(manifest: Mapping[str, Any]) -> dict[str, dg.AssetKey]:
    """The asset of each relation, `schema.name`, that a model makes or reads."""
    described = [*manifest["nodes"].values(), *manifest["sources"].values()]
    return {
        f"{each['schema']}.{each.get('identifier') or each['alias']}": TRANSLATOR.get_asset_key(each)
        for each in described
        if each["resource_type"] in ("model", "source")
    }


def _column_lineage(model: ModelLineage, keys: Mapping[str, dg.AssetKey]) -> dg.TableColumnLineage:
    """Columns whose values a column is made of; what only decides has no place in Dagster's metadata."""
    return dg.TableColumnLineage(
        {
            name: [
                dg.TableColumnDep(keys[edge.relation], edge.column)
                for edge in sorted(above.direct)
                if edge.column != ROW and edge.relation in keys
            ]
            for name, above in model.columns.items()
        }
    )


def _test_results(manifest: Mapping[str, Any], results: list[ModelResult]) -> Iterator[dg.AssetCheckResult]:
    for test in results:
        if test.resource_type != "test":
            continue
        key = get_asset_check_key_for_test(manifest, TRANSLATOR, test.unique_id, None)
        if key is not None:
            yield dg.AssetCheckResult(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=test.status == "pass",
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"failures": test.failures},
            )
