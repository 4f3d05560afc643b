"""One run from landing to release. Dagster's assets and checks call its steps; the command line starts it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from expectations.suites import Suite, load_suites, raw_suites, staging_suites
from orchestration.console import Phases, progress
from orchestration.dbt_workspace import assemble
from orchestration.errors import CheckFailedError, RapportError
from orchestration.fingerprint import code_hash
from orchestration.lineage.columns.document import document_text, lineage_document
from orchestration.lineage.columns.model import ModelLineage, model_lineage, stored_columns
from orchestration.publishing.check_results import CHECK_RESULTS, write_check_results
from orchestration.publishing.release import RESTRICTED, PublishedTable, Release, publish
from orchestration.raw.lake import Entry
from orchestration.raw.load import ExtraFile, load_landing
from orchestration.raw.outcome import FileOutcome
from orchestration.raw.views import register
from orchestration.reference import reference_files
from orchestration.registry import Registry, known_systems
from orchestration.settings import Settings
from orchestration.transform import LAYERS, DbtProject, ModelResult, entity_sources
from orchestration.warehouse import claim_warehouse, disown_warehouse

if TYPE_CHECKING:
    from expectations.engine import CheckResult

LAYER_ORDER = ("raw", *LAYERS)
PUBLISHED_SCHEMAS = ("marts", "audit", RESTRICTED)
FIRST_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Run:
    """The state of one run. Each step is done once, and sees first to the steps it stands on, in whatever order asked.

    as_of: aware, in UTC; before loading what was asked for, afterwards what holds. rows: of each table that was built,
    by dbt's unique id; lineage: of each model likewise. built, checked: results by layer. failure: the first error of
    any step.
    """

    settings: Settings
    landing: Path
    as_of: datetime | None = None
    phases: Phases = field(default_factory=Phases)
    files: list[FileOutcome] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    is_loaded: bool = False
    built: dict[str, list[ModelResult]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    lineage: dict[str, ModelLineage] = field(default_factory=dict)
    checks: list[CheckResult] = field(default_factory=list)
    release: Release | None = None
    failure: Exception | None = None
    checked: dict[str, list[CheckResult]] = field(default_factory=dict)

    @contextmanager
    def _phase(self, name: str, doing: str) -> Iterator[list[str]]:
        """A timed phase that keeps the first error of the run, which Dagster would only tell as text."""
        try:
            with self.phases.phase(name, doing) as said:
                yield said
        except Exception as error:
            self.failure = self.failure or error
            raise

    @cached_property
    def registry(self) -> Registry:
        """Every system that is described, Rapport's own and the company's."""
        return known_systems(self.settings.workspace.sources)

    @cached_property
    def active(self) -> Registry:
        """The systems that have delivered, now or before; the others are switched off."""
        lake = self.settings.workspace.lake / "raw"
        return {
            name: system
            for name, system in self.registry.items()
            if name == "reference" or _holds_files(self.landing / name) or (lake / name).is_dir()
        }

    @cached_property
    def reference(self) -> list[ExtraFile]:
        """The reference data in force: the company's own files, else the defaults."""
        return reference_files(self.active, self.settings.workspace.reference)

    def check_inputs(self) -> None:
        """Raise RapportError where sources, landing or reference data are not such that a run could start."""
        if not self.reference or set(self.active) == {"reference"}:
            known = ", ".join(sorted(set(self.registry) - {"reference"}))
            raise RapportError(
                f"{self.landing}: no file of a known system has landed; put extracts into <system>/ there: {known}"
            )

    @cached_property
    def dbt(self) -> DbtProject:
        """The assembled and parsed dbt project."""
        project = DbtProject(assemble(self.settings.workspace, self.settings.configuration, self.active.values()))
        project.parse()
        return project

    @cached_property
    def suites(self) -> list[Suite]:
        """Every suite of expectations that guards a table of this run."""
        built = {
            f"{node.schema}.{node.alias}" for node in self.dbt.manifest.nodes.values() if node.resource_type == "model"
        }
        modelled = [*staging_suites(self.active), *load_suites()]
        return raw_suites(self.active) + [suite for suite in modelled if suite.table in built]

    def load(self) -> list[Entry]:
        """Archive and load what has landed, fix as_of, and lay the raw views. Returns the files the run stands on."""
        if self.is_loaded:
            return self.entries
        workspace = self.settings.workspace
        with self._phase("load", "reading landing") as said:
            self.files = load_landing(
                self.landing,
                workspace.lake,
                self.registry,
                extra=self.reference,
                settle_seconds=self.settings.configuration.settle_seconds,
            )
            disown_warehouse(workspace)
            for path in (workspace.warehouse, workspace.warehouse.with_suffix(".duckdb.wal")):
                # The warehouse is a cache of the lake: a new one is sure to hold nothing of an earlier, broken run.
                path.unlink(missing_ok=True)
            with duckdb.connect(str(workspace.warehouse)) as con:
                con.execute("set TimeZone = 'UTC'")
                self.entries = register(
                    con,
                    workspace.lake,
                    self.active,
                    self.as_of,
                    {sha256(file.path.read_bytes()).hexdigest() for file in self.reference},
                )
                if self.as_of is None:
                    self.as_of = max((e.extracted_at for e in self.entries if e.extracted_at), default=FIRST_INSTANT)
                con.execute(
                    "create table raw.run_parameters as select cast(? as timestamp) as as_of", [naive(self.as_of)]
                )
                con.execute("create table raw.entity_sources (entity varchar, system varchar, object varchar)")
                if fed := entity_sources(self.dbt.manifest):
                    con.executemany("insert into raw.entity_sources values (?, ?, ?)", fed)
            counts = {status: sum(f.status == status for f in self.files) for status in ("loaded", "known", "refused")}
            said += [f"{number} files {status}" for status, number in counts.items() if number]
            said.append(f"{sum(f.loaded for f in self.files if f.status == 'loaded'):,} records new")
        self.is_loaded = True
        return self.entries

    def build(self, layer: str) -> list[ModelResult]:
        """Build the models of a layer, once the layers it stands on have passed their checks.

        Raises CheckFailedError where one has not, and as DbtProject.build does.
        """
        if layer in self.built:
            return self.built[layer]

        def report(relation: str, seconds: float) -> None:
            if progress.is_terminal:
                progress.print(
                    f"  {layer:<16} {relation.replace(chr(34), '').split('.', 1)[1]:<60} {seconds:8.2f} s", end="\r"
                )

        for guard in LAYER_ORDER[: LAYER_ORDER.index(layer)]:
            self._require(self.check(guard))
        with self._phase(layer, "building models") as said:
            built = self.dbt.build(layer, report)
            counted = self._row_counts(built)
            self.rows |= counted
            self.lineage |= self._lineage(built)
            said.append(f"{sum(m.resource_type == 'model' for m in built)} models")
            said.append(f"{sum(counted.values()):,} rows")
            said.append(f"{sum(m.resource_type == 'test' for m in built)} key and relation tests")
        self.built[layer] = built
        self.checks += [_as_check(layer, test) for test in built if test.resource_type == "test"]
        self.checks += self._own_models_checked(built)
        return built

    def _own_models_checked(self, built: list[ModelResult]) -> list[CheckResult]:
        """Whether the models of the company's own sources can be traced; Rapport's own are tested for it."""
        systems = {
            name for name, system in self.active.items() if self.settings.workspace.sources in system.folder.parents
        }
        nodes = self.dbt.manifest.nodes
        own = [m for m in built if m.resource_type == "model" and systems.intersection(nodes[m.unique_id].fqn)]
        if not own:
            return []
        from orchestration.lineage.own_models import traceable

        return traceable(own)

    def check(self, layer: str) -> list[CheckResult]:
        """Run the suites of a layer, once a run. A blocking check that fails is for the caller to act on."""
        if layer in self.checked:
            return self.checked[layer]
        self.load() if layer == "raw" else self.build(layer)
        from expectations.engine import validate

        with self._phase(f"{layer} checks", "running expectations") as said:
            results = validate(self.settings.workspace.warehouse, [s for s in self.suites if s.layer == layer])
            said += [
                f"{number} {word}"
                for word, number in (
                    ("passed", sum(r.status == "passed" for r in results)),
                    ("warned", sum(r.status != "passed" and r.severity == "warn" for r in results)),
                    ("failed", len(blocking(results))),
                )
                if number
            ]
        self.checks += results
        self.checked[layer] = results
        return results

    def publish(self) -> Release:
        """Publish marts, audit, and apart from them what is restricted.

        Raises CheckFailedError where a blocking check of any layer has failed.
        """
        for layer in LAYER_ORDER:
            self._require(self.check(layer))
        assert self.as_of is not None
        # dbt's threads end in any order; what is published must not.
        self.checks.sort(key=lambda r: (LAYER_ORDER.index(r.layer), r.table, r.expectation, r.column or ""))
        write_check_results(self.settings.workspace.warehouse, self.checks)
        with self._phase("publish", "writing the release") as said:
            facts = self._manifest_facts()
            self.release = publish(
                self.settings.workspace,
                self.published_tables(),
                naive(self.as_of),
                facts=facts,
                sql={m.name: m.sql for built in self.built.values() for m in built if m.resource_type == "model"},
                checks=[asdict(result) for result in self.checks],
                documents=self._lineage_documents(facts),
                run={"finished_at": datetime.now(UTC).isoformat(), "phases": self.phases.seconds},
            )
            claim_warehouse(self.settings.workspace, self.release.id)
            said.append(self.release.id if self.release.is_new else f"{self.release.id} stands already")
        return self.release

    def _require(self, results: list[CheckResult]) -> None:
        if failed := blocking(results):
            error = CheckFailedError("\n".join(f"{r.table} {r.expectation}: {r.details}" for r in failed))
            self.failure = self.failure or error
            raise error

    def published_tables(self) -> list[PublishedTable]:
        """The tables of the release, as their models describe them."""
        nodes = self.dbt.manifest.nodes.values()
        return sorted(
            [CHECK_RESULTS]
            + [
                PublishedTable(
                    schema=node.schema,
                    name=node.alias,
                    key=tuple(node.config.meta["grain"]),
                    description=" ".join(node.description.split()),
                    columns={name: column.description for name, column in node.columns.items()},
                )
                for node in nodes
                if node.resource_type == "model" and node.schema in PUBLISHED_SCHEMAS
            ],
            key=lambda table: table.name,
        )

    def _row_counts(self, built: list[ModelResult]) -> dict[str, int]:
        tables = [model for model in built if model.materialized == "table"]
        if not tables:
            return {}
        query = " union all ".join(
            f'select \'{table.unique_id}\', count(*) from "{table.schema}"."{table.table}"' for table in tables
        )
        with duckdb.connect(str(self.settings.workspace.warehouse), read_only=True) as con:
            return dict(con.execute(query).fetchall())

    def _lineage(self, built: list[ModelResult]) -> dict[str, ModelLineage]:
        with duckdb.connect(str(self.settings.workspace.warehouse), read_only=True) as con:
            columns = stored_columns(con)
        nodes = self.dbt.manifest.nodes
        return {
            model.unique_id: model_lineage(
                model.name,
                f"{model.schema}.{model.table}",
                model.materialized,
                nodes[model.unique_id].config.meta.get("grain", []),
                model.sql,
                columns,
            )
            for model in built
            if model.resource_type == "model"
        }

    def _lineage_documents(self, facts: dict[str, Any]) -> dict[str, str]:
        from orchestration.lineage.columns.events import openlineage_events

        assert self.as_of is not None
        models = list(self.lineage.values())
        text = document_text(lineage_document(models, PUBLISHED_SCHEMAS))
        with duckdb.connect(str(self.settings.workspace.warehouse), read_only=True) as con:
            columns = stored_columns(con)
        content = sha256(f"{json.dumps(facts, sort_keys=True, default=str)}\n{text}".encode()).hexdigest()
        return {
            "lineage": text,
            "openlineage": openlineage_events(models, columns, naive(self.as_of), content),
        }

    def _manifest_facts(self) -> dict[str, Any]:
        inputs = [entry.describe() for entry in self.entries]
        return {
            "code_sha256": code_hash(),
            "parameters": {**self.settings.configuration.dbt_vars()},
            "inputs": [entry for entry in inputs if entry["system"] != "reference"],
            "reference": [entry for entry in inputs if entry["system"] == "reference"],
            "check_summary": summary(self.checks),
        }


def _as_check(layer: str, test: ModelResult) -> CheckResult:
    from expectations.engine import CheckResult

    return CheckResult(
        layer=layer,
        table=test.guards,
        expectation=f"dbt:{test.name}",
        column=None,
        severity="block",
        owner="data-engineering",
        protects=(),
        status="passed" if test.status == "pass" else "failed",
        observed=f"{test.failures} faulty rows",
        details=test.message,
    )


def blocking(results: list[CheckResult]) -> list[CheckResult]:
    """The results that keep a release from being published: blocking checks that failed, and any that broke."""
    return [r for r in results if r.status == "error" or (r.status == "failed" and r.severity == "block")]


def summary(results: list[CheckResult]) -> dict[str, int]:
    """Counts of checks that passed, warned and failed."""
    failed = len(blocking(results))
    passed = sum(r.status == "passed" for r in results)
    return {"passed": passed, "warned": len(results) - passed - failed, "failed": failed}


def naive(instant: datetime) -> datetime:
    """An aware instant as DuckDB keeps it here: UTC without saying so."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def _holds_files(folder: Path) -> bool:
    return folder.is_dir() and any(path.is_symlink() or not path.is_dir() for path in folder.rglob("*"))
