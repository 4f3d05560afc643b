"""Who somebody at a client or supplier is stands in the restricted part of a release alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.command import ROOT, rapport

NAMES = {
    "delighted__survey_responses": "json_extract_string(person, '$.name')",
    "salesforce__contact": 'concat_ws(\' \', "FirstName", "LastName")',
    "servicenow__sys_user": "name",
    "zendesk__users": "name",
}
"""The full name of a contact in each raw object that feeds contacts."""

ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"


@pytest.fixture(scope="module")
def release(sample: Path) -> Path:
    return (sample / "releases" / "current").resolve()


@pytest.fixture(scope="module")
def con(sample: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(sample / "warehouse.duckdb"), read_only=True) as con:
        yield con


@pytest.fixture(scope="module")
def names(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Full names of contacts in the extracts, in lower case, but for those that one of our own people has too."""
    own = of(con, "select lower(employee_name) from core.core_employee")
    stated = [of(con, f"select lower(trim({name})) from raw.{view}") for view, name in NAMES.items()]
    return set().union(*stated) - own - {None, ""}


@pytest.fixture(scope="module")
def addresses(con: duckdb.DuckDBPyConnection) -> set[str]:
    return of(con, "select lower(email) from core.core_contact where email is not null")


def of(con: duckdb.DuckDBPyConnection, query: str) -> set[Any]:
    return {value for (value,) in con.execute(query).fetchall()}


def published(release: Path, *, is_restricted: bool) -> dict[str, list[str]]:
    """The text columns of the tables of a release, as sources of rows."""
    outputs = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    chosen = [release / output["file"] for output in outputs.values()]
    found = {}
    for path in chosen:
        if ("restricted" in path.parts) == is_restricted:
            described = duckdb.sql(f"describe from read_parquet('{path}')").fetchall()
            found[str(path)] = [name for name, data_type, *_ in described if data_type == "VARCHAR"]
    return found


def texts(release: Path, *, is_restricted: bool) -> str:
    """A query of the distinct texts of a part of a release: place, value in lower case."""
    return " union all ".join(
        f"select '{Path(path).stem}.{column}' as place, lower(\"{column}\") as value "
        f"from read_parquet('{path}') group by all"
        for path, columns in published(release, is_restricted=is_restricted).items()
        for column in columns
    )


def naming(release: Path, names: set[str], *, is_restricted: bool) -> set[tuple[str, str]]:
    """Places that hold one of the names, each with it."""
    with duckdb.connect() as con:
        con.execute("create table names (name varchar)")
        con.executemany("insert into names values (?)", [[name] for name in sorted(names)])
        query = f"with texts as ({texts(release, is_restricted=is_restricted)}) "
        found = con.execute(
            f"{query} select place, name from texts inner join names on contains(value, name) group by all"
        )
        return {(place, name) for place, name in found.fetchall()}


def addressed(release: Path, *, is_restricted: bool) -> set[tuple[str, str]]:
    """Places that hold a mail address, each with it."""
    query = (
        f"with texts as ({texts(release, is_restricted=is_restricted)}) "
        f"select place, unnest(regexp_extract_all(value, '{ADDRESS}')) as address from texts"
    )
    return set(duckdb.sql(query).fetchall())


def test_every_object_that_feeds_contacts_is_looked_at(con: duckdb.DuckDBPyConnection) -> None:
    feeding = of(con, "select system || '__' || object from raw.entity_sources where entity = 'contact'")

    # A log of deletions names nobody.
    assert feeding - {"servicenow__sys_audit_delete"} == set(NAMES)
    for view, name in NAMES.items():
        assert of(con, f"select count({name}) from raw.{view}") != {0}, view


def test_the_restricted_part_names_the_contacts(release: Path, names: set[str], addresses: set[str]) -> None:
    path = release / "restricted" / "parquet" / "dim_contacts.parquet"
    told = {name for (name,) in duckdb.sql(f"select lower(contact_name) from read_parquet('{path}')").fetchall()}

    # Of a person whom two systems call differently one name is told.
    assert len(told & names) > len(names) * 0.9
    assert {
        name for place, name in naming(release, names, is_restricted=True) if place == "dim_contacts.contact_name"
    } == (told & names)
    assert {address for _, address in addressed(release, is_restricted=True)} == addresses


def test_no_open_table_names_a_contact(release: Path, names: set[str]) -> None:
    assert naming(release, names, is_restricted=False) == set()


def test_every_mail_address_in_an_open_table_is_of_our_own_people(
    release: Path, con: duckdb.DuckDBPyConnection
) -> None:
    own = of(con, "select lower(email) from core.core_employee where email is not null")

    assert {
        (place, address) for place, address in addressed(release, is_restricted=False) if address not in own
    } == set()


def test_no_open_document_names_a_contact(release: Path, names: set[str], addresses: set[str]) -> None:
    documents = [
        path
        for path in release.rglob("*")
        if path.is_file() and path.suffix not in (".parquet", ".duckdb") and "restricted" not in path.parts
    ]
    assert len(documents) > 100
    for path in documents:
        text = path.read_text(encoding="utf-8").lower()
        assert [each for each in (*names, *addresses) if each in text] == [], path


def test_both_parts_of_a_release_are_read_together(release: Path, con: duckdb.DuckDBPyConnection) -> None:
    text = (ROOT / "docs/query-a-release.md").read_text(encoding="utf-8")
    query = text.partition("<!-- decision makers not met -->")[2].split("```sql")[1].split("```")[0]
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as marts:
        found = marts.execute(query.replace("workspace/releases/current", str(release))).fetchall()
        joined = marts.execute(
            "select count(*) from fct_interactions as met join restricted.dim_contacts as people using (person_key)"
        ).fetchone()

    assert 0 < len(found) <= 4
    assert joined == con.execute("select count(person_key) from marts.fct_interactions").fetchone()


def test_a_trace_takes_a_restricted_cell_back_to_its_rows(sample: Path, release: Path) -> None:
    path = release / "restricted" / "parquet" / "stakeholder_map.parquet"
    client_id, person_key, known = duckdb.sql(
        f"select client_id, person_key, decision_maker_since_at from read_parquet('{path}') "
        "where decision_maker_since_at is not null order by all limit 1"
    ).fetchone() or (None, None, None)
    key = ("--key", f"client_id={client_id}", "--key", f"person_key={person_key}")
    answer = rapport(
        *("trace", "--mart", "restricted.stakeholder_map", *key, "--column", "decision_maker_since_at", "--json"),
        home=sample,
    )

    assert answer.code == 0, answer.err
    assert (answer.json["verdict"], answer.json["value"]) == ("proved", known.isoformat())
    assert {row["object"] for row in answer.json["rows"]} >= {"contact", "opportunity_contact_role"}


def test_the_numbers_beside_agree_with_the_figures(release: Path) -> None:
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as marts:
        counted = marts.execute(
            "select count(*) filter (where is_covered), count(*) filter (where is_single_threaded), count(*) "
            "from client_stakeholders"
        ).fetchone()
        figures = dict(
            marts.execute(
                "select kpi_id, (numerator, denominator) from fct_kpi_values where entity_type = 'portfolio' "
                "and slice_type = 'none' and period_grain = 'month' "
                "qualify row_number() over (partition by kpi_id order by period_start desc) = 1"
            ).fetchall()
        )

    covered, single_threaded, clients = counted or (0, 0, 0)
    assert clients
    assert figures["client_stakeholder_coverage"] == (covered, clients)
    assert figures["client_single_threaded_share"] == (single_threaded, clients)
