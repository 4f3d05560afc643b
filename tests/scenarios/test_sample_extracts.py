"""The sample extracts as a run meets them: every page is known for what it is, nothing of it is lost."""

import gzip
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.raw.load import load_landing
from orchestration.raw.outcome import FileOutcome
from orchestration.raw.views import register
from orchestration.registry import Registry, load_registry
from seeds.simulator import sample
from seeds.simulator.writers.registry import SHAPES, WRITERS
from tests.command import EXTRACTS, ROOT


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


def contents(folder: Path) -> dict[str, bytes]:
    """Files by name, read as they were before they were compressed."""
    return {
        path.relative_to(folder).as_posix().removesuffix(".gz"): gzip.decompress(path.read_bytes())
        if path.suffix == ".gz"
        else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_samples_are_what_the_simulator_makes(tmp_path: Path) -> None:
    size = sample.make(tmp_path)

    assert contents(tmp_path / "extracts") == contents(EXTRACTS), "make them again: python -m seeds.simulator.sample"
    assert contents(tmp_path / "reference") == contents(ROOT / "seeds" / "reference")
    assert size < 3_000_000


def test_every_record_of_every_page_is_loaded_or_in_quarantine(outcomes: list[FileOutcome]) -> None:
    assert len(outcomes) == len([path for path in EXTRACTS.rglob("*") if path.is_file()])
    assert [o.file for o in outcomes if o.status != "loaded" or o.loaded + o.quarantined != o.records] == []
    assert 0 < sum(o.quarantined for o in outcomes) < sum(o.records for o in outcomes) / 200


def test_every_object_that_has_a_writer_has_a_sample(outcomes: list[FileOutcome]) -> None:
    assert {outcome.system for outcome in outcomes} == set(WRITERS)
    assert {(o.system, o.object) for o in outcomes} == {(shape.system, shape.object) for shape in SHAPES}


def test_the_name_of_an_extract_dates_it(raw: duckdb.DuckDBPyConnection, outcomes: list[FileOutcome]) -> None:
    views = sorted({f"{outcome.system}__{outcome.object}" for outcome in outcomes})
    moments = {
        moment
        for view in views
        for (moment,) in raw.execute(f"select distinct _extracted_at from raw.{view}").fetchall()
    }

    assert moments == {datetime(2026, 10, 1, 2)}


def test_pages_bring_some_records_again(raw: duckdb.DuckDBPyConnection) -> None:
    copies = "select count(*) from (select 1 from raw.zendesk__ticket_metric_events group by id having count(*) = 2)"

    assert raw.execute(copies).fetchone() == (2,)
