"""What a user types names one cell of a release, or is answered with what there is instead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.errors import RapportError
from orchestration.lineage.trace.cells import Cell, find_cell, find_figure


@pytest.fixture(scope="module")
def manifest(sample: Path) -> Any:
    return json.loads((sample / "releases/current/manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def con(sample: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(sample / "releases/current/marts.duckdb"), read_only=True) as con:
        yield con


def test_a_figure_is_named_as_kpi_names_it(con: duckdb.DuckDBPyConnection, manifest: Any) -> None:
    cell, value = find_figure(con, manifest, "client_win_rate", "portfolio:all", "2026-Q2", None, "value")

    assert cell == Cell(
        "fct_kpi_values",
        {
            "kpi_id": "client_win_rate",
            "entity_type": "portfolio",
            "entity_id": "all",
            "slice_type": "none",
            "slice_value": "all",
            "period_grain": "quarter",
            "period_start": date(2026, 4, 1),
        },
        "value",
    )
    numerator, denominator = (
        find_figure(con, manifest, "client_win_rate", "portfolio:all", "2026-Q2", None, column)[1]
        for column in ("numerator", "denominator")
    )
    assert value == (100 * numerator / denominator).quantize(Decimal("0.000001"))


def test_every_figure_is_found_under_its_own_name(con: duckdb.DuckDBPyConnection, manifest: Any) -> None:
    grain = manifest["outputs"]["fct_kpi_values"]["key"]
    rows = con.execute(
        f"select {', '.join(grain)}, sample_size from marts.fct_kpi_values order by md5(kpi_id || entity_id) limit 50"
    ).fetchall()
    for *key, sample_size in rows:
        texts = {name: str(value) for name, value in zip(grain, key, strict=True)}

        cell, value = find_cell(con, manifest, "fct_kpi_values", texts, "sample_size")

        assert (list(cell.key.values()), value) == (key, sample_size)


def test_a_part_of_the_key_is_enough_where_one_row_has_it(con: duckdb.DuckDBPyConnection, manifest: Any) -> None:
    (ticket_id, number, priority) = con.execute(
        "select ticket_id, ticket_number, priority from marts.fct_tickets order by ticket_id limit 1"
    ).fetchone() or ("", "", "")

    found = find_cell(con, manifest, "marts.fct_tickets", {"ticket_number": number, "ticket_id": ticket_id}, "priority")

    assert found == (Cell("fct_tickets", {"ticket_id": ticket_id}, "priority"), priority)


WIN_RATE: dict[str, Any] = {
    "kpi_id": "client_win_rate",
    "entity": "portfolio:all",
    "period": "all",
    "slice_": None,
    "column": "value",
}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"kpi_id": "client_happiness"}, "there is no KPI 'client_happiness'; .*client_win_rate"),
        ({"period": "1999-01"}, "has no figure for portfolio:all 1999-01; the nearest have --period 2"),
        ({"entity": "client:nobody"}, "there is no client 'nobody'; .*; the nearest have --entity client:"),
        ({"entity": "planet:earth"}, "has no entity type 'planet'; it has: client, portfolio"),
        ({"slice_": "colour=red"}, "has no slice 'colour'"),
        ({"period": "2026-13"}, "is none of 2026-09, 2026-Q3"),
        ({"column": "valu"}, "has no column 'valu'; it has: kpi_id, .*value"),
        ({"period": None}, r"\d+ rows .* match; name one with period_grain, period_start, such as --period all or --p"),
    ],
)
def test_a_figure_that_does_not_exist(
    con: duckdb.DuckDBPyConnection, manifest: Any, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(RapportError, match=message) as error:
        find_figure(con, manifest, **(WIN_RATE | asked))
    assert error.value.exit_code == 2


@pytest.mark.parametrize(
    ("table", "key", "message"),
    [
        ("fct_smiles", {}, "has no table 'fct_smiles'; it has: .*fct_kpi_values"),
        ("audit.fct_tickets", {}, "has no table 'audit.fct_tickets'"),
        ("check_results", {"check_number": "1"}, "audit.check_results is written by the run itself, not by a model"),
        ("fct_tickets", {"ticket": "1"}, "has no column 'ticket'; it has: ticket_id, "),
        ("fct_tickets", {"opened_on": "May"}, "opened_on is of type DATE, as which 'May' does not read"),
        ("fct_tickets", {}, "rows of fct_tickets match; name one with ticket_id, such as --key ticket_id="),
        ("fct_tickets", {"ticket_id": "zen"}, "has ticket_id zen; the nearest have --key ticket_id=zendesk/"),
    ],
)
def test_a_cell_that_does_not_exist(
    con: duckdb.DuckDBPyConnection, manifest: Any, table: str, key: dict[str, str], message: str
) -> None:
    with pytest.raises(RapportError, match=message) as error:
        find_cell(con, manifest, table, key, "priority")
    assert error.value.exit_code == 2
