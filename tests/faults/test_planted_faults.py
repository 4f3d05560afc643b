"""Every supported expectation passes on clean data and fails, with the right count, on a planted fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.engine import validate
from expectations.suites import ARGUMENTS, Expectation
from tests.faults.conftest import expectation, fill, suite


@dataclass(frozen=True)
class Fault:
    arguments: dict
    plant: str
    observed: str


FAULTS = {
    "expect_table_row_count_to_be_between": Fault({"min_value": 4}, "delete from core.item where id = 4", "3"),
    "expect_table_row_count_to_equal_other_table": Fault(
        {"other_table_name": "twin"},
        "delete from core.item where id = 4",
        "3 rows, 4 in the other table",
    ),
    "expect_column_values_to_not_be_null": Fault(
        {"column": "status"}, "update core.item set status = null where id < 3", "2 of 4 rows"
    ),
    "expect_column_values_to_be_unique": Fault(
        {"column": "id"}, "update core.item set id = 1 where id = 2", "2 of 4 rows"
    ),
    "expect_column_values_to_be_in_set": Fault(
        {"column": "status", "value_set": ["new", "open"]},
        "update core.item set status = 'lost' where id = 3",
        "1 of 4 rows",
    ),
    "expect_column_values_to_be_between": Fault(
        {"column": "amount", "min_value": 0, "max_value": 40},
        "update core.item set amount = case id when 1 then -0.01 else 40.01 end where id in (1, 3, 4)",
        "3 of 4 rows",
    ),
    "expect_column_distinct_values_to_be_in_set": Fault(
        {"column": "status", "value_set": ["new", "open"]},
        "update core.item set status = 'lost' where id > 2",
        "other values: 1",
    ),
    "expect_column_proportion_of_unique_values_to_be_between": Fault(
        {"column": "status", "min_value": 0.5}, "update core.item set status = 'new'", "0.25"
    ),
    "expect_column_sum_to_be_between": Fault(
        {"column": "amount", "max_value": 100}, "update core.item set amount = 10.01 where id = 1", "100.01"
    ),
    "expect_column_mean_to_be_between": Fault(
        {"column": "amount", "max_value": 25}, "update core.item set amount = 11 where id = 1", "25.25"
    ),
    "expect_column_min_to_be_between": Fault(
        {"column": "day", "min_value": date(2026, 1, 1)},
        "update core.item set day = date '2025-12-31' where id = 2",
        "2025-12-31 00:00:00",
    ),
    "expect_column_max_to_be_between": Fault(
        {"column": "seen", "max_value": datetime(2026, 1, 4, 8)},
        "update core.item set seen = timestamp '2026-01-04 08:00:01' where id = 1",
        "2026-01-04 08:00:01",
    ),
    "expect_column_pair_values_a_to_be_greater_than_b": Fault(
        {"column_A": "high", "column_B": "low", "or_equal": True},
        "update core.item set high = 0 where id = 2",
        "1 of 4 rows",
    ),
    "expect_compound_columns_to_be_unique": Fault(
        {"column_list": ["id", "status"]},
        "insert into core.item (id, status) values (1, 'new'), (1, 'open')",
        "2 of 6 rows",
    ),
    "sql": Fault(
        {"name": "named", "description": "d", "query": "select 1 as fault from {batch} where status is null"},
        "update core.item set status = null where id <> 3",
        "faulty rows: 3",
    ),
}


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_an_expectation_passes_on_clean_data(kind: str, warehouse: Callable[..., Path]) -> None:
    [result] = validate(warehouse(), [suite(expectation(kind, FAULTS[kind].arguments))])
    assert (result.status, "not checked" in result.details) == ("passed", False)


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_an_expectation_fails_on_its_planted_fault(kind: str, warehouse: Callable[..., Path]) -> None:
    fault = FAULTS[kind]
    [result] = validate(warehouse(fault.plant), [suite(expectation(kind, fault.arguments))])
    assert (result.status, result.observed) == ("failed", fault.observed)
    assert result.details.endswith(f"; found {fault.observed}")


def test_all_planted_faults_are_found_in_one_suite(warehouse: Callable[..., Path]) -> None:
    """Fused into few queries, the expectations say what each says alone."""
    path = warehouse("update core.item set status = null, amount = -1, high = 0 where id = 2")
    checks = [expectation(kind, fault.arguments) for kind, fault in FAULTS.items()]
    together = validate(path, [suite(*checks)])
    alone = [result for check in checks for result in validate(path, [suite(check)])]
    assert together == alone
    assert {result.expectation for result in together if result.status == "failed"} == {
        "expect_column_values_to_be_between",
        "expect_column_values_to_not_be_null",
        "expect_column_pair_values_a_to_be_greater_than_b",
        "sql:named",
    }


@pytest.mark.parametrize("kind", ["expect_column_max_to_be_between", "expect_column_values_to_be_between"])
def test_a_date_as_a_bound_of_a_timestamp_is_its_midnight(kind: str, warehouse: Callable[..., Path]) -> None:
    bound = {"column": "seen", "max_value": date(2026, 1, 4)}
    [result] = validate(warehouse(), [suite(expectation(kind, bound))])
    assert result.status == "failed"


def test_an_aggregate_of_no_values_fails(warehouse: Callable[..., Path]) -> None:
    [result] = validate(
        warehouse("delete from core.item"),
        [suite(expectation("expect_column_sum_to_be_between", {"column": "amount", "min_value": 0}))],
    )
    assert (result.status, result.observed) == ("failed", "no value")


@pytest.mark.parametrize("kind", [kind for kind in ARGUMENTS if "_values_" in kind and "distinct" not in kind])
def test_checks_of_values_pass_on_an_empty_table(kind: str, warehouse: Callable[..., Path]) -> None:
    path = warehouse("delete from core.item")
    [result] = validate(path, [suite(expectation(kind, FAULTS[kind].arguments))])
    assert result.status == ("failed" if "proportion" in kind else "passed")


def test_a_row_with_a_null_is_no_duplicate_of_compound_columns(warehouse: Callable[..., Path]) -> None:
    path = warehouse("insert into core.item (id) values (9), (9)")
    check = expectation("expect_compound_columns_to_be_unique", {"column_list": ["id", "status"]})
    [result] = validate(path, [suite(check)])
    assert (result.status, result.observed) == ("passed", "0 of 6 rows")


def test_a_result_says_what_it_protects_and_who_owns_it(warehouse: Callable[..., Path]) -> None:
    check = expectation("expect_column_values_to_not_be_null", {"column": "high", "mostly": 0.7}, "warn")
    [result] = validate(warehouse(), [suite(check)])
    assert (result.layer, result.table, result.column) == ("core", "core.item", "high")
    assert (result.severity, result.owner, result.protects) == ("warn", "service", ("client_nps",))
    assert (result.status, result.observed) == ("passed", "1 of 4 rows")
    assert result.details == ("expected column values to not be null (column: high, mostly: 0.7); found 1 of 4 rows")


@pytest.mark.parametrize(
    "query",
    [
        "select 1 from {batch} i join {batch} j on i.id = j.id where i.status = 'odd:name'",
        "select 1 from {batch} where status = '{braces}' -- and a remark",
        "select 1 from {batch} where status like '10%' or id::text = 'x';",
    ],
)
def test_sql_is_run_as_written(query: str, warehouse: Callable[..., Path]) -> None:
    check = expectation("sql", {"name": "odd", "description": "d", "query": query})
    path = warehouse()
    [clean] = validate(path, [suite(check)])
    texts = "case id when 1 then 'odd:name' when 2 then '{braces}' else '10%' end"
    [faulty] = validate(fill(path, f"update core.item set status = {texts}"), [suite(check)])
    assert (clean.status, faulty.status) == ("passed", "failed")


CHECKS: tuple[tuple[Expectation, str, str], ...] = (
    (
        expectation("expect_column_values_to_not_be_null", {"column": "a", "mostly": 0.75}),
        "a is null",
        "true",
    ),
    (
        expectation("expect_column_values_to_be_between", {"column": "b", "min_value": -0.5, "mostly": 0.5}),
        "b < -0.5",
        "b is not null",
    ),
    (
        expectation("expect_column_values_to_be_in_set", {"column": "c", "value_set": ["x", "y"]}),
        "c not in ('x', 'y')",
        "c is not null",
    ),
    (
        expectation("expect_column_pair_values_a_to_be_greater_than_b", {"column_A": "a", "column_B": "b"}),
        "a <= b",
        "a is not null and b is not null",
    ),
    (
        expectation("expect_column_values_to_be_unique", {"column": "a"}),
        "a in (select a from core.drawn group by a having count(*) > 1)",
        "a is not null",
    ),
)

ROWS = st.lists(
    st.tuples(
        st.none() | st.integers(-3, 3),
        st.none() | st.decimals(-2, 2, places=1),
        st.none() | st.sampled_from(["x", "y", "z"]),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(rows=ROWS)
def test_verdicts_equal_those_of_hand_written_sql(
    rows: list[tuple[int | None, Decimal | None, str | None]],
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute("create schema core")
            connection.execute("create table core.drawn (a bigint, b decimal(9, 1), c text)")
            for row in rows:
                connection.execute("insert into core.drawn values (?, ?, ?)", row)
            counts = [
                connection.execute(
                    f"select count(*) filter ({fault}), count(*) filter ({counted}), count(*) from core.drawn"
                ).fetchone()
                for _, fault, counted in CHECKS
            ]
        results = validate(path, [suite(*(check for check, _, _ in CHECKS), table="core.drawn")])
    assert [(result.status, result.observed) for result in results] == [
        (
            "passed" if good(faulty, counted, check.arguments["mostly"]) else "failed",
            f"{faulty} of {total} rows",
        )
        for (check, _, _), (faulty, counted, total) in zip(CHECKS, counts, strict=True)
    ]


def good(faulty: int, counted: int, mostly: float) -> bool:
    return counted == 0 or Fraction(counted - faulty, counted) >= Fraction(mostly)
