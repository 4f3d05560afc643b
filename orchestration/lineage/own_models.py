"""Says which models of the company's own sources cannot be traced: a warning with the data, never the end of a run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from orchestration.lineage.following.annotate import refuse
from orchestration.lineage.provable import faults, staging_faults
from orchestration.lineage.queries import UnfollowableError, parse_query

if TYPE_CHECKING:
    from expectations.engine import CheckResult
    from orchestration.transform import ModelResult


def traceable(models: Iterable[ModelResult]) -> list[CheckResult]:
    """A check of each model: whether its figures can be taken back to records, as far as its SQL tells."""
    return [_as_check(model, untraceable(model.name, model.sql)) for model in models]


def untraceable(name: str, sql: str) -> list[str]:
    """What in the SQL of a model keeps its rows from being traced; empty where nothing does."""
    try:
        tree = parse_query(sql)
        found = faults(tree) + (staging_faults(tree) if name.startswith("stg_") else [])
        if not found:
            refuse(tree, frozenset())
    except UnfollowableError as error:
        return [error.construct]
    return found


def _as_check(model: ModelResult, found: list[str]) -> CheckResult:
    from expectations.engine import CheckResult

    return CheckResult(
        layer="staging",
        table=f"{model.schema}.{model.name}",
        expectation="sql:traceable",
        column=None,
        severity="warn",
        owner="data-engineering",
        protects=(),
        status="failed" if found else "passed",
        observed=f"{len(found)} constructs",
        details=f"no figure made of it can be traced: {'; '.join(found)}"
        if found
        else "every construct can be followed",
    )
