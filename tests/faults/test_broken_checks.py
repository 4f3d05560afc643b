"""A check that cannot be made is no verdict on the data, and the file is free again afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from expectations.engine import validate
from tests.faults.conftest import expectation, suite

FILLED = expectation("expect_column_values_to_not_be_null", {"column": "id"})


def sql(query: str):
    return expectation("sql", {"name": "named", "description": "d", "query": query})


BROKEN = {
    "missing column": (
        expectation("expect_column_values_to_not_be_null", {"column": "absent"}),
        'The column "absent"',
    ),
    "missing column in a pair": (
        expectation("expect_column_pair_values_a_to_be_greater_than_b", {"column_A": "id", "column_B": "absent"}),
        '"absent"',
    ),
    "sum of a text": (
        expectation("expect_column_sum_to_be_between", {"column": "status", "min_value": 0}),
        "Binder Error",
    ),
    "greatest text as a number": (
        expectation("expect_column_max_to_be_between", {"column": "status", "min_value": 0}),
        "not supported",
    ),
    "set of another type": (
        expectation("expect_column_values_to_be_in_set", {"column": "status", "value_set": [1, 2]}),
        "Conversion Error",
    ),
    "other table missing": (
        expectation("expect_table_row_count_to_equal_other_table", {"other_table_name": "absent"}),
        "Catalog Error",
    ),
    "syntax": (sql("selec 1 from {batch}"), "Parser Error"),
    "unknown column in sql": (sql("select 1 from {batch} where absent = 1"), "Binder Error"),
    "unknown table in sql": (sql("select 1 from core.absent"), "Catalog Error"),
    "a writing query": (sql("delete from {batch}"), "Parser Error"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_check_is_an_error_and_its_neighbours_are_judged(name: str, warehouse: Callable[..., Path]) -> None:
    broken, message = BROKEN[name]
    path = warehouse("update core.item set high = null")
    empty = expectation("expect_column_values_to_not_be_null", {"column": "high"})
    before, error, after = validate(path, [suite(FILLED, broken, empty)])
    assert (before.status, error.status, after.status) == ("passed", "error", "failed")
    assert error.observed == ""
    assert message in error.details


def test_a_missing_table_is_an_error_of_its_checks_only(warehouse: Callable[..., Path]) -> None:
    results = validate(warehouse(), [suite(FILLED, FILLED, table="core.absent"), suite(FILLED)])
    assert [result.status for result in results] == ["error", "error", "passed"]
    assert "the table core.absent does not exist" in results[0].details


def test_a_view_that_no_longer_binds_is_an_error(warehouse: Callable[..., Path]) -> None:
    path = warehouse("create view core.stale as select id from core.twin", "drop table core.twin")
    [result] = validate(path, [suite(FILLED, table="core.stale")])
    assert result.status == "error"


def test_a_file_that_is_no_database_is_an_error_of_every_check(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(b"not a database " * 1000)
    results = validate(path, [suite(FILLED), suite(FILLED)])
    assert [result.status for result in results] == ["error", "error"]
    assert "not a valid DuckDB database file" in results[0].details


def test_a_damaged_database_is_an_error_of_its_checks(warehouse: Callable[..., Path]) -> None:
    path = warehouse("insert into core.item (id) select i from range(200000) r(i)")
    content = bytearray(path.read_bytes())
    for position in range(20000, len(content), 20000):
        content[position] ^= 0xFF
    path.write_bytes(content)
    results = validate(path, [suite(FILLED, sql("select 1 from {batch} where id < 0"))])
    assert [result.status for result in results] == ["error", "error"]


def test_an_absent_file_is_an_error_and_stays_absent(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    [result] = validate(path, [suite(FILLED)])
    assert result.status == "error"
    assert not path.exists()


def test_a_result_quotes_no_value_of_a_row(warehouse: Callable[..., Path]) -> None:
    path = warehouse("update core.item set status = 'Jo Secret' where id > 1")
    results = validate(
        path,
        [
            suite(
                sql("select status from {batch} where status::int = 1"),
                sql("select status from {batch} where status = 'new' or strptime(status, '%Y') is null"),
                sql("select status from {batch}"),
                expectation("expect_column_values_to_be_in_set", {"column": "status", "value_set": ["new"]}),
                expectation("expect_column_values_to_be_unique", {"column": "status"}),
                expectation("expect_column_max_to_be_between", {"column": "status", "min_value": 1}),
                expectation("expect_column_distinct_values_to_be_in_set", {"column": "status", "value_set": ["new"]}),
            )
        ],
    )
    assert [result.status for result in results] == [
        "error",
        "error",
        "failed",
        "failed",
        "failed",
        "error",
        "failed",
    ]
    assert "Secret" not in repr(results)


@pytest.mark.parametrize("broken", [False, True])
def test_a_writer_can_open_the_file_right_afterwards(broken: bool, warehouse: Callable[..., Path]) -> None:
    path = warehouse()
    validate(path, [suite(FILLED, *([sql("selec 1")] if broken else []))])
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into core.item (id) values (5)")


def test_another_process_can_write_the_file_right_afterwards(warehouse: Callable[..., Path]) -> None:
    path = warehouse()
    validate(path, [suite(FILLED)])
    code = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('insert into core.item (id) values (null)')"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    [result] = validate(path, [suite(FILLED)])
    assert result.observed == "1 of 5 rows"


def test_a_held_file_is_an_error_that_says_so(warehouse: Callable[..., Path]) -> None:
    path = warehouse()
    with duckdb.connect(str(path)):
        [result] = validate(path, [suite(FILLED)])
    assert result.status == "error"
    assert "different configuration" in result.details


def test_what_a_crashed_writer_committed_is_checked(warehouse: Callable[..., Path]) -> None:
    path = warehouse()
    code = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); "
        "c.execute('insert into core.item (id) values (null)'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    [result] = validate(path, [suite(FILLED)])
    assert result.observed == "1 of 5 rows"


def test_nothing_is_sent_and_nothing_is_written(effects: list[tuple[str, str]]) -> None:
    assert [(event, what) for event, what in effects if "__pycache__" not in what] == []


def test_nothing_is_printed(warehouse: Callable[..., Path], capfd: pytest.CaptureFixture[str]) -> None:
    validate(warehouse(), [suite(FILLED, sql("selec 1"), sql("select 1 from core.twin"))])
    assert capfd.readouterr() == ("", "")


def test_no_suites_give_no_results_and_open_nothing(tmp_path: Path) -> None:
    assert validate(tmp_path / "absent.duckdb", []) == []
