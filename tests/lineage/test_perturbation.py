"""Change one raw column, build again, and only declared columns move."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lineage.perturbation import CHANGES, Laboratory

QUICK_SHARE = 8
"""One raw column of so many is changed in the quick lane."""


@pytest.fixture(scope="module")
def laboratory(sample: Path) -> Laboratory:
    return Laboratory(sample)


@pytest.mark.parametrize("change", CHANGES)
def test_what_no_mart_depends_on_moves_nothing(laboratory: Laboratory, change: str) -> None:
    others = [column for column in laboratory.raw_columns() if column not in laboratory.declared]

    assert len(others) > 100
    with laboratory.changed(others, change) as moved:
        assert moved == set()


def test_of_some_raw_columns_each_moves_only_what_is_declared(laboratory: Laboratory) -> None:
    columns = [column for column in laboratory.raw_columns() if column in laboratory.declared]

    assert undeclared(laboratory, columns[::QUICK_SHARE]) == {}


@pytest.mark.heavy
def test_each_raw_column_moves_only_what_is_declared(laboratory: Laboratory) -> None:
    columns = [column for column in laboratory.raw_columns() if column in laboratory.declared]

    assert undeclared(laboratory, columns) == {}


def undeclared(
    laboratory: Laboratory, columns: list[tuple[str, str]]
) -> dict[tuple[str, str], set[tuple[str, str, str]]]:
    found = {}
    for column in columns:
        for change in CHANGES:
            with laboratory.changed([column], change) as moved:
                if more := moved - laboratory.declared[column]:
                    found[column] = more
    return found
