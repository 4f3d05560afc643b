"""The raw layer's checks are derived from the sources registry and find what a loader could get wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.engine import validate
from expectations.suites import raw_suites
from orchestration.registry import load_registry
from tests.faults.conftest import fill

SOURCES = """
sources:
  - name: desk
    config: {meta: {owner: service-management, cadence_hours: 24}}
    tables:
      - name: ticket
        identifier: desk__ticket
        config: {meta: {key: [id]}}
        columns:
          - {name: id}
          - {name: Account ID, config: {meta: {required: true}}}
          - {name: note}
      - name: agent
        identifier: desk__agent
        config: {meta: {key: [id], owner: people, cadence_hours: null}}
        columns: [{name: id}]
"""

CLEAN = """
create schema raw;
create table raw.run_parameters as select timestamp '2026-09-03 00:00:00' as as_of;
create table raw.files (
    system text, instance text, object text, file_id text, file_name text, extracted_at timestamp,
    records bigint, loaded bigint, quarantined bigint, lines bigint, bytes bigint, is_current boolean
);
insert into raw.files values
    ('desk', 'main', 'ticket', 'f1', 'a.csv', '2026-09-01 00:00:00', 21, 20, 1, 22, 99, true),
    ('desk', 'main', 'ticket', 'f0', 'old.csv', '2026-08-01 00:00:00', 10, 5, 5, 11, 99, false);
create table raw.desk__ticket as
    select 'main' as _instance, 'f1' as _file_id, i as _record, i::text as id, 'acc' as "Account ID",
        null::text as note
    from range(20) r(i);
create table raw.desk__agent (_instance text, _file_id text, _record bigint, id text);
"""


def findings(tmp_path: Path, *faults: str) -> list[tuple[str, str, str | None, str, str]]:
    """All checks that did not pass: table, check, column, severity, observed."""
    folder = tmp_path / "staging" / "desk"
    folder.mkdir(parents=True)
    (folder / "_desk__sources.yml").write_text(SOURCES, encoding="utf-8")
    suites = raw_suites(load_registry([folder.parent]))
    results = validate(fill(tmp_path / "warehouse.duckdb", CLEAN, *faults), suites)
    assert len(results) == 2 + (2 + 3) + (1 + 2)
    return [(r.table, r.expectation, r.column, r.severity, r.observed) for r in results if r.status != "passed"]


def test_a_sound_raw_layer_passes_and_an_empty_object_too(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


TICKET = "raw.desk__ticket"
FILLED = "expect_column_values_to_not_be_null"


@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        (
            "update raw.desk__ticket set id = null where _record < 2",
            (TICKET, FILLED, "id", "block", "2 of 20 rows"),
        ),
        (
            'update raw.desk__ticket set "Account ID" = null where _record = 3',
            (TICKET, FILLED, "Account ID", "block", "1 of 20 rows"),
        ),
        (
            "update raw.desk__ticket set _record = null where _record in (3, 4)",
            (TICKET, "sql:records_unique", None, "block", "faulty rows: 1"),
        ),
        (
            "delete from raw.desk__ticket where _record = 3",
            (TICKET, "sql:rows_reconciled", None, "block", "faulty rows: 1"),
        ),
        (
            "insert into raw.desk__agent values ('main', 'f9', 1, '1')",
            ("raw.desk__agent", "sql:rows_reconciled", None, "block", "faulty rows: 1"),
        ),
        (
            "update raw.run_parameters set as_of = timestamp '2026-09-03 00:00:01'",
            (TICKET, "sql:extract_fresh", None, "warn", "faulty rows: 1"),
        ),
        (
            "update raw.files set records = records + 1",
            ("raw.files", "sql:records_conserved", None, "block", "faulty rows: 2"),
        ),
        (
            "update raw.files set records = records + 1, quarantined = quarantined + 1 where is_current",
            ("raw.files", "sql:few_quarantined", None, "warn", "faulty rows: 1"),
        ),
    ],
)
def test_a_planted_fault_is_found_and_nothing_else(
    fault: str, finding: tuple[str, str, str | None, str, str], tmp_path: Path
) -> None:
    assert findings(tmp_path, fault) == [finding]


def test_a_second_delivery_of_the_same_bytes_adds_no_rows(tmp_path: Path) -> None:
    again = "insert into raw.files select * replace (timestamp '2026-09-02' as extracted_at) from raw.files"
    assert findings(tmp_path, f"{again} where is_current") == []


def test_an_object_without_files_is_not_late(tmp_path: Path) -> None:
    assert findings(tmp_path, "delete from raw.files", "delete from raw.desk__ticket") == []


def test_a_view_that_is_missing_is_an_error_of_its_checks(tmp_path: Path) -> None:
    assert {(table, observed) for table, _, _, _, observed in findings(tmp_path, f"drop table {TICKET}")} == {
        (TICKET, "")
    }


def test_the_owner_of_an_object_owns_its_checks(tmp_path: Path) -> None:
    findings(tmp_path)
    suites = raw_suites(load_registry([tmp_path / "staging"]))
    assert [(suite.table, suite.owner) for suite in suites] == [
        ("raw.files", "data-engineering"),
        ("raw.desk__ticket", "service-management"),
        ("raw.desk__agent", "people"),
    ]
