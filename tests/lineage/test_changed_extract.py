"""The whole way: one column of an extract is delivered otherwise, and of the releases only declared columns differ."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from tests.command import copy_sales, rapport

COLUMN = "Amount"


def double_amounts(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        rows, names = list(reader), reader.fieldnames or []
    for row in rows:
        row[COLUMN] = str(2 * float(row[COLUMN])) if row[COLUMN] else ""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names)
        writer.writeheader()
        writer.writerows(rows)


def published(home: Path) -> Path:
    copy_sales(home / "landing")
    return home / "releases" / "current"


@pytest.mark.heavy
def test_only_declared_columns_of_a_release_move_with_a_column_of_an_extract(tmp_path: Path) -> None:
    before, after = published(tmp_path / "before"), published(tmp_path / "after")
    for path in (tmp_path / "after" / "landing" / "salesforce").glob("Opportunity_*.csv"):
        double_amounts(path)
    assert [rapport("run", home=tmp_path / name).code for name in ("before", "after")] == [0, 0]

    marts = json.loads((before / "lineage.json").read_text(encoding="utf-8"))["marts"]
    declared, moved = set(), set()
    for mart, described in marts.items():
        for column, own in described["columns"].items():
            parts = (own["direct"], own["indirect"], described["rows"]["indirect"])
            if any(COLUMN in part.get("raw.salesforce__opportunity", []) for part in parts):
                declared.add((mart, column))
            if bag(before, mart, column) != bag(after, mart, column):
                moved.add((mart, column))

    assert moved <= declared
    assert {("fct_opportunities", "amount"), ("fct_opportunities", "reporting_amount")} <= moved


def bag(release: Path, mart: str, column: str) -> tuple[object, ...] | None:
    query = f'select count(*), sum(hash("{column}")::hugeint) from read_parquet(?)'
    output = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["outputs"][mart]
    return duckdb.execute(query, [str(release / output["file"])]).fetchone()
