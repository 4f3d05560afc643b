"""Extracts as the client libraries of their systems read them.

Stripe, Segment, Delighted and ServiceNow (pysnc) publish their own; zenpy and simple-salesforce are what others use.
There is none that reads Coupa's pages or tables of SAP off line, and no package here brings an XSD, DTD or JSON schema
of what is exported. Delighted's library is no longer maintained; it reads what was exported while the service ran.
"""

import csv
import json
import types
import typing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import stripe
from delighted import Person, SurveyResponse
from pysnc.record import GlideElement
from segment.analytics.client import Client as SegmentClient
from simple_salesforce.bulk2 import _count_csv, _split_csv
from zenpy import Zenpy

from seeds.simulator.writers.registry import SHAPES
from seeds.simulator.writers.shapes import Shape
from tests.extract_files import Record, files, records

BY_NAME = {f"{shape.system}/{shape.object}": shape for shape in SHAPES}


def of_system(system: str) -> list[Shape]:
    return [shape for shape in SHAPES if shape.system == system]


def refused(folder: Path, shape: Shape) -> set[str]:
    """Records that are planted to be refused."""
    entries = json.loads((folder / "truth" / "planted.json").read_text(encoding="utf-8"))
    return {each["record"] for each in entries if each["object"] == shape.object and each["outcome"] == "quarantined"}


# Stripe

STRIPE = {
    "customers": stripe.Customer,
    "subscriptions": stripe.Subscription,
    "invoices": stripe.Invoice,
    "charges": stripe.Charge,
    "refunds": stripe.Refund,
    "credit_notes": stripe.CreditNote,
}
FIELDS_OF_OLDER_VERSIONS = {
    "subscriptions": {"current_period_start", "current_period_end"},
    "invoices": {"subscription", "tax"},
    "charges": {"invoice"},
    "credit_notes": {"tax"},
}
"""Fields that newer versions of the API have moved; an account keeps the version it began with."""


