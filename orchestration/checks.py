"""Expectations as asset checks: each layer is guarded before the next one is built."""

import re
from collections.abc import Iterator

import dagster as dg

from expectations.engine import CheckResult
from expectations.suites import Suite
from orchestration.pipeline import Run


def layer_checks(run: Run, layer: str) -> dg.AssetChecksDefinition | None:
    """The checks of one layer as one step, so that a table is scanned once; None without any."""
    suites = [suite for suite in run.suites if suite.layer == layer]
    specs = {
        name: dg.AssetCheckSpec(
            name,
            asset=asset_key(suite),
            blocking=expectation.severity == "block",
            description=f"{expectation.type} on {suite.table}",
            metadata={"owner": suite.owner, "protects": ", ".join(suite.protects)},
        )
        for suite in suites
        for expectation in suite.expectations
        for name in [check_name(suite.table, expectation.label, expectation.column)]
    }
    if not specs:
        return None

    @dg.multi_asset_check(name=f"{layer}_checks", specs=list(specs.values()))
    def check() -> Iterator[dg.AssetCheckResult]:
        for result in run.check(layer):
            spec = specs[check_name(result.table, result.expectation, result.column)]
            yield dg.AssetCheckResult(
                asset_key=spec.asset_key,
                check_name=spec.name,
                passed=result.status == "passed",
                severity=severity(result),
                metadata={"observed": result.observed, "details": result.details},
            )

    return check


def severity(result: CheckResult) -> dg.AssetCheckSeverity:
    """A check that could not be run says nothing of the data, so it stops the run like a blocking one."""
    stops = result.severity == "block" or result.status == "error"
    return dg.AssetCheckSeverity.ERROR if stops else dg.AssetCheckSeverity.WARN


def asset_key(suite: Suite) -> dg.AssetKey:
    """The asset a suite guards: `raw.<system>__<object>` is the source object, others are models."""
    schema, name = suite.table.split(".", 1)
    if schema != "raw":
        return dg.AssetKey([schema, name])
    return dg.AssetKey(name.split("__", 1) if "__" in name else ["rapport", name])


def check_name(table: str, expectation: str, column: str | None) -> str:
    """A name that Dagster accepts, unique within the run."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", "__".join(part for part in (table, expectation, column) if part))
