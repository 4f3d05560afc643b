"""Every model proves itself: annotated it gives the rows that it gave, and each with the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.lineage.following.annotate import Scanned, annotate, marker
from orchestration.lineage.following.follow import BY_RECORD, BY_ROWID, prepare
from orchestration.lineage.queries import DIALECT
from orchestration.lineage.release.graph import RAW, Model, is_raw_object
from orchestration.lineage.release.state import ReleaseState, open_release
from orchestration.settings import load_settings

OF_PARAMETERS = {"dim_dates"}
"""Tables whose rows come of as_of, which no extract holds, where nothing else is known of them."""


@pytest.fixture(scope="module")
def state(sample: Path) -> Iterator[ReleaseState]:
    workspace = load_settings(sample).workspace
    with open_release(workspace, (workspace.releases / "current").resolve()) as state:
        yield state


def told_apart(relation: str) -> Scanned | None:
    if is_raw_object(relation):
        return BY_RECORD
    return None if relation.startswith(RAW) else BY_ROWID


def test_each_model_annotated_gives_the_rows_it_gave(state: ReleaseState) -> None:
    tables = [model for model in state.graph.models.values() if not model.is_view]
    assert len(tables) > 30
    assert {model.name: fault for model in tables if (fault := fault_of(state, model))} == {}


def fault_of(state: ReleaseState, model: Model) -> str:
    """How a model's annotated rows differ from its table's, or which have nothing behind them."""
    columns = ", ".join(f'"{name}"' for name in state.columns[model.relation])
    query = prepare(state.graph.query(model.relation), told_apart)
    annotated = annotate(query.tree, query.scanned, state.aggregates)
    con = state.con.cursor()
    con.execute(f"create or replace temp table annotated as {annotated.tree.sql(DIALECT)}")
    table = state.table(model.relation)
    try:
        missing = count(con, f"select {columns} from {table} except all select {columns} from annotated")
        more = count(con, f"select {columns} from annotated except all select {columns} from {table}")
        if missing or more:
            return f"{missing} rows are missing and {more} are new"
        behind = " + ".join(f"coalesce(len({marker(number)}), 0)" for number in annotated.numbers)
        can_be_alone = not behind or not query.scanned or model.name in OF_PARAMETERS
        alone = 0 if can_be_alone else count(con, f"from annotated where {behind} = 0")
        # A dimension has a member of its own for what nobody knows.
        return f"{alone} rows stand on nothing" if alone > model.name.startswith("dim_") else ""
    finally:
        con.execute("drop table annotated")
        con.close()


def count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    found = con.execute(f"select count(*) from ({query})").fetchone()
    return int(found[0]) if found else 0
