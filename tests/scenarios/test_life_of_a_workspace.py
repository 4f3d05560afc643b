"""A workspace of Salesforce alone over several deliveries: bad files, a failed check, its mend, and a look back."""

from pathlib import Path

import duckdb
import pytest

from tests.command import EXTRACTS, TAKEN, copy_sales, rapport

OPPORTUNITIES = EXTRACTS / "salesforce" / f"Opportunity_{TAKEN}.csv"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("life") / "workspace"
    copy_sales(home / "landing")
    return home


def current(home: Path) -> str:
    return (home / "releases" / "current").resolve().name


def opportunities_delivered_later(home: Path, day: str, currency: str) -> Path:
    """The first opportunity of the sample once more, changed on that day, with the given currency."""
    header, first = OPPORTUNITIES.read_text(encoding="utf-8").splitlines()[:2]
    names = header.replace('"', "").split(",")
    values = first[1:-1].split('","')
    record = dict(zip(names, values, strict=True))
    record |= {"CurrencyIsoCode": currency, "Amount": "1000.00", "SystemModstamp": f"{day}T00:00:00.000Z"}
    path = home / "landing" / "salesforce" / f"Opportunity_{day.replace('-', '')}T020000Z.csv"
    path.write_text(f'{header}\n"' + '","'.join(record[name] for name in names) + '"\n', encoding="utf-8")
    return path


def test_a_refused_file_leaves_the_rest_published_and_says_what_to_do(home: Path) -> None:
    (home / "landing" / "salesforce" / "Account_20261001T030000Z.csv").write_text('"Id"\n', encoding="utf-8")
    (home / "landing" / "salesforce" / "notes.csv").write_text("", encoding="utf-8")
    ragged = home / "landing" / "salesforce" / "User_20261001T030000Z.csv"
    header, *rows = (EXTRACTS / "salesforce" / f"User_{TAKEN}.csv").read_text(encoding="utf-8").splitlines()
    ragged.write_text("\n".join([header, rows[0], '"only","two"', rows[1]]) + "\n", encoding="utf-8")

    answer = rapport("run", "--json", home=home)

    assert answer.code == 3, answer.err
    files = {file["file"]: file for file in answer.json["files"]}
    assert files["salesforce/notes.csv"]["status"] == "refused"
    assert "the file is empty; export it again" in files["salesforce/notes.csv"]["reason"]
    refused = files["salesforce/Account_20261001T030000Z.csv"]
    assert refused["status"] == "refused"
    assert "Name" in refused["reason"]
    assert (files[f"salesforce/{ragged.name}"]["loaded"], files[f"salesforce/{ragged.name}"]["quarantined"]) == (2, 1)
    assert answer.json["release"] == current(home)
    assert answer.json["exit"] == 3
    with duckdb.connect(str(home / "releases" / "current" / "marts.duckdb"), read_only=True) as con:
        assert con.execute("select distinct source_system from dim_party_records").fetchall() == [("salesforce",)]

    (row,) = rapport("quarantine", "--raw", "--json", home=home).json["rows"]
    assert (row["file"], row["line"], row["rule"], row["raw"]) == (
        f"salesforce/{ragged.name}",
        3,
        "ragged",
        '"only","two"',
    )
    assert "raw" not in rapport("quarantine", "--json", home=home).json["rows"][0]
    assert [file["file"] for file in rapport("status", "--json", home=home).json["refused"]] == sorted(
        ["salesforce/Account_20261001T030000Z.csv", "salesforce/notes.csv"]
    )


def test_a_failed_check_keeps_the_old_release_and_names_itself(home: Path) -> None:
    before = current(home)
    opportunities_delivered_later(home, "2026-10-02", currency="")

    answer = rapport("run", home=home)

    assert answer.code == 1, answer.err
    assert "core.core_opportunity sql:amount_has_currency" in answer.err
    assert f"the current release stays: {before}" in answer.err
    assert current(home) == before
    assert rapport("verify", "current", home=home).code == 0


@pytest.mark.heavy
def test_a_failed_check_is_not_forgotten_by_the_next_run(home: Path) -> None:
    assert rapport("run", home=home).code == 1


@pytest.mark.heavy
def test_a_corrected_delivery_mends_it(home: Path) -> None:
    before = current(home)
    opportunities_delivered_later(home, "2026-10-03", currency="USD")

    answer = rapport("run", home=home)

    assert answer.code == 3, answer.err
    assert current(home) != before
    assert current(home).startswith("20261003T020000Z-")


@pytest.mark.heavy
def test_a_look_back_knows_only_what_was_extracted_by_then(home: Path) -> None:
    answer = rapport("run", "--as-of", "2026-10-01T12:00:00Z", home=home)

    assert answer.code == 3, answer.err
    with duckdb.connect(str(home / "releases" / "current" / "marts.duckdb"), read_only=True) as con:
        amounts = con.execute("select count(*) from fct_opportunities where amount = 1000").fetchone()
        newest = con.execute("select max(data_through) from dim_kpis where is_available").fetchone()
    assert amounts == (0,)
    assert str(newest) == "(datetime.datetime(2026, 10, 1, 2, 0),)"


@pytest.mark.heavy
def test_an_earlier_release_is_traced_through_its_own_files_and_sql(home: Path) -> None:
    corrected = next((home / "releases").glob("20261003T020000Z-*")).name
    opportunity = OPPORTUNITIES.read_text(encoding="utf-8").splitlines()[1].split('"')[1]
    cell = ["--mart", "fct_opportunities", "--key", f"opportunity_id=salesforce/default/{opportunity}"]
    assert current(home) != corrected

    answer = rapport("trace", *cell, "--column", "amount", "--release", corrected, "--json", home=home)

    assert answer.code == 0, answer.err
    trace = answer.json
    assert (trace["release"], trace["verdict"], trace["value"]) == (corrected, "proved", "1000.000000")
    of_opportunity = [row for row in trace["rows"] if row["object"] == "opportunity"]
    assert [(row["file"].rsplit("_", 1)[1][:8], row["role"]) for row in of_opportunity] == [
        ("20261003", "value"),
        ("20261001", "excluded"),
        ("20261002", "excluded"),
    ]
    assert all(opportunity in row["raw"] for row in of_opportunity)
    assert "another version comes first in stg_salesforce__opportunity" in of_opportunity[1]["reason"]
