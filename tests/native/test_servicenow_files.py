"""ServiceNow: the API in every display mode, lists as JSON and CSV, and unloads give the same identifiers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from orchestration.raw.typed_text import quoted, typed
from orchestration.raw.views import register
from tests.hostile.deliveries import Deliveries

SYS_ID, COMPANY = "1c741bd70b2322007518478d83673af3", "81fca4cbac1d55eb355b4b6db0e3c80f"
API = "https://acme.service-now.example/api/now/table"
PLAIN = {
    "sys_id": SYS_ID,
    "number": "INC0010001",
    "opened_at": "2026-09-01 10:00:00",
    "sys_updated_on": "2026-09-01 11:00:00",
    "state": "6",
    "active": "false",
}
INCIDENT = "servicenow__incident"


@pytest.fixture
def servicenow(landed: Callable[[str], Deliveries]) -> Deliveries:
    return landed("servicenow")


def read(landing: Deliveries, *columns: str) -> list[tuple[Any, ...]]:
    """Columns of incidents as staging reads them."""
    (contract,) = [each for each in landing.registry["servicenow"].objects if each.name == "incident"]
    described = {column.name: column for column in contract.columns}
    wanted = ", ".join(typed(quoted(name), described[name]) for name in columns)
    with duckdb.connect() as con:
        register(con, landing.lake, landing.registry, None)
        return con.execute(f"select {wanted} from raw.{INCIDENT} order by _record").fetchall()


DISPLAY_MODES = {
    "false": {**PLAIN, "company": {"link": f"{API}/core_company/{COMPANY}", "value": COMPANY}},
    "false, without links": {**PLAIN, "company": COMPANY},
    "all": {key: {"display_value": f"shown {value}", "value": value} for key, value in PLAIN.items()}
    | {"company": {"display_value": "Acme", "link": f"{API}/core_company/{COMPANY}", "value": COMPANY}},
    "true": {**PLAIN, "company": {"display_value": "Acme", "link": f"{API}/core_company/{COMPANY}"}},
}


@pytest.mark.parametrize("mode", DISPLAY_MODES)
def test_every_display_mode_of_the_table_api_gives_the_identifiers(servicenow: Deliveries, mode: str) -> None:
    page = json.dumps({"result": [DISPLAY_MODES[mode], {**PLAIN, "sys_id": "2" * 32, "company": ""}]})
    servicenow.deliver("incident_20260902T000000Z.json", page.encode())
    outcome = servicenow.load_one()
    assert (outcome.object, outcome.loaded, outcome.quarantined) == ("incident", 2, 0)
    assert read(servicenow, "sys_id", "number", "state", "company") == [
        (SYS_ID, "INC0010001", "6", COMPANY),
        ("2" * 32, "INC0010001", "6", None),
    ]


def test_a_single_record_of_the_api_is_a_page_of_one(servicenow: Deliveries) -> None:
    servicenow.deliver("incident_1.json", json.dumps({"result": PLAIN}).encode())
    assert servicenow.load_one().loaded == 1


def test_a_list_exported_as_json_is_recognised_by_its_envelope(servicenow: Deliveries) -> None:
    servicenow.deliver("incident_1.json", json.dumps({"records": [{**PLAIN, "company": COMPANY}]}).encode())
    assert servicenow.load_one().object == "incident"
    assert read(servicenow, "company") == [(COMPANY,)]


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8"])
def test_a_list_exported_as_csv_reads_in_either_encoding(servicenow: Deliveries, encoding: str) -> None:
    content = (
        '"sys_id","number","opened_at","sys_updated_on","state","company","caller_id.company"\n'
        f'"{SYS_ID}","INC1","2026-09-01 10:00:00","2026-09-01 11:00:00","Closed","Zoë GmbH","Zoë GmbH"\n'
    )
    servicenow.deliver("incident.csv", content.encode(encoding))
    outcome = servicenow.load_one()
    assert (outcome.object, outcome.quarantined) == ("incident", 0)
    assert read(servicenow, "state", "company") == [("Closed", "Zoë GmbH")]
    assert "'caller_id.company'" in str(outcome.notices)


def test_an_unload_keeps_actions_and_labels_beside_the_values(servicenow: Deliveries) -> None:
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in PLAIN.items())
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<unload unload_date="2026-09-02 00:00:00">\n'
        f'<incident action="INSERT_OR_UPDATE">{fields}<company display_value="Acme">{COMPANY}</company></incident>\n'
        '<sys_attachment action="INSERT_OR_UPDATE"><sys_id>9</sys_id></sys_attachment>\n'
        "</unload>\n"
    )
    servicenow.deliver("incident.xml", content.encode())
    outcome = servicenow.load_one()
    assert (outcome.object, outcome.loaded) == ("incident", 1)
    assert servicenow.rows('sys_id, company, "company@display_value", "@action"', INCIDENT) == [
        (SYS_ID, COMPANY, "Acme", "INSERT_OR_UPDATE")
    ]
    assert [str(notice) for notice in outcome.notices] == [
        "elements beside the records are no incident: 'sys_attachment'"
    ]


def test_two_tables_in_one_unload_are_two_objects(servicenow: Deliveries) -> None:
    incident = "".join(f"<{name}>{value}</{name}>" for name, value in PLAIN.items())
    company = f"<sys_id>{COMPANY}</sys_id><name>Acme</name><sys_updated_on>2026-09-01 11:00:00</sys_updated_on>"
    content = f"<unload><incident>{incident}</incident><core_company>{company}</core_company></unload>"
    servicenow.deliver("unload.xml", content.encode())
    assert sorted(outcome.object or "" for outcome in servicenow.load()) == ["core_company", "incident"]
    assert servicenow.rows("sys_id, name", "servicenow__core_company") == [(COMPANY, "Acme")]


@pytest.mark.parametrize(("records", "is_warned"), [(9_999, False), (10_000, True), (10_001, False)])
def test_a_list_of_exactly_as_many_rows_as_the_cap_is_warned_of(
    servicenow: Deliveries, records: int, is_warned: bool
) -> None:
    rows = "".join(f"{number:032d},INC{number},2026-09-01,2026-09-01\n" for number in range(records))
    servicenow.deliver("incident.csv", f"sys_id,number,opened_at,sys_updated_on\n{rows}".encode())
    told = [str(notice) for notice in servicenow.load_one().notices]
    assert told == (
        ["exactly 10000 records, at which this export is cut off: export it in parts, or by its API"] * is_warned
    )


def test_a_page_of_the_api_is_no_cut_off_list(servicenow: Deliveries) -> None:
    page = {"result": [{**PLAIN, "sys_id": f"{number:032d}"} for number in range(10_000)]}
    servicenow.deliver("incident.json", json.dumps(page).encode())
    assert servicenow.load_one().notices == ()


def test_passwords_are_counted_and_never_kept(servicenow: Deliveries) -> None:
    user = {"sys_id": SYS_ID, "name": "Ada", "sys_updated_on": "2026-09-01 11:00:00", "user_name": "ada"}
    page = {"result": [{**user, "user_password": "hunter2"}, {**user, "sys_id": "2" * 32, "user_password": ""}]}
    servicenow.deliver("sys_user_1.json", json.dumps(page).encode())
    outcome = servicenow.load_one()
    assert [str(notice) for notice in outcome.notices] == [
        "1 values of 'user_password' are secret and not kept; leave the column out of the export"
    ]
    assert servicenow.rows("user_name, user_password", "servicenow__sys_user") == [("ada", None), ("ada", None)]
    (entry,) = servicenow.entries()
    assert b"hunter2" not in (entry.path / "rows.parquet").read_bytes()
