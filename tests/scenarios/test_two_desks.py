"""A company with two desks says which one counts, and counts each request once."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.command import Answer, rapport

TAKEN = "20260401T020000Z"
OPENED = "2026-03-02T09:00:00Z"


def ticket(number: int, **given: Any) -> dict[str, Any]:
    """A ticket as Zendesk's incremental export has it."""
    stated = {"id": number, "created_at": OPENED, "updated_at": OPENED, "generated_timestamp": 1772442000}
    return {**stated, "status": "open", "priority": None, "organization_id": None, "subject": "Help", **given}


def incident(number: int, **given: str) -> dict[str, Any]:
    """An incident as ServiceNow's Table API has it: every value a text, every reference an object."""
    stated = {"sys_id": f"{number:032x}", "number": f"INC{number}", "sys_class_name": "incident", "priority": "2"}
    times = {"opened_at": "2026-03-02 09:00:00", "sys_updated_on": "2026-03-05 09:00:00", "closed_at": ""}
    company = {"link": "https://desk.example/api/now/table/core_company/c1", "value": "c1"}
    return {**stated, **times, "state": "2", "hold_reason": "", "resolved_at": "", "company": company, **given}


def deliver(home: Path, system: str, name: str, page: dict[str, Any]) -> None:
    path = home / "landing" / system / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(page), encoding="utf-8")


def say_which_counts(home: Path, entity: str) -> Answer:
    (home / "reference").mkdir(exist_ok=True)
    header = "entity,business_unit,system,instance,valid_from,valid_to"
    entries = f"{header}\n{entity},*,zendesk,default,2015-01-01,\n"
    (home / "reference" / "system_of_record.csv").write_text(entries, encoding="utf-8")
    return rapport("run", home=home)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("desks") / "workspace"
    tickets = [
        ticket(1),
        # The same ticket again, as pages overlap, in an older version; its newest is solved.
        ticket(2, status="solved", generated_timestamp=1772528400),
        ticket(2),
        ticket(3, status="deleted", subject="SCRUBBED", requester_id=None),
    ]
    deliver(home, "zendesk", f"tickets_{TAKEN}_1.json", {"tickets": tickets, "end_of_stream": True})
    incidents = [incident(1), incident(2, state="3", hold_reason="1"), incident(3), incident(4, state="8")]
    deliver(home, "servicenow", f"incident_{TAKEN}_1.json", {"result": incidents})
    tasks = [
        {name: each[name] for name in ("sys_id", "number", "sys_class_name", "opened_at", "state", "sys_updated_on")}
        for each in incidents
    ]
    deliver(home, "servicenow", f"task_{TAKEN}_1.json", {"result": tasks})
    stamp = {"sys_id": "d" * 32, "sys_updated_on": "2026-03-06 09:00:00"}
    deleted = {**stamp, "tablename": "incident", "documentkey": f"{3:032x}"}
    deliver(home, "servicenow", f"sys_audit_delete_{TAKEN}_1.json", {"result": [deleted]})
    return home


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


@pytest.mark.heavy
def test_two_desks_of_which_none_is_said_to_count_publish_nothing(home: Path) -> None:
    answer = say_which_counts(home, "contract")

    assert answer.code == 1, answer.err
    assert "system_of_record" in answer.err
    assert "audit.undecided_records names the others" in answer.err
    assert not (home / "releases" / "current").exists()
    assert rows(home, "from audit.undecided_records order by source_system") == [
        ("ticket", "unknown", "servicenow", "default", 3),
        ("ticket", "unknown", "zendesk", "default", 2),
    ]


@pytest.mark.heavy
def test_the_desk_that_is_said_to_count_counts_and_the_other_is_kept_aside(home: Path) -> None:
    answer = say_which_counts(home, "ticket")

    assert answer.code == 0, answer.err
    found = rows(home, "select ticket_number, status, is_counted from marts.fct_tickets order by ticket_number")
    assert found == [
        ("1", "open", True),
        ("2", "solved", True),
        ("INC1", "open", False),
        ("INC2", "pending", False),
        ("INC4", "cancelled", False),
    ]
    backlog = rapport(
        "kpi", "client_ticket_backlog", "--entity", "portfolio:all", "--period", "all", "--json", home=home
    )
    assert [figure["value"] for figure in backlog.json["rows"]] == ["1.000000"]
