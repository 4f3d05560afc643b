"""Staging has every record and every value of the extracts, but for what was planted to be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest

from orchestration.raw.typed_text import literal, quoted
from orchestration.registry import Column, ObjectContract, load_registry
from seeds.simulator.writers.registry import SHAPES
from tests.command import ROOT
from tests.extract_files import newest
from tests.scenarios.conftest import Company

REGISTRY = load_registry([ROOT / "dbt_project" / "models" / "staging"])
OBJECTS = {(shape.system, shape.object): shape for shape in SHAPES}


@dataclass(frozen=True)
class Elements:
    """An array of objects in a column: its staging table, and the path to it from the table of its object."""

    described: Column
    parents: tuple[Column, ...]


@pytest.fixture(scope="module")
def warehouse(company: Company) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(company.warehouse), read_only=True) as con:
        yield con


def staged(warehouse: duckdb.DuckDBPyConnection) -> list[ObjectContract]:
    """The simulated objects that have a staging table made of their contract."""
    rows = warehouse.execute("select table_name from information_schema.tables where table_schema = 'staging'")
    tables = {name for (name,) in rows.fetchall()}
    contracts = [contract for key in OBJECTS for contract in REGISTRY[key[0]].objects if contract.name == key[1]]
    return [contract for contract in contracts if contract.staged and table_of(contract) in tables]


def table_of(contract: ObjectContract) -> str:
    return f"stg_{contract.system}__{contract.name}"


def count(warehouse: duckdb.DuckDBPyConnection, query: str) -> int:
    row = warehouse.execute(query).fetchone()
    assert row
    return int(row[0])


def test_every_object_of_every_system_is_staged(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert {(contract.system, contract.name) for contract in staged(warehouse)} == set(OBJECTS)


def test_each_record_stands_in_staging_once_but_for_those_in_quarantine(
    warehouse: duckdb.DuckDBPyConnection, company: Company
) -> None:
    # A record may have two faults, and stand on two pages.
    bad = {
        (fault["system"], fault["object"], fault["record"])
        for fault in company.planted
        if fault["outcome"] == "quarantined"
    }
    lost = Counter((system, name) for system, name, _ in bad)
    due, found = {}, {}
    for contract in staged(warehouse):
        key = (contract.system, contract.name)
        due[key] = len(newest([company.landing], OBJECTS[key])) - lost[key]
        found[key] = count(warehouse, f"select count(*) from staging.{table_of(contract)}")

    assert found == due
    assert len(found) > 30


def arrays(columns: tuple[Column, ...], parents: tuple[Column, ...] = ()) -> Iterator[Elements]:
    for column in columns:
        if column.elements:
            yield Elements(column, parents)
            yield from arrays(column.elements, (*parents, column))


def inside(expression: str, path: list[str]) -> str:
    return f"json_extract_string({expression}, {literal('$' + ''.join(f'.{quoted(key)}' for key in path))})"


def elements_of(expression: str, column: str) -> str:
    """A list of JSON texts, one an element."""
    return f"json_extract({expression}, {literal(f'$.{quoted(column)}[*]')})"


def filled(text: str, value: Column) -> str:
    """Whether a text stands for a value."""
    if value.inside:
        there = ", ".join(inside(text, [key.rstrip("/")]) for key in value.inside)
        text = f"case when {text} like '{{%' then coalesce({there}) else {text} end"
    tokens = ", ".join(literal(token) for token in ("", *value.null_tokens))
    return f"trim({text}) not in ({tokens})"


def raw_rows(contract: ObjectContract) -> str:
    """The raw records that staging keeps."""
    return (
        f"from staging.{table_of(contract)} as staged inner join raw.{contract.view} as raw"
        " on raw._file_id = staged._file_id and raw._record = staged._record"
    )


def lost_values(warehouse: duckdb.DuckDBPyConnection, contract: ObjectContract) -> dict[str, int]:
    """Of each value of the object itself how many texts stand for one and are null in staging."""
    wanted = {}
    for column in contract.columns:
        for value in column.staged:
            if not value.elements:
                text = f"raw.{quoted(column.name)}"
                if value is not column:
                    text = inside(text, value.name.split("."))
                wanted[value.name] = f"count(*) filter (where {filled(text, value)} and staged.{value.as_name} is null)"
    row = warehouse.execute(f"select {', '.join(wanted.values())} {raw_rows(contract)}").fetchone()
    assert row
    return dict(zip(wanted, row, strict=True))


def lost_in_elements(
    warehouse: duckdb.DuckDBPyConnection, contract: ObjectContract, array: Elements
) -> dict[str, tuple[int, int]]:
    """Of each value of the array's elements how many texts stand for one, and how many values staging has."""
    path = [*array.parents, array.described]
    source = f"select unnest(json_extract(raw.{quoted(path[0].name)}, '$[*]')) as element {raw_rows(contract)}"
    for column in path[1:]:
        source = f"select unnest({elements_of('element', column.name)}) as element from ({source})"
    values = [value for value in array.described.elements if value.as_name and not value.elements]
    texts = [f"count(*) filter (where {filled(inside('element', v.name.split('.')), v)})" for v in values]
    table = f"staging.stg_{contract.system}__{array.described.as_name}"
    raw = warehouse.execute(f"select count(*), {', '.join(texts)} from ({source})").fetchone()
    typed = warehouse.execute(f"select count(*), {', '.join(f'count({v.as_name})' for v in values)} from {table}")
    found: tuple[Any, ...] | None = typed.fetchone()
    assert raw and found
    return dict(zip(("", *(value.name for value in values)), zip(raw, found, strict=True), strict=True))


def test_the_values_that_staging_lacks_are_those_that_were_planted_not_to_read(
    warehouse: duckdb.DuckDBPyConnection, company: Company
) -> None:
    lost: Counter[tuple[str, str, str]] = Counter()
    values = set()
    for contract in staged(warehouse):
        for value, number in lost_values(warehouse, contract).items():
            lost[contract.system, contract.name, value] = number
            values.add((contract.system, contract.name, value))
    due = Counter(
        (fault["system"], fault["object"], fault["fault"].split()[0])
        for fault in company.planted
        if fault["outcome"] == "warned"
    )

    assert +lost == Counter({value: number for value, number in due.items() if value in values})
    assert len(values) > 300


def test_each_element_of_an_array_stands_in_staging_with_all_its_values(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    compared = {
        (contract.system, array.described.as_name, value): numbers
        for contract in staged(warehouse)
        for array in arrays(contract.columns)
        for value, numbers in lost_in_elements(warehouse, contract, array).items()
    }

    assert {value: numbers for value, numbers in compared.items() if numbers[0] != numbers[1]} == {}
    assert all(compared[key][0] > 0 for key in compared if key[2] == "")
    assert compared
