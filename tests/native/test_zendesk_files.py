"""Zendesk: account exports and pages of every paging give the same records; an export without its end is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.hostile.deliveries import Deliveries

TICKET = {"id": 9861847681551, "created_at": "2026-09-01T10:00:00Z", "status": "open", "tags": ["a", "b"]}
VIEW = "zendesk__tickets"
UNFINISHED = "more pages follow"
PAGINGS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "incremental cursor": (
        {"after_url": "u", "after_cursor": "c", "end_of_stream": False},
        {"after_url": "u", "after_cursor": "d", "end_of_stream": True},
    ),
    "incremental time": (
        {"count": 1000, "end_of_stream": False, "end_time": 1, "next_page": "u"},
        {"count": 1, "end_of_stream": True, "end_time": 2, "next_page": "u"},
    ),
    "list by cursor": (
        {"meta": {"has_more": True, "after_cursor": "c"}, "links": {"next": "u"}},
        {"meta": {"has_more": False}, "links": {"next": None}},
    ),
    "list by offset": (
        {"count": 101, "next_page": "u", "previous_page": None},
        {"count": 101, "next_page": None, "previous_page": "u"},
    ),
}


@pytest.fixture
def zendesk(landed: Callable[[str], Deliveries]) -> Deliveries:
    return landed("zendesk")


def page(paging: dict[str, Any], number: int = 1) -> bytes:
    return json.dumps({"tickets": [{**TICKET, "id": number}], **paging}).encode()


@pytest.mark.parametrize("name", PAGINGS)
def test_pages_are_whole_once_the_last_one_is_there(zendesk: Deliveries, name: str) -> None:
    first, last = PAGINGS[name]
    zendesk.deliver("tickets_20260902T000000Z_9.json", page(first))
    assert UNFINISHED in str(zendesk.load_one().notices)

    zendesk.deliver("tickets_20260902T000000Z_10.json", page(last, 2))
    assert [outcome.notices for outcome in zendesk.load()] == [(), ()]
    assert zendesk.rows("id", VIEW) == [("1",), ("2",)] or zendesk.rows("id", VIEW) == [("2",), ("1",)]


def test_only_the_last_page_of_the_newest_export_is_named(zendesk: Deliveries) -> None:
    first, last = PAGINGS["incremental cursor"]
    zendesk.deliver("tickets_20260901T000000Z_1.json", page(last, 1))
    zendesk.deliver("tickets_20260902T000000Z_9.json", page(first, 2))
    zendesk.deliver("tickets_20260902T000000Z_10.json", page(first, 3))
    named = [name for name, outcome in zendesk.by_file().items() if outcome.notices]
    assert named == ["tickets_20260902T000000Z_10.json"]


def test_an_old_export_that_broke_off_is_mended_by_a_newer_one(zendesk: Deliveries) -> None:
    first, last = PAGINGS["incremental time"]
    zendesk.deliver("tickets_20260901T000000Z.json", page(first, 1))
    zendesk.deliver("tickets_20260902T000000Z.json", page(last, 2))
    assert [outcome.notices for outcome in zendesk.load()] == [(), ()]


def test_side_loaded_records_are_objects_of_their_own(zendesk: Deliveries) -> None:
    content = {
        "tickets": [TICKET],
        "users": [{"id": 7, "name": "Ada", "role": "agent", "organization_id": None}],
        "end_of_stream": True,
    }
    zendesk.deliver("tickets_20260902T000000Z.json", json.dumps(content).encode())
    assert sorted(outcome.object or "" for outcome in zendesk.load()) == ["tickets", "users"]
    assert zendesk.rows("id, role", "zendesk__users") == [("7", "agent")]


@pytest.mark.parametrize("records", [1, 2])
def test_an_account_export_has_one_object_a_line_although_it_is_named_json(zendesk: Deliveries, records: int) -> None:
    tickets = [{**TICKET, "id": number, "comments": [{"body": "x\r\ny"}]} for number in range(records)]
    zendesk.deliver("export-2026-09-02.json", "".join(f"{json.dumps(each)}\n" for each in tickets).encode())
    outcome = zendesk.load_one()
    assert (outcome.object, outcome.loaded) == ("tickets", records)
    assert zendesk.rows("status, tags", VIEW)[0] == ("open", '["a","b"]')


def test_the_csv_of_an_account_export_reads_by_its_labels(zendesk: Deliveries) -> None:
    content = (
        '"Id","Requester","Requester id","Subject","Status","Created at","Updated at","Region [list]"\r\n'
        '"42","Ada","7","=cmd, ""quoted""\r\nsecond line","On-hold","2026-09-01 10:00","2026-09-01 10:05","-"\r\n'
    )
    zendesk.deliver("export-2026-09-02.csv", content.encode())
    outcome = zendesk.load_one()
    assert (outcome.object, outcome.quarantined) == ("tickets", 0)
    assert zendesk.rows("id, requester_id, subject, status, created_at, updated_at", VIEW) == [
        ("42", "7", '=cmd, "quoted"\r\nsecond line', "On-hold", "2026-09-01 10:00", "2026-09-01 10:05")
    ]


def test_the_xml_of_an_account_export_gives_json_where_elements_stand_in_a_field(zendesk: Deliveries) -> None:
    content = """<?xml version="1.0" encoding="UTF-8"?>
<tickets type="array" count="1">
  <ticket>
    <id type="integer">42</id>
    <created-at type="datetime">2026-09-01T10:00:00Z</created-at>
    <due-at type="datetime" nil="true"/>
    <assignee-id type="integer" nil="true"/>
    <subject>Fish &amp; chips</subject>
    <custom-fields type="array">
      <custom-field><id>1</id><value nil="true"/></custom-field>
      <custom-field><id>2</id><value>x</value></custom-field>
    </custom-fields>
    <tags type="array"/>
    <via><channel>web</channel></via>
  </ticket>
</tickets>"""
    zendesk.deliver("tickets.xml", content.encode())
    outcome = zendesk.load_one()
    assert (outcome.object, outcome.quarantined) == ("tickets", 0)
    assert zendesk.rows("id, created_at, assignee_id, subject, custom_fields, tags, via", VIEW) == [
        (
            "42",
            "2026-09-01T10:00:00Z",
            None,
            "Fish & chips",
            '[{"id":"1","value":null},{"id":"2","value":"x"}]',
            "[]",
            '{"channel":"web"}',
        )
    ]
