"""Suites are read as written, and what is not supported is refused with its place and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.suites import ARGUMENTS, SUITES, load_suites
from orchestration.errors import RapportError

WHOLE = """
table: core.core_ticket
owner: service-management
protects: [client_sla_attainment, client_ticket_backlog]
expectations:
  - expect_table_row_count_to_be_between: {min_value: 1}
    severity: warn
  - expect_column_values_to_be_in_set: {column: status, value_set: [new, open], mostly: 0.99}
  - expect_compound_columns_to_be_unique: {column_list: [system, ticket_id]}
  - sql:
      name: solved_not_before_opened
      description: No ticket is solved before it is opened
      query: "select 1 as fault from {batch} where solved_at < opened_at;"
"""


def write(root: Path, text: str, name: str = "core/core_ticket.yml") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def one(entry: str) -> str:
    return f"table: core.core_ticket\nowner: o\nexpectations:\n  - {entry}\n"


def test_a_suite_is_read_as_written(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    [suite] = load_suites(tmp_path)
    assert (suite.layer, suite.table, suite.owner) == ("core", "core.core_ticket", "service-management")
    assert suite.protects == ("client_sla_attainment", "client_ticket_backlog")
    assert [(check.label, check.column, check.severity) for check in suite.expectations] == [
        ("expect_table_row_count_to_be_between", None, "warn"),
        ("expect_column_values_to_be_in_set", "status", "block"),
        ("expect_compound_columns_to_be_unique", "system, ticket_id", "block"),
        ("sql:solved_not_before_opened", None, "block"),
    ]
    assert suite.expectations[3].arguments["query"].endswith("solved_at < opened_at")


def test_suites_come_in_the_order_of_the_layers(tmp_path: Path) -> None:
    for layer in ("marts", "core", "raw", "staging"):
        write(tmp_path, WHOLE.replace("core.core_ticket", f"{layer}.b"), f"{layer}/b.yml")
        write(tmp_path, WHOLE.replace("core.core_ticket", f"{layer}.a"), f"{layer}/a.yml")
    assert [suite.table for suite in load_suites(tmp_path)] == [
        f"{layer}.{table}" for layer in ("raw", "staging", "core", "marts") for table in ("a", "b")
    ]


def test_the_suites_of_the_project_can_be_read() -> None:
    assert len(load_suites(SUITES)) == len(list(SUITES.glob("*/*.yml")))


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("expect_column_values_to_match_regex: {column: a, regex: x}", "use sql, or a dbt contract"),
        ("expect_column_values_to_be_of_type: {column: a, type_: INTEGER}", "use sql, or a dbt contract"),
        ("expect_column_median_to_be_between: {column: a, min_value: 1}", "supported are expect_table_row"),
        ("expect_column_values_to_not_be_null: {column: a, mosty: 0.9}", "mosty: Extra inputs"),
        ("expect_column_values_to_not_be_null: {column: a, mostly: 1.1}", "mostly: Input should be less"),
        ("expect_column_values_to_not_be_null: {}", "column: Field required"),
        ("expect_column_sum_to_be_between: {column: a}", "needs min_value, max_value or both"),
        ("expect_column_sum_to_be_between: {column: a, min_value: '2026-01-01'}", "without quotes"),
        ("expect_column_max_to_be_between: {column: a, max_value: 9007199254740993}", "write it as sql"),
        ("expect_column_values_to_be_in_set: {column: a, value_set: [yes, maybe]}", "mixes bool, str"),
        ("expect_column_values_to_be_in_set: {column: a, value_set: []}", "at least 1 item"),
        ("expect_compound_columns_to_be_unique: {column_list: [a]}", "at least 2 items"),
        ("expect_table_row_count_to_equal_other_table: {other_table_name: raw.a}", "across schemas use sql"),
        ("sql: {name: a, query: select 1}", "description: Field required"),
        ("expect_column_values_to_not_be_null: [a]", "needs one expectation with its arguments"),
    ],
)
def test_an_entry_that_does_not_hold_is_refused_with_its_place(entry: str, complaint: str, tmp_path: Path) -> None:
    path = write(tmp_path, one(entry))
    with pytest.raises(RapportError) as refused:
        load_suites(tmp_path)
    assert str(refused.value).startswith(f"{path}: expectations[0]")
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (one("expect_column_values_to_not_be_null: {column: a}\n    severity: fatal"), "severity"),
        (WHOLE.replace("owner:", "owned_by:"), "owner: Field required; owned_by: Extra inputs"),
        (WHOLE.replace("core.core_ticket", "core_ticket"), "not of the form schema.table"),
        ("table: core.a\nowner: o\nexpectations: []\n", "at least 1 item"),
        ("table: core.a\nowner: o\n", "a list of `expectations`"),
        ("table: [", "is no YAML"),
    ],
)
def test_a_suite_that_does_not_hold_is_refused_with_its_file(text: str, complaint: str, tmp_path: Path) -> None:
    path = write(tmp_path, text)
    with pytest.raises(RapportError) as refused:
        load_suites(tmp_path)
    assert str(refused.value).startswith(str(path))
    assert complaint in str(refused.value)


@pytest.mark.parametrize("name", ["core/a.yaml", "cores/a.yml", "core/deeper/a.yml", "a.yml"])
def test_a_file_that_would_be_passed_over_is_refused(name: str, tmp_path: Path) -> None:
    write(tmp_path, WHOLE, name)
    with pytest.raises(RapportError, match="is not read"):
        load_suites(tmp_path)


def test_two_suites_of_one_table_are_refused(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    write(tmp_path, WHOLE, "core/again.yml")
    with pytest.raises(RapportError, match="merge the two files"):
        load_suites(tmp_path)


def test_the_documentation_names_every_supported_expectation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    assert [kind for kind in ARGUMENTS if f"`{kind}`" not in text] == []
