"""One import of Great Expectations for all tests here, watched for what it does to the world outside."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from expectations.engine import CheckResult, validate
from expectations.suites import Expectation, Severity, Suite

CLEAN = """
create schema core;
create table core.item (
    id bigint, status text, amount decimal(18, 2), day date, seen timestamp, low bigint, high bigint
);
insert into core.item values
    (1, 'new', 10.00, '2026-01-01', '2026-01-01 08:00:00', 1, 2),
    (2, 'open', 20.00, '2026-01-02', '2026-01-02 08:00:00', 1, 2),
    (3, 'new', 30.00, '2026-01-03', '2026-01-03 08:00:00', 1, 1),
    (4, 'open', 40.00, '2026-01-04', '2026-01-04 08:00:00', 1, null);
create table core.twin as select * from core.item;
"""

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def suite(*expectations: Expectation, table: str = "core.item") -> Suite:
    return Suite(layer="core", table=table, owner="service", protects=("client_nps",), expectations=expectations)


def expectation(kind: str, arguments: dict, severity: Severity = "block") -> Expectation:
    return Expectation(type=kind, arguments=arguments, severity=severity)


def fill(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.fixture
def warehouse(tmp_path: Path) -> Callable[..., Path]:
    """A warehouse with the clean table, and the statements given run on it."""

    def build(*faults: str) -> Path:
        return fill(tmp_path / "warehouse.duckdb", CLEAN, *faults)

    return build


@pytest.fixture(scope="session", autouse=True)
def effects(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """Connections opened and files written while Great Expectations is imported and first used."""
    seen: list[tuple[str, str]] = []
    watching = [True]

    def watch(event: str, args: tuple) -> None:
        if not watching[0]:
            return
        if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen"):
            seen.append((event, str(args[-1])))
        if event == "open" and isinstance(args[2], int) and args[2] & WRITES:
            seen.append((event, str(args[0])))

    path = fill(tmp_path_factory.mktemp("first") / "warehouse.duckdb", CLEAN)
    sys.addaudithook(watch)
    first: list[CheckResult] = validate(
        path, [suite(expectation("expect_table_row_count_to_be_between", {"min_value": 1}))]
    )
    watching[0] = False
    assert [result.status for result in first] == ["passed"]
    return seen
