"""The warehouse finds the figures known for the invented company, as far as it reads all that they need."""

import csv
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import duckdb
import pytest

from seeds.simulator import sample as slice_of_company
from seeds.simulator.simulate import simulate
from tests.command import rapport


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the company of the sample extracts, in which somebody has decided rightly who is who."""
    home = tmp_path_factory.mktemp("known") / "workspace"
    simulate(home, slice_of_company.SCALE, slice_of_company.SEED, 0, has_truth=True, progress=lambda _: None)
    with (
        duckdb.connect() as con,
        (home / "reference" / "identity_overrides.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        overrides = csv.writer(file)
        overrides.writerow(["party_type", "record", "other_record", "decision", "decided_by", "decided_on", "reason"])
        records = con.execute(f"""
            select party_type, list(system || '/' || instance || '/' || native_id order by native_id)
            from '{home}/truth/parties.parquet' group by party_type, party order by all
        """)
        for party_type, keys in records.fetchall():
            for pair in combinations(keys, 2):
                overrides.writerow([party_type, *pair, "same", "Known", "2026-10-01", "truth/parties.parquet"])
    answer = rapport("run", home=home)
    assert answer.code == 0, answer.err
    return home


@pytest.fixture(scope="module")
def figures(company: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    release = company / "releases" / "current" / "parquet"
    with duckdb.connect() as con:
        con.execute(f"""
            create view known as
            select * from '{company}/truth/kpi_values.parquet'
            where kpi_id in (select kpi_id from '{release}/dim_kpis.parquet')
        """)
        # The warehouse names a party by its earliest record that it reads, truth by the earliest of all.
        con.execute(f"""
            create view found as
            select figures.* replace (coalesce(parties.entity_id, figures.entity_id) as entity_id)
            from '{release}/fct_kpi_values.parquet' as figures
            left join '{company}/truth/parties.parquet' as parties
                on figures.entity_type = parties.party_type
                and figures.entity_id = parties.system || '/' || parties.instance || '/' || parties.native_id
        """)
        yield con


def test_figures_are_exactly_the_known_ones(figures: duckdb.DuckDBPyConnection) -> None:
    assert figures.execute("(from known except from found) union all (from found except from known)").fetchall() == []


def test_figures_of_both_sides_are_compared_in_every_group(figures: duckdb.DuckDBPyConnection) -> None:
    groups = figures.execute("select distinct entity_type from known order by entity_type").fetchall()
    assert [name for (name,) in groups] == [
        "business_unit",
        "category",
        "client",
        "portfolio",
        "relationship_manager",
        "segment",
        "supplier",
    ]
    assert figures.execute("select count(distinct kpi_id) from known").fetchone() >= (14,)
