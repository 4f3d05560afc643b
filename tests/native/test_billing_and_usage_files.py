"""Stripe's and Delighted's pages, and usage events, one a line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import pytest

from tests.hostile.deliveries import Deliveries

CUSTOMER = {"id": "cus_1", "object": "customer", "name": "Acme", "created": 1756720000, "currency": "jpy"}


def stripe_page(number: int, has_more: bool) -> bytes:
    customer = {**CUSTOMER, "id": f"cus_{number}"}
    return json.dumps({"object": "list", "url": "/v1/customers", "has_more": has_more, "data": [customer]}).encode()


def test_a_list_of_stripe_is_whole_with_its_last_page(landed: Callable[[str], Deliveries]) -> None:
    stripe = landed("stripe")
    stripe.deliver("customers_20260901T000000Z_1.json", stripe_page(1, has_more=True))
    assert "more pages follow" in str(stripe.load_one().notices)
    stripe.deliver("customers_20260901T000000Z_2.json", stripe_page(2, has_more=False))
    assert [(outcome.object, outcome.notices) for outcome in stripe.load()] == [("customers", ())] * 2
    assert sorted(stripe.rows("id, created", "stripe__customers")) == [("cus_1", "1756720000"), ("cus_2", "1756720000")]


@pytest.mark.parametrize("records", [0, 1, 2])
def test_a_page_of_delighted_is_a_bare_array(landed: Callable[[str], Deliveries], records: int) -> None:
    delighted = landed("delighted")
    person = {"id": "7", "name": "Zoë", "email": "zoe@acme.example"}
    answer = {"survey_type": "nps", "score": 9, "comment": None, "created_at": 1756720000, "person": person}
    page = [{"id": str(number), **answer} for number in range(records)]
    delighted.deliver("survey_responses_20260901T000000Z.json", json.dumps(page).encode())
    outcome = delighted.load_one()
    assert (outcome.object, outcome.loaded, outcome.notices) == ("survey_responses", records, ())


def test_events_come_one_a_line_packed_or_not_and_a_broken_one_stays_out_alone(
    landed: Callable[[str], Deliveries],
) -> None:
    usage = landed("usage")
    event = {"type": "track", "userId": "u1", "context": {"groupId": "t1"}, "timestamp": "2026-09-01T10:00:00.000Z"}
    lines = [json.dumps({"messageId": f"m{number}", **event}).encode() for number in range(3)]
    usage.deliver("track_20260901T000000Z.ndjson", lines[0] + b"\n" + lines[1][:20] + b"\n\n")
    usage.deliver("track_20260902T000000Z.ndjson.gz", gzip.compress(lines[2]))
    outcomes = usage.by_file()
    assert [(outcome.object, outcome.loaded, outcome.quarantined) for outcome in outcomes.values()] == [
        ("track", 1, 1),
        ("track", 1, 0),
    ]
    assert sorted(usage.rows('"messageId"', "usage__track")) == [("m0",), ("m2",)]
    assert [(bad.line, bad.rule) for bad in usage.quarantine()] == [(2, "not_json")]