def unlike(value: Any, kind: Any) -> bool:
    """Whether a value is none of what Stripe's library declares; what it declares by name only is taken on trust."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return all(unlike(value, each) for each in typing.get_args(kind))
    if typing.get_origin(kind) is typing.Literal:
        return value not in typing.get_args(kind)
    if kind is type(None):
        return value is not None
    if kind in (int, str, bool):
        return type(value) is not kind
    return not isinstance(value, dict)


def strange_fields(record: Record, expected: type[stripe.StripeObject]) -> set[str]:
    known = expected.__annotations__
    return {name for name, value in record.items() if name in known and unlike(value, known[name])}


@pytest.mark.parametrize("name", STRIPE)
def test_stripe_makes_its_own_objects_of_a_page(company: Path, name: str) -> None:
    shape = BY_NAME[f"stripe/{name}"]
    odd = refused(company, shape)
    for path in files(company / "landing", shape):
        page = json.loads(path.read_text(encoding="utf-8"))
        made = stripe.ListObject.construct_from(page, "sk_test_invented")

        assert {type(each) for each in made.data} == {STRIPE[name]}
        for record in page["data"]:
            unknown = set(record) - set(STRIPE[name].__annotations__)
            assert unknown == FIELDS_OF_OLDER_VERSIONS.get(name, set())
            assert strange_fields(record, STRIPE[name]) <= ({"created"} if record["id"] in odd else set())


def test_stripes_own_types_refuse_an_amount_that_is_text(company: Path) -> None:
    invoice = records(company / "landing", BY_NAME["stripe/invoices"])[0]

    assert strange_fields(invoice, stripe.Invoice) == set()
    assert strange_fields({**invoice, "total": "12.00", "currency": 978}, stripe.Invoice) == {"total", "currency"}
    assert strange_fields({**invoice, "status": None, "object": "bill"}, stripe.Invoice) == {"object"}


# Zendesk

ZENDESK = {
    "tickets": "ticket",
    "ticket_events": "ticket_event",
    "ticket_metric_events": "ticket_metric_event",
    "ticket_metrics": "ticket_metric",
    "satisfaction_ratings": "satisfaction_rating",
    "users": "user",
    "organizations": "organization",
    "groups": "group",
    "sla_policies": "sla_policy",
    "schedules": "schedule",
}
"""Zenpy has no class for holidays."""


@pytest.fixture(scope="module")
def zendesk() -> Any:
    return Zenpy(subdomain="invented", email="nobody@rapport.example", token="none").tickets._object_mapping


@pytest.mark.parametrize("name", ZENDESK)
def test_zenpy_makes_its_own_objects_of_records(company: Path, zendesk: Any, name: str) -> None:
    expected = zendesk.class_for_type(ZENDESK[name])
    for record in records(company / "landing", BY_NAME[f"zendesk/{name}"])[:500]:
        made = zendesk.object_from_json(ZENDESK[name], json.loads(json.dumps(record)))

        assert type(made) is expected
        assert made.id == record["id"]
        assert unknown_to_zenpy(zendesk, name, record) <= UNKNOWN_TO_ZENPY.get(name, set())


UNKNOWN_TO_ZENPY = {
    "tickets": {"generated_timestamp"},
    "ticket_events": {"created_at", "event_type"},
    "satisfaction_ratings": {"comment", "reason"},
    "organizations": {"deleted_at"},
    "groups": {"default", "is_public"},
}
"""Fields that Zendesk documents and zenpy declares nowhere."""


def unknown_to_zenpy(zendesk: Any, name: str, record: Record) -> set[str]:
    known = {each.lstrip("_") for each in vars(zendesk.class_for_type(ZENDESK[name])())}
    return {each for each in record if each not in known}


def test_zenpy_reads_instants_of_tickets(company: Path, zendesk: Any) -> None:
    record = next(each for each in records(company / "landing", BY_NAME["zendesk/tickets"]) if each["created_at"])
    made = zendesk.object_from_json("ticket", dict(record))

    assert made.created == datetime.fromisoformat(record["created_at"])
    assert unknown_to_zenpy(zendesk, "tickets", {**record, "createdAt": None}) >= {"createdAt"}


# ServiceNow


def table_api(company: Path) -> list[tuple[Shape, Record]]:
    shapes = [shape for shape in of_system("servicenow") if shape.container.startswith("Table API")]
    return [(shape, record) for shape in shapes for record in records(company / "landing", shape)]


def test_pysnc_reads_values_references_and_instants(company: Path) -> None:
    references = 0
    for shape, record in table_api(company):
        odd = refused(company, shape) if shape.object in ("incident", "dmn_demand") else set()
        for column in shape.columns:
            element = GlideElement(column.name, record[column.name])
            value = element.get_value()
            assert isinstance(value, str) or value is None
            if element.get_link():
                references += 1
                assert element.get_link().endswith(f"/{value}")
            if (
                column.kind == "timestamp"
                and value
                and GlideElement("number", record.get("number")).get_value() not in odd
            ):
                assert element.date_value().tzinfo is UTC or element.date_value().utcoffset() is not None
    assert references


def test_pysnc_refuses_an_instant_in_another_form(company: Path) -> None:
    record = records(company / "landing", BY_NAME["servicenow/task_sla"])[0]
    assert GlideElement("start_time", record["start_time"]).date_value()

    with pytest.raises(ValueError):
        GlideElement("start_time", record["start_time"].replace(" ", "T")).date_value()


# Salesforce


@pytest.mark.parametrize("shape", of_system("salesforce"), ids=lambda shape: shape.object)
def test_simple_salesforce_counts_and_splits_pages_as_they_are(company: Path, shape: Shape) -> None:
    for path in files(company / "landing", shape):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))

        assert _count_csv(filename=str(path), skip_header=True) == len(rows)
        parts = list(_split_csv(filename=str(path), max_records=7))
        assert sum(count for count, _ in parts) == len(rows)
        again = [line for _, part in parts for line in list(csv.reader(part.splitlines(keepends=True)))[1:]]
        assert again == rows
        assert header == next(csv.reader(parts[0][1].splitlines(keepends=True))) if parts else header


# Segment


def test_segment_takes_every_call_but_the_planted_ones(company: Path) -> None:
    client = SegmentClient("invented", send=False)
    odd = refused(company, BY_NAME["usage/track"])
    calls = records(company / "landing", BY_NAME["usage/track"])[:2000]

    taken = {call["messageId"] for call in calls if is_taken(client, call)}
    assert taken == {call["messageId"] for call in calls} - odd
    assert not is_taken(client, {**calls[0], "userId": None})
    assert not is_taken(client, {**calls[0], "properties": []})


def is_taken(client: SegmentClient, call: Record) -> bool:
    """Whether Segment's library sends the call, and sends what the file says."""
    try:
        _, sent = client.track(
            user_id=call.get("userId"),
            event=call.get("event"),
            properties=call.get("properties"),
            context=call.get("context"),
            timestamp=datetime.fromisoformat(call["timestamp"]) if "timestamp" in call else None,
            message_id=call["messageId"],
        )
    except AssertionError:
        return False
    same = ("type", "event", "userId", "properties", "messageId", "anonymousId")
    return all(sent[name] == call[name] for name in same) and sent["context"].items() >= call["context"].items()


# Delighted


def test_delighted_makes_its_own_objects_of_answers(company: Path) -> None:
    persons = 0
    for record in records(company / "landing", BY_NAME["delighted/survey_responses"]):
        made = SurveyResponse(json.loads(json.dumps(record)))

        assert (made.id, made.score, made.created_at) == (record["id"], record["score"], record["created_at"])
        assert isinstance(made.person, Person) == bool(record["person"])
        persons += bool(record["person"])
    assert persons
    with pytest.raises(KeyError):
        SurveyResponse({"id": "1", "person": {"name": "without an id"}})
