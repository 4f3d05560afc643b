"""Expectations as asset checks: each layer is guarded before the next one is built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import dagster as dg

from expectations.engine import CheckResult
from expectations.suites import Severity, Suite
from orchestration.pipeline import Run

Key = tuple[str, Severity]
"""A guarded table and whether what is expected of it blocks: a check of Dagster, which logs several events for each."""


def layer_checks(run: Run, layer: str) -> dg.AssetChecksDefinition | None:
    """The checks of one layer as one step, so that a table is scanned once; None without any."""
    suites = [suite for suite in run.suites if suite.layer == layer]
    specs = {
        (suite.table, severity): _spec(suite, severity)
        for suite in suites
        for severity in sorted({expectation.severity for expectation in suite.expectations})
    }
    if not specs:
        return None

    @dg.multi_asset_check(name=f"{layer}_checks", specs=list(specs.values()))
    def check() -> Iterator[dg.AssetCheckResult]:
        found: dict[Key, list[CheckResult]] = {key: [] for key in specs}
        for result in run.check(layer):
            found[result.table, result.severity].append(result)
        for key, results in found.items():
            yield _outcome(specs[key], results)

    return check


def _spec(suite: Suite, severity: Severity) -> dg.AssetCheckSpec:
    expected = [
        expectation.label + (f" of {expectation.column}" if expectation.column else "")
        for expectation in suite.expectations
        if expectation.severity == severity
    ]
    return dg.AssetCheckSpec(
        re.sub(r"[^A-Za-z0-9_]+", "_", f"{suite.table}__{severity}"),
        asset=asset_key(suite),
        blocking=severity == "block",
        description="; ".join(expected),
        metadata={"owner": suite.owner, "protects": ", ".join(suite.protects)},
    )


def _outcome(spec: dg.AssetCheckSpec, results: Sequence[CheckResult]) -> dg.AssetCheckResult:
    """A check that could not be run says nothing of the data, so it stops the run like a blocking one."""
    failed = [result for result in results if result.status != "passed"]
    stops = spec.blocking or any(result.status == "error" for result in failed)
    return dg.AssetCheckResult(
        asset_key=spec.asset_key,
        check_name=spec.name,
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR if stops else dg.AssetCheckSeverity.WARN,
        metadata={
            "expectations": len(results),
            "failed": len(failed),
            "details": "\n".join(f"{each.expectation}: {each.details}" for each in failed),
        },
    )


def asset_key(suite: Suite) -> dg.AssetKey:
    """The asset a suite guards: `raw.<system>__<object>` is the source object, others are models."""
    schema, name = suite.table.split(".", 1)
    if schema != "raw":
        return dg.AssetKey([schema, name])
    return dg.AssetKey(name.split("__", 1) if "__" in name else ["rapport", name])
