"""Coupa: flat files with rows of several types, and REST answers in JSON and XML, which say the same."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from orchestration.registry import CsvDialect
from tests.hostile.deliveries import Deliveries, contract, registry_of

HEADER = '"type","id","po-number","status","version","updated-at","supplier-name","",""\n'
LINES = '"type","id","order-header-id","line-number","description","quantity","price","updated-at","type"\n'
ORDER = '"Header","17","PO-17","issued","1","2026-09-01T10:00:00-07:00","Brot & Söhne","",""\n'
LINE = '"Line","170","17","1","Rolls,\nsesame, ""fresh""","10","1.5","2026-09-01T10:00:00-07:00","OrderQuantityLine"\n'
SPLIT = '"Line Split","1","100","","","","","",""\n'


@pytest.fixture
def coupa(landed: Callable[[str], Deliveries]) -> Deliveries:
    return landed("coupa")


@pytest.mark.parametrize(
    "content",
    [
        HEADER + LINES + ORDER + LINE + SPLIT,
        HEADER + ORDER + SPLIT + LINES + LINE,
        LINES + HEADER + LINE + ORDER + SPLIT,
    ],
)
def test_a_flat_file_gives_one_entry_per_type_of_row(coupa: Deliveries, content: str) -> None:
    coupa.deliver("OrderHeader_20260901_100000Z_.csv", content.encode())
    assert sorted((outcome.object, outcome.loaded, outcome.quarantined) for outcome in coupa.load()) == [
        ("order_header_rows", 1, 0),
        ("order_line_rows", 1, 0),
    ]
    assert coupa.rows('id, "po-number", version, "supplier-name"', "coupa__order_header_rows") == [
        ("17", "PO-17", "1", "Brot & Söhne")
    ]
    assert coupa.rows('id, "order-header-id", description, type, _record', "coupa__order_line_rows") == [
        ("170", "17", 'Rolls,\nsesame, "fresh"', "OrderQuantityLine", 1)
    ]
    lines = {entry.object: entry.receipt.lines for entry in coupa.entries()}
    assert {name: (each.header, each.record, each.other) for name, each in lines.items()} == {
        "order_header_rows": (1, 1, 4),
        "order_line_rows": (1, 2, 3),
    }


def test_a_row_of_an_undeclared_type_is_quarantined(coupa: Deliveries) -> None:
    coupa.deliver("OrderHeader_1.csv", (HEADER + ORDER + '"Charge","1","","","","","","",""\n').encode())
    assert coupa.load_one().quarantined == 1
    (bad,) = coupa.quarantine()
    assert (bad.line, bad.rule) == (3, "unknown_row_type")
    assert "other_row_types" in bad.reason


def test_a_header_may_begin_with_its_type(coupa: Deliveries) -> None:
    described = contract(csv=CsvDialect(row_type="Line", other_row_types=("Header",)))
    coupa.registry, coupa.system = registry_of(described), "desk"
    coupa.deliver("t.csv", b"Header,No\nLine,Id,Name\nHeader,1\nLine,7,a\nLine,8,b\n")
    assert coupa.load_one().loaded == 2
    assert coupa.rows("id, name, _record, _line") == [("7", "a", 1, 4), ("8", "b", 2, 5)]


def test_xml_answers_give_the_json_that_json_answers_have(coupa: Deliveries) -> None:
    supplier = {"id": "3", "name": "Brot & Söhne", "number": None}
    line = {"id": "170", "line-num": "1", "price": "1.50", "supplier": supplier}
    order = {
        "id": "17",
        "po-number": "PO-17",
        "created-at": "2026-09-01T10:00:00-07:00",
        "updated-at": "2026-09-01T10:00:00-07:00",
        "supplier": supplier,
        "order-lines": [line],
    }
    content = """<?xml version="1.0" encoding="UTF-8"?>
<order-headers type="array">
  <order-header>
    <id type="integer">17</id>
    <po-number>PO-17</po-number>
    <created-at type="dateTime">2026-09-01T10:00:00-07:00</created-at>
    <updated-at type="dateTime">2026-09-01T10:00:00-07:00</updated-at>
    <supplier><id type="integer">3</id><name>Brot &amp; Söhne</name><number nil="true"/></supplier>
    <order-lines type="array">
      <order-line>
        <id type="integer">170</id><line-num type="integer">1</line-num><price type="decimal">1.50</price>
        <supplier><id type="integer">3</id><name>Brot &amp; Söhne</name><number nil="true"/></supplier>
      </order-line>
    </order-lines>
  </order-header>
</order-headers>"""
    coupa.deliver("a.json", json.dumps([order]).encode())
    coupa.deliver("b.xml", content.encode())
    outcomes = coupa.load()
    assert [(outcome.object, outcome.loaded) for outcome in outcomes] == [("purchase_orders", 1)] * 2
    first, second = coupa.rows('id, "po-number", supplier, "order-lines"', "coupa__purchase_orders")
    assert first == second
    assert json.loads(first[3]) == [line]


def test_an_answer_without_records_is_told_by_its_name(coupa: Deliveries) -> None:
    coupa.deliver("invoices_20260901T000000Z.json", b"[]")
    assert (coupa.load_one().object, coupa.rows("id", "coupa__invoices")) == ("invoices", [])
