"""What JSON pages and NDJSON can get wrong."""

from __future__ import annotations

import pytest

from orchestration.registry import Column
from tests.hostile.deliveries import COLUMNS, Deliveries, assert_refused, contract, registry_of


@pytest.fixture
def lines(desk: Deliveries) -> Deliveries:
    desk.registry = registry_of(contract(format="ndjson", file_names=("*.ndjson",)))
    return desk


@pytest.fixture
def pages(desk: Deliveries) -> Deliveries:
    desk.registry = registry_of(contract(format="json", record_path="result"))
    return desk


def test_a_page_that_is_no_json_is_refused_with_line_and_column(pages: Deliveries) -> None:
    pages.deliver("t.json", b'{"result": [\n{"id": 1,}\n]}')
    assert_refused(pages.load_one(), "desk/t.json, line 2", "no JSON", "column", "export the page again", line=2)


def test_a_page_cut_short_is_refused(pages: Deliveries) -> None:
    pages.deliver("t.json", b'{"result": [{"id": 1, "name": "a"},')
    assert_refused(pages.load_one(), "no JSON", line=1)


def test_elements_that_are_no_objects_or_name_a_key_twice_are_quarantined(pages: Deliveries) -> None:
    pages.deliver(
        "t.json",
        b'{"result": [\n{"id": 1, "name": "a"},\n7, {"id": 2, "id": 3, "name": "b"},\n{"id":4,"name":"d"}]}',
    )
    outcome = pages.load_one()
    assert (outcome.records, outcome.loaded) == (4, 2)
    assert pages.rows("id, _record, _line") == [("1", 1, 2), ("4", 4, 4)]
    bare, twice = pages.quarantine()
    assert (bare.line, bare.rule, bare.raw) == (3, "not_object", "7")
    assert (twice.line, twice.rule, twice.raw) == (3, "duplicate_key", '{"id": 2, "id": 3, "name": "b"}')


def test_an_element_without_its_key_is_quarantined_with_its_text(pages: Deliveries) -> None:
    pages.deliver("t.json", b'{"result": [{"id": 1, "name": "a"}, {"name": "b"}, {"id": "x", "name": "c"}]}')
    pages.load()
    assert [(bad.rule, bad.raw) for bad in pages.quarantine()] == [
        ("required_empty", '{"name": "b"}'),
        ("required_uncast", '{"id": "x", "name": "c"}'),
    ]


def test_a_strict_value_that_does_not_read_is_quarantined_and_an_empty_one_is_not(desk: Deliveries) -> None:
    columns = (*COLUMNS[:2], Column(name="score", data_type="bigint", strict=True))
    desk.registry = registry_of(contract(format="json", columns=columns))
    desk.deliver(
        "t.json",
        b'[{"id": 1, "name": "a", "score": 9}, {"id": 2, "name": "b", "score": 9.5}, '
        b'{"id": 3, "name": "c", "score": null}, {"id": 4, "name": "d"}]',
    )
    desk.load()
    assert desk.rows("id, score") == [("1", "9"), ("3", None), ("4", None)]
    (bad,) = desk.quarantine()
    assert (bad.record, bad.rule) == (2, "strict_uncast")
    assert bad.reason == "strict column 'score' does not read as bigint"


def test_one_bad_line_among_many_is_quarantined_alone(lines: Deliveries) -> None:
    good = [f'{{"id": {n}, "name": "n{n}"}}\n'.encode() for n in range(1, 1001)]
    good.insert(500, b'{"id": 5000, "name": \n')
    lines.deliver("t.ndjson", b"".join(good))
    outcome = lines.load_one()
    assert (outcome.records, outcome.loaded) == (1001, 1000)
    (bad,) = lines.quarantine()
    assert (bad.file, bad.line, bad.rule, bad.raw) == (
        "desk/t.ndjson",
        501,
        "not_json",
        '{"id": 5000, "name":',
    )
    assert len(lines.rows()) == 1000


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"[1]", "not_object"),
        (b'{"id": 1, "id": 2}', "duplicate_key"),
        (b'{"id": 1, "name": "Zo\xeb"}', "encoding"),
        (b'{"id": 1, "name": "\\ud800"}', "encoding"),
        (b'{"id": 1, "name": "a\0"}', "nul_byte"),
        (b'{"id": 1, "name": "a\\u0000"}', "nul_byte"),
        (b'{"id": NaN, "name": "a"}', "not_json"),
        (b'{"name": "a"}', "required_empty"),
        (b"[" * 100_000, "not_json"),
    ],
)
def test_a_bad_line_is_quarantined_with_its_rule_and_raw_text(lines: Deliveries, raw: bytes, rule: str) -> None:
    lines.deliver("t.ndjson", b'{"id": 7, "name": "g"}\n\n' + raw + b'\n{"id": 8, "name": "h"}\n')
    lines.load()
    assert lines.rows() == [("7", "g"), ("8", "h")]
    (bad,) = lines.quarantine()
    assert (bad.line, bad.rule, bad.raw) == (3, rule, raw.decode("utf-8", "backslashreplace"))


def test_a_required_column_that_no_line_has_refuses_the_file(lines: Deliveries) -> None:
    lines.deliver("t.ndjson", b'{"id": 1}\n{"id": 2}\n')
    assert_refused(lines.load_one(), "'name'", "found: 'id'")
