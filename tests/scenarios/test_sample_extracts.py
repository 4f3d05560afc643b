"""The sample extracts as a run meets them: every page is known for what it is, nothing of it is lost."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.raw.load import load_landing
from orchestration.raw.outcome import FileOutcome
from orchestration.raw.views import register
from orchestration.registry import Registry, load_registry

ROOT = Path(__file__).parents[2]
EXTRACTS = ROOT / "seeds" / "extracts"
TAKEN = datetime(2026, 9, 30, 2)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry([ROOT / "dbt_project" / "models" / "staging"])


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lake")


@pytest.fixture(scope="module")
def outcomes(registry: Registry, lake: Path) -> list[FileOutcome]:
    return load_landing(EXTRACTS, lake, registry)


@pytest.fixture(scope="module")
def raw(registry: Registry, lake: Path, outcomes: list[FileOutcome]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    register(con, lake, registry, None)
    return con


def test_every_record_of_every_page_is_loaded(outcomes: list[FileOutcome]) -> None:
    assert len(outcomes) == len([path for path in EXTRACTS.rglob("*") if path.is_file()])
    assert [o.file for o in outcomes if o.status != "loaded" or o.quarantined or o.loaded != o.records] == []


def test_the_content_tells_the_object_that_the_name_tells(outcomes: list[FileOutcome]) -> None:
    def named(file: str) -> str:
        stem = Path(file).name.split("_20260930T")[0]
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in stem).lstrip("_")

    assert [(o.file, o.object) for o in outcomes if o.object != named(o.file)] == []


def test_every_object_of_the_three_systems_has_a_sample(outcomes: list[FileOutcome], registry: Registry) -> None:
    systems = {outcome.system for outcome in outcomes}

    described = {(name, each.name) for name in systems for each in registry[name].objects}
    assert {(outcome.system, outcome.object) for outcome in outcomes} == described
    assert systems == {"zendesk", "salesforce", "coupa"}


def test_the_name_of_an_extract_dates_it(raw: duckdb.DuckDBPyConnection, outcomes: list[FileOutcome]) -> None:
    views = sorted({f"{outcome.system}__{outcome.object}" for outcome in outcomes})
    moments = {
        moment
        for view in views
        for (moment,) in raw.execute(f"select distinct _extracted_at from raw.{view}").fetchall()
    }

    assert moments == {TAKEN}


@pytest.mark.parametrize(
    ("view", "key", "cursor"),
    [
        ("zendesk__tickets", "id", "generated_timestamp"),
        ("salesforce__opportunity", "Id", "SystemModstamp"),
        ("coupa__purchase_orders", "id", "updated-at"),
        ("coupa__invoices", "id", "updated-at"),
    ],
)
def test_the_second_page_brings_one_record_again_and_one_changed(
    raw: duckdb.DuckDBPyConnection, view: str, key: str, cursor: str
) -> None:
    versions = raw.execute(
        f'select count(distinct "{cursor}") from raw.{view} group by "{key}" having count(*) = 2'
    ).fetchall()

    assert sorted(versions) == [(1,), (2,)]
