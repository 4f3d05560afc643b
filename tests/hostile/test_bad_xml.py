"""What XML unloads can get wrong."""

from __future__ import annotations

import pytest

from tests.hostile.deliveries import COLUMNS, Deliveries, assert_refused, contract, registry_of


@pytest.fixture
def unloads(desk: Deliveries) -> Deliveries:
    desk.registry = registry_of(contract(format="xml", record_path="ticket"))
    return desk


def test_records_without_their_key_are_quarantined_with_line_and_text(unloads: Deliveries) -> None:
    unloads.deliver(
        "t.xml",
        b'<?xml version="1.0"?>\n<unload>\n<ticket><id>1</id><name>a</name></ticket>\n'
        b"<ticket><id>x</id><name>b</name></ticket>\n<ticket><id>3</id><name/></ticket><ticket><id>4</id><id>4</id>"
        b"<name>d</name></ticket>\n<ticket><id>5</id><name>\xc3\xab</name></ticket></unload>",
    )
    outcome = unloads.load_one()
    assert (outcome.records, outcome.loaded) == (5, 2)
    assert unloads.rows("id, name, _record, _line") == [("1", "a", 1, 3), ("5", "ë", 5, 6)]
    found = {bad.record: (bad.line, bad.rule, bad.raw) for bad in unloads.quarantine()}
    assert found == {
        2: (4, "required_uncast", "<ticket><id>x</id><name>b</name></ticket>"),
        3: (5, "required_empty", "<ticket><id>3</id><name/></ticket>"),
        4: (5, "duplicate_key", "<ticket><id>4</id><id>4</id><name>d</name></ticket>"),
    }


def test_a_document_type_is_refused_by_name_before_it_can_grow(unloads: Deliveries) -> None:
    entities = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    unloads.deliver("t.xml", f'<!DOCTYPE lolz [<!ENTITY lol0 "lol">{entities}]><u>&lol9;</u>'.encode())
    assert_refused(unloads.load_one(), "document type 'lolz'", "without a document type", line=1)


def test_an_outside_entity_is_never_read(unloads: Deliveries) -> None:
    unloads.deliver("t.xml", b'\n<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><u>&x;</u>')
    assert_refused(unloads.load_one(), "document type 'u'", line=2)


def test_a_broken_file_is_refused_with_its_line(unloads: Deliveries) -> None:
    unloads.deliver("t.xml", b"<u>\n<ticket><id>1</id>\n<name>a</nam></ticket></u>")
    assert_refused(unloads.load_one(), "desk/t.xml, line 3", "no XML", "mismatched tag", "export the file", line=3)


def test_a_file_cut_short_after_many_records_leaves_nothing_behind(unloads: Deliveries) -> None:
    records = b"".join(b"<ticket><id>%d</id><name>n</name></ticket>\n" % n for n in range(20_000))
    unloads.deliver("t.xml", b"<u>" + records)
    assert_refused(unloads.load_one(), "no element found", line=20_001)
    assert unloads.entries() == []


def test_a_table_of_another_name_is_refused(unloads: Deliveries) -> None:
    unloads.deliver("t.xml", b"<u><user><id>1</id></user></u>")
    assert_refused(unloads.load_one(), "no element 'ticket' below the root; found: 'user'")


def test_an_unload_without_records_holds_none(unloads: Deliveries) -> None:
    unloads.deliver("t.xml", b"<u>\n</u>")
    assert (unloads.load_one().status, unloads.rows()) == ("loaded", [])


def test_deep_nesting_does_no_harm(unloads: Deliveries) -> None:
    unloads.deliver("t.xml", b"<u>" + b"<x>" * 100_000 + b"</x>" * 100_000 + b"</u>")
    assert_refused(unloads.load_one(), "no element 'ticket' below the root")


def test_objects_of_one_system_are_told_apart_by_their_elements(desk: Deliveries) -> None:
    ticket = contract(format="xml", record_path="ticket")
    user = contract(name="user", format="xml", record_path="user")
    pages = contract(name="page", format="json", record_path="user", columns=COLUMNS[:2])
    desk.registry = registry_of(ticket, user, pages)
    desk.deliver("a.xml", b"<u><user><id>1</id><name>a</name></user></u>")
    desk.deliver("b.json", b'{"user": [{"id": 1, "name": "a"}]}')
    assert [outcome.object for outcome in desk.load()] == ["user", "page"]
