"""Several deliveries of one record make the history of its client or supplier, day by day."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.command import rapport

ACME = "001000000000001AAA"
OWNERS = {"005000000000001AAA": "Ada North", "005000000000002AAA": "Ben South"}
ADA, BEN = (f"salesforce/default/{owner}" for owner in OWNERS)
CLIENT = f"salesforce/default/{ACME}"
OPEN = date(9999, 12, 31)


def account(owner: int, industry: str, changed_at: str) -> dict[str, str]:
    """An account made on 10 January, as the CRM has it from an instant on."""
    made = {"Id": ACME, "IsDeleted": "false", "Name": "Acme", "CreatedDate": "2026-01-10T09:00:00.000Z"}
    return {**made, "OwnerId": list(OWNERS)[owner], "Industry": industry, "SystemModstamp": changed_at}


def supplier(status: str, updated_at: str) -> dict[str, Any]:
    """A supplier made on 5 January, as its system has it from an instant on."""
    made = {"id": 7, "name": "Bolt Ltd", "display-name": "Bolt", "created-at": "2026-01-05T08:00:00+00:00"}
    return {**made, "status": status, "on-hold": False, "updated-at": updated_at}


def vendor(block: str, changed_on: str) -> dict[str, str]:
    """A supplier in SAP made on 3 January; 00000000 is no day."""
    return {
        "MANDT": "100",
        "LIFNR": "0000000007",
        "NAME1": "Nut",
        "ERDAT": "20260103",
        "SPERM": block,
        "UPDAT": changed_on,
    }


def deliver_csv(home: Path, name: str, records: list[dict[str, str]], system: str = "salesforce") -> None:
    path = home / "landing" / system / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [list(records[0]), *(list(record.values()) for record in records)]
    path.write_text("".join('"' + '","'.join(line) + '"\n' for line in lines), encoding="utf-8")


def deliver_json(home: Path, name: str, records: list[dict[str, Any]]) -> None:
    path = home / "landing" / "coupa" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(records), encoding="utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("history") / "workspace"
    stamp = "2026-01-01T00:00:00.000Z"
    users = [{"Id": id_, "Username": name, "Name": name, "SystemModstamp": stamp} for id_, name in OWNERS.items()]
    deliver_csv(home, "User_20260201T020000Z.csv", users)
    first = account(0, "Banking", "2026-01-12T10:00:00.000Z")
    deliver_csv(home, "Account_20260201T020000Z.csv", [first])
    # The second export repeats the first version, and has two of one day.
    morning = account(0, "Mining", "2026-03-05T08:00:00.000Z")
    evening = account(1, "Retail", "2026-03-05T20:00:00.000Z")
    deliver_csv(home, "Account_20260401T020000Z.csv", [first, evening, morning])
    deliver_json(home, "suppliers_20260201T020000Z.json", [supplier("active", "2026-01-05T08:00:00+00:00")])
    deliver_json(home, "suppliers_20260401T020000Z.json", [supplier("inactive", "2026-03-09T23:30:00+00:00")])
    # Each export of SAP is whole; the third repeats the second, but nobody wrote down when that change was made.
    for day, state in {
        "0201": vendor("", "00000000"),
        "0302": vendor("X", "00000000"),
        "0401": vendor("X", ""),
    }.items():
        deliver_csv(home, f"LFA1_2026{day}T020000Z.csv", [state], system="sap")
    reference = home / "reference"
    reference.mkdir()
    assigned = f"{CLIENT},small,2026-01-01,2026-01-31\n{CLIENT},large,2026-02-01,\n"
    header = "client_id,segment,valid_from,valid_to\n"
    (reference / "client_segments.csv").write_text(header + assigned, encoding="utf-8")
    answer = rapport("run", home=home)
    assert answer.code == 0, answer.err
    return home


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "releases" / "current" / "marts.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


@pytest.mark.heavy
def test_a_client_has_a_row_for_each_owner_and_segment_with_its_days(home: Path) -> None:
    found = rows(
        home,
        "select valid_from, valid_to, segment, assigned_segment, relationship_manager_id from dim_clients_history"
        " where client_key <> -1 order by valid_from",
    )
    assert found == [
        (date(2026, 1, 10), date(2026, 1, 31), "Banking", "small", ADA),
        (date(2026, 2, 1), date(2026, 3, 4), "Banking", "large", ADA),
        (date(2026, 3, 5), OPEN, "Retail", "large", BEN),
    ]
    assert rows(home, "select relationship_manager_id from dim_clients where client_key <> -1") == [(BEN,)]


@pytest.mark.heavy
def test_a_supplier_may_be_ordered_from_until_the_day_before_it_was_switched_off(home: Path) -> None:
    found = rows(
        home,
        "select supplier_name, valid_from, valid_to, is_active from dim_suppliers_history"
        " where supplier_key <> -1 order by supplier_name, valid_from",
    )
    assert found == [
        ("Bolt", date(2026, 1, 5), date(2026, 3, 8), True),
        ("Bolt", date(2026, 3, 9), OPEN, False),
        ("Nut", date(2026, 1, 3), date(2026, 3, 1), True),
        ("Nut", date(2026, 3, 2), OPEN, False),
    ]


@pytest.mark.heavy
def test_a_day_of_the_past_is_traced_to_its_version_and_to_those_that_end_it(home: Path) -> None:
    place = ["--mart", "dim_clients_history", "--key", f"client_id={CLIENT}", "--key", "valid_from=2026-02-01"]
    answer = rapport("trace", *place, "--column", "segment", "--json", home=home)

    assert answer.code == 0, answer.err
    assert (answer.json["value"], answer.json["verdict"]) == ("Banking", "proved")
    roles = {(row["file"], row["line"]): row["role"] for row in answer.json["rows"] if row["object"] == "account"}
    # The version itself, its copy of the first export, and those that end its span.
    assert roles == {
        ("salesforce/Account_20260401T020000Z.csv", 2): "value",
        ("salesforce/Account_20260201T020000Z.csv", 2): "excluded",
        ("salesforce/Account_20260401T020000Z.csv", 3): "value",
        ("salesforce/Account_20260401T020000Z.csv", 4): "value",
    }
