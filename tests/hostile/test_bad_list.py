"""What lists downloaded from a screen can get wrong."""

from __future__ import annotations

import pytest

from tests.hostile.deliveries import Deliveries, assert_refused, contract, registry_of

HEAD = b"Table: TICKET\n\n-----\n|id|name|\n-----\n"


@pytest.fixture
def lists(desk: Deliveries) -> Deliveries:
    desk.registry = registry_of(contract(format="list", file_names=("*.txt",)))
    return desk


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (b"|2|b|c|", "ragged"),
        (b"|2|", "ragged"),
        (b"2 hits", "not_a_row"),
        (b"|2|cut short", "not_a_row"),
        (b"|2|a\0b|", "nul_byte"),
        (b"|2|Zo\xeb|", "encoding"),
        (b"|x|b|", "required_uncast"),
        (b"|2| |", "required_empty"),
    ],
)
def test_a_bad_line_is_quarantined_alone_with_its_text(lists: Deliveries, row: bytes, rule: str) -> None:
    lists.deliver("t.txt", HEAD + b"|1|a|\n" + row + b"\n|3|c|\n-----\n")
    lists.load()
    assert lists.rows("id, name, _record, _line") == [("1", "a", 1, 6), ("3", "c", 3, 8)]
    (bad,) = lists.quarantine()
    assert (bad.line, bad.rule, bad.raw) == (7, rule, row.decode("utf-8", "backslashreplace"))


def test_a_list_without_a_header_is_refused(lists: Deliveries) -> None:
    lists.deliver("t.txt", b"Table: TICKET\n-----\n")
    assert_refused(lists.load_one(), "no line of column names", "with its header")


def test_a_list_without_a_required_column_is_refused(lists: Deliveries) -> None:
    lists.deliver("t.txt", b"|id|amount|\n|1|2|\n")
    assert_refused(lists.load_one(), "'name'", "found: 'id', 'amount'", line=1)


def test_a_header_cut_short_is_refused(lists: Deliveries) -> None:
    lists.deliver("t.txt", b"|id|name\n|1|a|\n")
    assert_refused(lists.load_one(), "required column", "found: no column", line=1)


def test_an_empty_list_holds_no_record(lists: Deliveries) -> None:
    lists.deliver("t.txt", HEAD)
    assert (lists.load_one().status, lists.rows()) == ("loaded", [])
