"""A release keeps what is restricted apart, and is the same bytes whenever it is made of the same."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.errors import RapportError
from orchestration.publishing.release import DOCUMENTS, PublishedTable, Release, database_of, publish
from orchestration.settings import Workspace

OPEN = PublishedTable("marts", "fct_visits", ("visit_id",), "Visits.", {"visit_id": "Key.", "person_key": "Who."})
AUDIT = PublishedTable("audit", "gaps", ("gap",), "Gaps.", {"gap": "Which."})
CLOSED = PublishedTable("restricted", "dim_people", ("person_key",), "People.", {"person_key": "Key.", "name": "Name."})


def release(home: Path, *tables: PublishedTable, name: str = "Ann Stone") -> Release:
    workspace = Workspace(home)
    home.mkdir(exist_ok=True)
    with duckdb.connect(str(workspace.warehouse)) as con:
        for schema in ("marts", "audit", "restricted"):
            con.execute(f"create schema if not exists {schema}")
        con.execute("create or replace table marts.fct_visits (visit_id integer, person_key integer)")
        con.execute("insert into marts.fct_visits values (2, 7), (1, 7)")
        con.execute("create or replace table audit.gaps as select 'none' as gap")
        con.execute("create or replace table restricted.dim_people as select 7 as person_key, ? as name", [name])
    texts = {name: "{}\n" for name in DOCUMENTS if name != "checks"}
    return publish(workspace, tables, datetime(2026, 3, 31), {}, {"fct_visits": "select 1"}, [], texts, {})


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return release(tmp_path / "home", OPEN, AUDIT, CLOSED).folder


def outputs(folder: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    return found


def tables(path: Path) -> set[tuple[str, str]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return set(con.execute("select schema_name, table_name from duckdb_tables()").fetchall())


def test_a_restricted_table_is_in_the_restricted_part_alone(whole: Path) -> None:
    assert tables(whole / "marts.duckdb") == {("main", "fct_visits"), ("audit", "gaps")}
    assert tables(whole / "restricted" / "marts.duckdb") == {("main", "dim_people")}
    parquet = {str(path.relative_to(whole)) for path in whole.rglob("*.parquet")}
    assert parquet == {"parquet/fct_visits.parquet", "parquet/gaps.parquet", "restricted/parquet/dim_people.parquet"}
    for path in whole.rglob("*"):
        if path.is_file() and "restricted" not in path.parts:
            assert b"Ann Stone" not in path.read_bytes(), path


def test_both_databases_are_read_under_one_name(whole: Path) -> None:
    for folder, table in ((whole, "fct_visits"), (whole / "restricted", "dim_people")):
        with duckdb.connect(str(folder / "marts.duckdb"), read_only=True) as con:
            assert (
                con.execute(f"select count(*) from marts.{table}").fetchone()
                == con.execute(f"select count(*) from {table}").fetchone()
            )
            assert con.execute("select count(comment) from duckdb_columns() where not internal").fetchone() != (0,)


def test_only_its_owner_may_read_the_restricted_part(whole: Path) -> None:
    restricted = whole / "restricted"
    modes = {str(path.relative_to(whole)): path.stat().st_mode & 0o777 for path in (restricted, *restricted.rglob("*"))}

    assert modes == {
        "restricted": 0o700,
        "restricted/parquet": 0o700,
        "restricted/marts.duckdb": 0o600,
        "restricted/parquet/dim_people.parquet": 0o600,
    }


def test_the_manifest_lists_what_is_restricted_with_its_schema_hash_and_rows(whole: Path) -> None:
    output = outputs(whole)["dim_people"]

    assert (output["schema"], output["file"], output["rows"]) == (
        "restricted",
        "restricted/parquet/dim_people.parquet",
        1,
    )
    assert len(str(output["sha256"])) == 64


def test_another_workspace_gives_the_same_release(tmp_path: Path, whole: Path) -> None:
    again = release(tmp_path / "elsewhere", CLOSED, AUDIT, OPEN).folder

    assert again.name == whole.name
    for path in whole.rglob("*.parquet"):
        assert (again / path.relative_to(whole)).read_bytes() == path.read_bytes(), path


def test_a_changed_value_that_is_restricted_makes_another_release(tmp_path: Path, whole: Path) -> None:
    same, other = (
        release(tmp_path / "home", OPEN, AUDIT, CLOSED, name=name) for name in ("Ann Stone", "Ann Stone-Hill")
    )

    assert (same.id, same.is_new) == (whole.name, False)
    assert other.id != whole.name


def test_a_release_without_restricted_tables_has_no_restricted_part(tmp_path: Path) -> None:
    assert not (release(tmp_path / "home", OPEN, AUDIT).folder / "restricted").exists()


def test_the_database_of_a_table_is_found_by_its_name(whole: Path) -> None:
    manifest = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))

    for name in ("dim_people", "restricted.dim_people"):
        assert database_of(whole, manifest, name) == whole / "restricted" / "marts.duckdb"
    for name in ("fct_visits", "marts.fct_visits", "gaps", "no_such_table", ""):
        assert database_of(whole, manifest, name) == whole / "marts.duckdb"


def test_a_copy_without_the_restricted_part_says_so(whole: Path) -> None:
    manifest = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))
    (whole / "restricted" / "marts.duckdb").unlink()

    with pytest.raises(RapportError, match=r"restricted/marts\.duckdb: may not be read by you, or is not there"):
        database_of(whole, manifest, "dim_people")
