"""A company's own model that cannot be traced does not stop a run, and is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.lineage.own_models import untraceable
from tests.command import copy_sales, rapport

SOURCES = """
sources:
  - name: desk
    schema: raw
    config: {meta: {owner: tests}}
    tables:
      - name: ticket
        identifier: desk__ticket
        config: {meta: {key: [id], file_names: ["ticket*.csv"]}}
        columns: [{name: id, data_type: bigint}, {name: name}, {name: note}]
"""


@pytest.mark.parametrize(
    ("name", "sql", "said"),
    [
        ("cnf_desk__ticket", "select t.id from staging.stg_desk__ticket as t", []),
        ("stg_desk__ticket", "select t.id, t._file_id, t._record from raw.desk__ticket as t", []),
        ("stg_desk__ticket", "select t.id, t._file_id from raw.desk__ticket as t", ["no column _record"]),
        (
            "cnf_desk__ticket",
            "select distinct t.id from staging.stg_desk__ticket as t",
            ["rows made distinct; group them: SELECT DISTINCT t.id FROM staging.stg_desk__ticket AS t"],
        ),
        ("cnf_desk__ticket", "select t from staging.stg_desk__ticket as t", ["a row as a value"]),
        ("cnf_desk__ticket", "pivot staging.stg_desk__ticket on id", ["PIVOT"]),
    ],
)
def test_what_keeps_a_model_from_being_traced_is_said(name: str, sql: str, said: list[str]) -> None:
    assert untraceable(name, sql) == said


@pytest.mark.heavy
def test_a_run_publishes_and_names_the_model(tmp_path: Path) -> None:
    home = tmp_path / "workspace"
    copy_sales(home / "landing")
    (home / "landing/desk").mkdir()
    (home / "landing/desk/ticket_1.csv").write_text("id,name,note\n1,a,b\n", encoding="utf-8")
    folder = home / "sources/desk"
    folder.mkdir(parents=True)
    (folder / "_desk__sources.yml").write_text(SOURCES, encoding="utf-8")
    (folder / "stg_desk__ticket.sql").write_text(
        "select distinct t.id, t._file_id, t._record from {{ source('desk', 'ticket') }} as t", encoding="utf-8"
    )

    answer = rapport("run", home=home)

    assert answer.code == 0, answer.err
    warning = "warning: staging.stg_desk__ticket sql:traceable: no figure made of it can be traced: rows made distinct"
    assert warning in answer.err
