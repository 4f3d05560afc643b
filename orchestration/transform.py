"""Runs dbt inside this process: parse once, then build layer by layer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestration.errors import CheckFailedError, RapportError

LAYERS: dict[str, tuple[str, ...]] = {
    "staging": ("staging",),
    "core": ("core",),
    "marts": ("identity", "intermediate", "marts", "kpis", "audit"),
}
"""The layers that are guarded one after the other, and the model folders of each."""


@dataclass(frozen=True)
class ModelResult:
    """One dbt node as it was executed.

    table: what a model makes, of its own name unless it has an alias; seconds: wall clock; sql: the compiled text of a
    model, else empty; guards: `schema.table` that a test is for.
    """

    unique_id: str
    name: str
    schema: str
    table: str
    resource_type: str
    materialized: str
    status: str
    message: str
    seconds: float
    failures: int
    sql: str
    guards: str


@dataclass
class DbtProject:
    """The assembled project, parsed."""

    folder: Path
    manifest: Any = field(default=None, repr=False)

    def parse(self) -> None:
        """Parse the project; what did not change is taken from the last time. Raises RapportError on a mistake."""
        result = self._invoke(["parse"])
        if not result.success:
            # What dbt kept of another version of the project can stand against this one; alone it is read anew.
            result = self._invoke(["parse", "--no-partial-parse"])
        if not result.success:
            raise RapportError(f"dbt does not understand the project in {self.folder}: {result.exception}")
        self.manifest = result.result

    @property
    def manifest_path(self) -> Path:
        """The manifest that parse wrote."""
        return self.folder / "target" / "manifest.json"

    def build(self, layer: str, on_model: Callable[[str, float], None]) -> list[ModelResult]:
        """Build the models of a layer and run its data tests.

        on_model is called with name and seconds after each model. Raises RapportError where a model fails to run and
        CheckFailedError where a test that blocks fails; both name every such node.
        """

        def listen(event: Any) -> None:
            if event.info.name == "LogModelResult":
                on_model(event.data.node_info.node_relation.relation_name, event.data.execution_time)

        select = [f"fqn:rapport.{folder}" for folder in LAYERS[layer]]
        result = self._invoke(
            [
                "build",
                "--select",
                *select,
                "--exclude-resource-type",
                "unit_test",
                "--indirect-selection",
                "cautious",
            ],
            listen,
        )
        if result.result is None:
            raise RapportError(f"dbt could not build {layer}: {result.exception}")
        outcomes = [_outcome(item, self.manifest) for item in result.result.results]
        broken = [o for o in outcomes if o.resource_type == "model" and o.status == "error"]
        if broken:
            raise RapportError("\n".join(f"{o.schema}.{o.name} failed: {_one_line(o.message)}" for o in broken))
        failed = [o for o in outcomes if o.resource_type == "test" and o.status in ("fail", "error")]
        if failed:
            raise CheckFailedError("\n".join(f"dbt test {o.name}: {_one_line(o.message)}" for o in failed))
        return outcomes

    def compile(self) -> list[ModelResult]:
        """Render every model to SQL without running any. Raises RapportError on a mistake."""
        result = self._invoke(["compile", "--no-introspect"])
        if not result.success:
            raise RapportError(f"dbt does not compile the project in {self.folder}: {result.exception}")
        outcomes = [_outcome(item, self.manifest) for item in result.result.results]
        return [outcome for outcome in outcomes if outcome.resource_type == "model"]

    def unit_test(self) -> list[ModelResult]:
        """Run every unit test, and return the outcomes, those that did not pass included.

        The tables of every model must stand in the warehouse: a unit test reads the types of its inputs there. Raises
        RapportError where dbt does not run at all.
        """
        result = self._invoke(["test", "--select", "test_type:unit"])
        if result.result is None:
            raise RapportError(f"dbt could not run the unit tests: {result.exception}")
        return [_outcome(item, self.manifest) for item in result.result.results]

    def _invoke(self, arguments: list[str], callback: Callable[[Any], None] | None = None) -> Any:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.adapters.factory import reset_adapters
        from dbt.cli.main import dbtRunner

        runner = dbtRunner(manifest=self.manifest, callbacks=[callback] if callback else [])
        result = runner.invoke(
            [
                "--quiet",
                "--no-print",
                "--log-level",
                "none",
                "--log-path",
                str(self.folder / "logs"),
                *arguments,
                "--project-dir",
                str(self.folder),
                "--profiles-dir",
                str(self.folder),
            ]
        )
        # dbt would hold the warehouse open to the end of the process, and nobody else could read it.
        reset_adapters()
        DuckDBConnectionManager.close_all_connections()
        return result


def entity_sources(manifest: Any) -> list[tuple[str, str, str]]:
    """Which source objects each canonical entity is made of: (entity, system, object), from the conformed models."""
    rows = set()
    for node in manifest.nodes.values():
        match = re.fullmatch(r"cnf_(?P<system>.+?)__(?P<entity>.+)", node.name)
        if node.resource_type == "model" and match:
            rows |= {(match["entity"], *source) for source in _sources_above(manifest, node.unique_id)}
    return sorted(row for row in rows if row[1] != "reference")


def _sources_above(manifest: Any, unique_id: str) -> set[tuple[str, str]]:
    if unique_id.startswith("source."):
        source = manifest.sources[unique_id]
        return {(source.source_name, source.name)}
    found: set[tuple[str, str]] = set()
    for parent in manifest.nodes[unique_id].depends_on.nodes:
        found |= _sources_above(manifest, parent)
    return found


def _outcome(item: Any, manifest: Any) -> ModelResult:
    node = item.node
    guarded = manifest.nodes.get(getattr(node, "attached_node", None))
    return ModelResult(
        unique_id=node.unique_id,
        name=node.name,
        schema=node.schema,
        table=getattr(node, "alias", ""),
        resource_type=str(node.resource_type),
        materialized=getattr(node.config, "materialized", ""),
        status=str(item.status),
        message=item.message or "",
        seconds=item.execution_time,
        failures=item.failures or 0,
        sql=getattr(node, "compiled_code", "") or "",
        guards=f"{guarded.schema}.{guarded.alias}" if guarded else "",
    )


def _one_line(message: str) -> str:
    return " ".join(message.split())
