"""What a delimited file can get wrong: bad records are named and kept aside, or the file is refused."""

from __future__ import annotations

import pytest

from orchestration.registry import CsvDialect
from tests.hostile.deliveries import Deliveries, assert_refused, contract, registry_of

HEADER = b"id,name,amount,changed\n"


def test_an_empty_file_is_refused(desk: Deliveries) -> None:
    desk.deliver("t.csv", b"")
    assert_refused(desk.load_one(), "desk/t.csv", "empty", "export it again", line=1)


def test_a_header_without_records_loads_as_no_records(desk: Deliveries) -> None:
    desk.deliver("t.csv", HEADER)
    outcome = desk.load_one()
    assert (outcome.status, outcome.records, desk.rows()) == ("loaded", 0, [])


def test_a_missing_required_column_is_named_with_what_was_found(desk: Deliveries) -> None:
    desk.registry = registry_of(contract(file_names=("t*.csv",)))
    desk.deliver("t.csv", b"id,title\n1,a\n")
    assert_refused(desk.load_one(), "desk/t.csv, line 1", "'name'", "found: 'id', 'title'", "aliases", line=1)


def test_a_file_that_fits_nothing_names_the_nearest_object(desk: Deliveries) -> None:
    desk.deliver("t.csv", b"id,title\n1,a\n")
    assert_refused(desk.load_one(), "nearest is ticket", "misses 'name'", "file_names", line=1)


def test_an_extra_column_is_kept_and_reported(desk: Deliveries) -> None:
    desk.deliver("t.csv", b"id,name,mood\n1,a,good\n")
    outcome = desk.load_one()
    assert "'mood'" in str(outcome.notices[0])
    assert desk.rows("id, name, mood, amount") == [("1", "a", "good", None)]


def test_a_known_column_named_twice_is_refused(desk: Deliveries) -> None:
    desk.deliver("t.csv", b"id,name,name\n1,a,b\n")
    assert_refused(desk.load_one(), "'name' stands twice", "once", line=1)


def test_two_spellings_of_one_column_are_refused(desk: Deliveries) -> None:
    desk.deliver("t.csv", b"id,name,amount,Amount (net)\n1,a,2,3\n")
    assert_refused(desk.load_one(), "two spellings of the one column 'amount'", line=1)


def test_an_unknown_column_named_twice_is_kept_under_two_names(desk: Deliveries) -> None:
    desk.deliver("t.csv", b"id,name,note,note\n1,a,x,y\n")
    assert "'note', 'note_2'" in str(desk.load_one().notices[0])
    assert desk.rows("note, note_2") == [("x", "y")]


@pytest.mark.parametrize("odd", [b"", b'9,"o"dd,1,\n'])
def test_a_header_repeated_in_mid_file_is_no_record(desk: Deliveries, odd: bytes) -> None:
    desk.deliver("t.csv", HEADER + b"1,a,1,\n" + HEADER + b"2,b,2,\n" + odd)
    outcome = desk.load_one()
    assert outcome.loaded == 2
    assert desk.rows("id, _record, _line") == [("1", 1, 2), ("2", 2, 4)]
    assert desk.entries()[0].receipt.lines.header == 2


def test_ragged_rows_are_quarantined_alone(desk: Deliveries) -> None:
    desk.deliver("t.csv", HEADER + b"1,a,1,\n2,b\n3,c,1,,more\n4,d,1,\n")
    outcome = desk.load_one()
    assert (outcome.records, outcome.loaded, outcome.quarantined) == (4, 2, 2)
    assert desk.rows("id, _record, _line") == [("1", 1, 2), ("4", 4, 5)]
    first, second = desk.quarantine()
    assert (first.file, first.line, first.record, first.rule, first.raw) == (
        "desk/t.csv",
        3,
        2,
        "ragged",
        "2,b",
    )
    assert first.reason == "2 fields where the header has 4"
    assert (second.line, second.reason, second.raw) == (4, "5 fields where the header has 4", "3,c,1,,more")


