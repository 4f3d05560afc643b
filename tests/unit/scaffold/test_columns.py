"""What columns are for: the key, the clock and the cursor among them, and what they tell of people."""

import pytest

from orchestration.errors import RapportError
from orchestration.scaffold.columns import Extract, describe
from orchestration.scaffold.conform import conform
from orchestration.scaffold.entities import entity_of
from orchestration.scaffold.sample import Sample, Written


def extract(name: str = "lines.csv", **columns: list[str | None]) -> Extract:
    return describe(Sample(name, Written("csv"), {each.replace("_", " "): texts for each, texts in columns.items()}, 0))


def key(**columns: list[str | None]) -> list[str]:
    return [each.name for each in extract(**columns).key]


def test_a_key_is_named_like_one_before_it_is_merely_unique() -> None:
    assert key(colour=["a", "b"], price=["1", "2"], order_id=["7", "8"]) == ["order id"]
    assert key(vendor_id=["1", "2"], id=["7", "8"]) == ["id"]


def test_a_key_is_composed_where_no_single_column_tells_records_apart() -> None:
    assert key(order_no=["1", "1", "2"], line=["1", "2", "1"], colour=["x", "y", "z"]) == ["order no", "line"]


def test_a_column_with_gaps_an_amount_or_a_person_is_no_key() -> None:
    with pytest.raises(RapportError, match="tell its records apart"):
        extract(id=["1", None], amount=["1.5", "2.5"], buyer=["Nora", "Omar"], colour=["x", "x"])


def test_a_change_makes_a_delta_and_what_is_due_dates_nothing() -> None:
    found = extract(id=["1"], due_date=["2027-01-01"], delivered_date=["2026-01-01"], modified_at=["2026-02-01"])
    assert found.cursor is not None
    assert (found.cursor.name, [each.name for each in found.clock]) == ("modified at", ["modified at"])

    found = extract(id=["1"], due_date=["2027-01-01"], delivered_date=["2026-01-01"])
    assert (found.cursor, [each.name for each in found.clock]) == (None, ["delivered date"])


@pytest.mark.parametrize(
    ("name", "object_name", "format_"),
    [
        ("orders_20260930T060000Z.csv", "orders", "%Y%m%dT%H%M%SZ"),
        ("orders 2026-09-30.csv", "orders", "%Y-%m-%d"),
        ("20260930-Order Lines.csv", "order_lines", "%Y%m%d"),
        ("orders_20260930_060000.csv", "orders", "%Y%m%d_%H%M%S"),
    ],
)
def test_the_stamp_of_a_name_is_no_part_of_what_it_is(name: str, object_name: str, format_: str) -> None:
    found = extract(name, id=["1"], created=["2026-01-01"])

    assert found.stamp is not None
    assert (found.object, found.stamp[1], found.clock) == (object_name, format_, ())


@pytest.mark.parametrize(
    ("name", "text", "personal_data"),
    [
        ("first name", "Nora", "name"),
        ("buyer", "Nora", "name"),
        ("vendor name", "Nordlicht", "none"),
        ("who", "nora@nordlicht.example", "contact"),
        ("mobile", "+49 1", "contact"),
        ("comments", "call first", "free_text"),
        ("what", "a text " * 12, "free_text"),
        ("password", "x", "secret"),
        ("IBAN", "DE00", "identifier"),
        ("item description", "bolt", "none"),
    ],
)
def test_what_a_column_tells_of_people(name: str, text: str, personal_data: str) -> None:
    column = describe(Sample("a.csv", Written("csv"), {"id": ["1"], name: [text]}, 0)).columns[1]

    assert column.personal_data == personal_data
    assert bool(column.as_name) == (personal_data not in ("free_text", "secret"))


def test_names_in_staging_are_plain_free_and_each_once() -> None:
    names = ["id", "Order", "order", "PO #", "Größe", "1st", "source instance", "aB"]
    found = describe(Sample("a.csv", Written("csv"), {name: ["1"] for name in names}, 0)).columns

    assert [each.as_name for each in found] == [
        "id", "order_value", "order_value_2", "po_number", "grosse", "column_1st", "source_instance_value", "a_b",
    ]  # fmt: skip


def test_a_party_that_no_column_names_has_no_record_and_one_that_many_rows_name_has_one() -> None:
    found = extract(ticket_id=["1", "2"], company=["Birds", "Birds"], opened_at=["2026-01-01", "2026-01-02"])
    ticket, client, supplier = conform(found, [entity_of(name) for name in ("ticket", "client", "supplier")])
    native = {model.entity.name: {each.target.name: each.sql for each in model.given} for model in (ticket, client)}

    assert native["ticket"]["client_native_id"] == native["client"]["native_id"] == "records.company"
    assert client.group_by == ("records.source_instance", "records.company")
    assert supplier.is_nowhere
    assert "native_id" in supplier.missing


def test_types_must_agree_and_an_amount_stands_for_one_column_only() -> None:
    found = extract(id=["1"], order_date=["soon"], total=["1.5"], quantity=["2"])
    (model,) = conform(found, [entity_of("purchase_order_line")])
    given = {each.target.name: each for each in model.given}

    assert given["ordered_on"].is_empty
    assert given["line_amount"].sql == "records.total"
    assert [name for name, each in given.items() if each.sql == "records.quantity"] == ["quantity"]
    assert {"order_native_id", "supplier_native_id", "currency"} <= set(model.missing)
