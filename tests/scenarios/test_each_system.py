"""Any system may be missing, and any may be all there is; a second instance of one is a folder and nothing else.

In the quick lane a company with Salesforce alone is the one of test_life_of_a_workspace.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from seeds.simulator.writers.registry import SHAPES
from tests.command import EXTRACTS, rapport

SYSTEMS = sorted({shape.system for shape in SHAPES})


def but_for(*quick: str) -> list[object]:
    """The systems, of which only some are in the quick lane."""
    return [system if system in quick else pytest.param(system, marks=pytest.mark.heavy) for system in SYSTEMS]


def published(home: Path, landing: Path) -> duckdb.DuckDBPyConnection:
    """The marts that a run of these extracts publishes."""
    answer = rapport("run", "--landing", landing, home=home)
    assert answer.code == 0, answer.err
    return duckdb.connect(str(home / "releases" / "current" / "marts.duckdb"), read_only=True)


@pytest.mark.parametrize("system", but_for("delighted", "usage"))
def test_a_company_with_one_system_gets_a_release(system: str, tmp_path: Path) -> None:
    shutil.copytree(EXTRACTS / system, tmp_path / "landing" / system)

    with published(tmp_path / "home", tmp_path / "landing") as marts:
        records = marts.execute("select distinct source_system from dim_party_records").fetchall()

    assert set(records) <= {(system,)}


@pytest.mark.parametrize("system", but_for())
def test_a_company_without_one_system_gets_a_release(system: str, tmp_path: Path) -> None:
    for other in SYSTEMS:
        if other != system:
            shutil.copytree(EXTRACTS / other, tmp_path / "landing" / other)

    with published(tmp_path / "home", tmp_path / "landing") as marts:
        records = {name for (name,) in marts.execute("select distinct source_system from dim_party_records").fetchall()}

    assert system not in records
    assert len(records) > 1


@pytest.mark.heavy
def test_a_second_instance_is_a_folder(tmp_path: Path) -> None:
    for instance in ("emea", "us"):
        shutil.copytree(EXTRACTS / "salesforce", tmp_path / "landing" / "salesforce" / instance)

    with published(tmp_path / "home", tmp_path / "landing") as marts:
        found = marts.execute(
            "select source_instance, count(distinct member_id) from dim_party_records group by all order by all"
        ).fetchall()
        (deals,) = marts.execute("select count(*) from fct_opportunities").fetchone() or (0,)
        (keys,) = marts.execute("select count(distinct opportunity_id) from fct_opportunities").fetchone() or (0,)

    assert [instance for instance, _ in found] == ["emea", "us"]
    assert found[0][1] == found[1][1] > 1
    assert deals == keys > 100