def test_an_unclosed_quote_costs_its_line_alone(desk: Deliveries) -> None:
    desk.deliver("t.csv", HEADER + b'1,a,1,\n2,"b,1,\n3,c,1,\n4,d,1,\n')
    desk.load()
    assert desk.rows() == [("1", "a"), ("3", "c"), ("4", "d")]
    (bad,) = desk.quarantine()
    assert (bad.line, bad.rule, bad.raw) == (3, "unclosed_quote", '2,"b,1,')
    assert "never closes" in bad.reason


def test_a_stray_quote_does_not_swallow_the_quoted_record_after_it(desk: Deliveries) -> None:
    desk.deliver("t.csv", HEADER + b'1,"a,1,\n2,"b\nb",1,\n3,5" pipe,1,\n4,"d" d,1,\n5,"e",1,\n')
    desk.load()
    assert desk.rows() == [("2", "b\nb"), ("5", "e")]
    assert [(bad.line, bad.rule) for bad in desk.quarantine()] == [
        (2, "stray_quote"),
        (5, "stray_quote"),
        (6, "stray_quote"),
    ]


def test_windows_1252_bytes_in_a_utf_8_file_are_named(desk: Deliveries) -> None:
    desk.deliver("t.csv", HEADER + "1,Zoë,1,\n".encode() + b"2,Zo\xeb,1,\n3,c,1,\n")
    desk.load()
    assert desk.rows() == [("1", "Zoë"), ("3", "c")]
    (bad,) = desk.quarantine()
    assert (bad.line, bad.rule, bad.raw) == (3, "encoding", "2,Zo\\xeb,1,")
    assert "utf-8" in bad.reason
    assert "windows-1252" in bad.reason


def test_utf_16_where_utf_8_is_declared_is_refused(desk: Deliveries) -> None:
    desk.deliver("t.csv", (HEADER + b"1,a,1,\n").decode().encode("utf-16"))
    assert_refused(desk.load_one(), "byte order mark of utf-16", "utf-8 is declared", "encoding: utf-16", line=1)


def test_utf_16_cut_in_half_is_refused(desk: Deliveries) -> None:
    desk.registry = registry_of(contract(csv=CsvDialect(encoding="utf-16")))
    desk.deliver("t.csv", (HEADER + b"1,a,1,\n").decode().encode("utf-16")[:-1])
    assert_refused(desk.load_one(), "not utf-16", "export it again")


def test_nul_bytes_cost_their_record_alone(desk: Deliveries) -> None:
    desk.deliver("t.csv", HEADER + b"1,a,1,\n2,b\0,1,\n3,c,1,\n")
    desk.load()
    assert desk.rows() == [("1", "a"), ("3", "c")]
    (bad,) = desk.quarantine()
    assert (bad.line, bad.rule, bad.raw) == (3, "nul_byte", "2,b\0,1,")


def test_required_values_that_are_empty_or_do_not_read_are_quarantined(desk: Deliveries) -> None:
    content = HEADER + b'1,a,1,\nx,"b\nb",1,\n3,,1,\n4,"d",1,\n'
    desk.deliver("t.csv", content)
    outcome = desk.load_one()
    assert (outcome.loaded, outcome.quarantined) == (2, 2)
    assert desk.rows("id, _record, _line") == [("1", 1, 2), ("4", 4, 6)]
    uncast, empty = desk.quarantine()
    assert (uncast.line, uncast.rule, uncast.raw) == (3, "required_uncast", 'x,"b\nb",1,')
    assert "'id' does not read as bigint" in uncast.reason
    assert (empty.line, empty.rule, empty.raw) == (5, "required_empty", "3,,1,")
    assert "'name'" in empty.reason


def test_optional_values_that_do_not_read_stay_and_are_counted_with_their_first_line(
    desk: Deliveries,
) -> None:
    desk.deliver("t.csv", HEADER + b"1,a,1.50,\n2,b,lots,\n3,c,many,\n")
    outcome = desk.load_one()
    assert desk.rows("amount") == [("1.50",), ("lots",), ("many",)]
    assert any("line 3: 2 values of 'amount'" in str(notice) for notice in outcome.notices)


def test_one_bad_file_does_not_stop_the_others(desk: Deliveries) -> None:
    desk.deliver("a.csv", b"")
    desk.deliver("b.csv", HEADER + b"1,a,1,\n")
    assert [outcome.status for outcome in desk.load()] == ["refused", "loaded"]
