"""Names of time zones in value maps mean zones that the engine and Python know."""

import csv
from datetime import datetime
from zoneinfo import ZoneInfo

import duckdb
import pytest

from orchestration.settings import PROJECT_ROOT

VALUE_MAPS = sorted((PROJECT_ROOT / "dbt_project/models/staging").glob("*/_*__value_map.csv"))
RAILS_ZONES = 151


def zones() -> list[tuple[str, str]]:
    rows = [row for path in VALUE_MAPS for row in csv.DictReader(path.open(encoding="utf-8", newline=""))]
    return [(row["source_value"], row["canonical_value"]) for row in rows if row["field"] == "time_zone"]


def test_every_name_that_rails_has_is_mapped_once() -> None:
    names = [name for name, _ in zones()]

    assert len(names) == len(set(names)) >= RAILS_ZONES


@pytest.mark.parametrize(("name", "zone"), zones())
def test_a_mapped_zone_has_the_same_noon_in_the_engine_as_in_python(name: str, zone: str) -> None:
    with duckdb.connect() as con:
        found = con.execute("select epoch(timezone(?, timestamp '2026-07-01 12:00:00'))", [zone]).fetchone()

    assert found is not None
    python = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo(zone)).timestamp()
    assert found[0] == python, name
