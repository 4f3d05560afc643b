"""Every check's result as a table of the release, so that whoever reads a figure reads how it was checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from orchestration.publishing.release import PublishedTable

if TYPE_CHECKING:
    from expectations.engine import CheckResult

CHECK_RESULTS = PublishedTable(
    schema="audit",
    name="check_results",
    key=("check_number",),
    description="The result of every check of this release, of dbt and of Great Expectations. Grain: check.",
    columns={
        "check_number": "Counts the checks by layer, table and name, from 1.",
        "layer": "raw, staging, core, or marts.",
        "table_name": "Table that is guarded.",
        "check_name": "Expectation, `sql:<name>`, or `dbt:<test>`.",
        "column_name": "Column or columns, where it is about any.",
        "severity": "block: a failure keeps the old release; warn: published with the data.",
        "owner": "Team that answers for it.",
        "protects": "Figures that depend on it.",
        "status": "passed, failed, or error where the check could not be made.",
        "observed": "What was found; counts, no values of rows.",
        "details": "What was expected and what was found.",
    },
)


def write_check_results(warehouse: Path, results: Sequence[CheckResult]) -> None:
    """Write `audit.check_results` into the warehouse."""
    rows = [
        (
            number,
            result.layer,
            result.table,
            result.expectation,
            result.column,
            result.severity,
            result.owner,
            ", ".join(result.protects),
            result.status,
            result.observed,
            result.details,
        )
        for number, result in enumerate(results, start=1)
    ]
    names = list(CHECK_RESULTS.columns)
    with duckdb.connect(str(warehouse)) as con:
        con.execute("create schema if not exists audit")
        columns = ", ".join(f"{name} {'bigint' if name == 'check_number' else 'varchar'}" for name in names)
        con.execute(f"create or replace table audit.check_results ({columns})")
        if rows:
            con.executemany(f"insert into audit.check_results values ({', '.join('?' * len(names))})", rows)
