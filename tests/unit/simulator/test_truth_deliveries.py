"""On-time delivery by line, quantity and value, whole orders, and lead time (KPIS.md, section 5)."""

import itertools
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seeds.simulator.truth.supplier import allocation
from seeds.simulator.truth.supplier.allocation import allocate
from seeds.simulator.world.company import Rules
from seeds.simulator.world.supplier.life import Receipt, ScheduleLine
from tests.unit.simulator.lives import at, day, orphan, quarantined
from tests.unit.simulator.supplies import (
    SUPPLIER,
    UNKNOWN,
    billed,
    by_amount,
    due,
    figures,
    invoice,
    life,
    line,
    moved,
    order,
    returned,
)


def parts(row):
    return row.numerator, row.denominator, row.value


def worked_example():
    schedule = [due("2026-03-10", "60"), due("2026-03-20", "40", position=2)]
    receipts = [
        moved("2026-03-10", "50"),
        moved("2026-03-12", "20"),
        moved("2026-03-20", "25"),
        moved("2026-03-21", "5"),
    ]
    return life(orders=[order("2026-02-01", line(schedule, receipts))])


def one_day_of_tolerance(monkeypatch):
    monkeypatch.setattr(allocation, "RULES", Rules(otd_tolerance_days=1))


def test_lines_count_that_arrive_in_full_by_their_day():
    row = figures("supplier_otd_lines", worked_example()).row()
    assert (*parts(row), row.sample_size, row.open_count) == (0, 2, 0, 2, 0)


def test_with_one_day_of_tolerance_one_of_the_two_is_on_time(monkeypatch):
    one_day_of_tolerance(monkeypatch)
    assert parts(figures("supplier_otd_lines", worked_example()).row()) == (1, 2, 50)


def test_quantities_count_by_what_was_there_on_their_day(monkeypatch):
    assert figures("supplier_otd_quantity", worked_example()).value() == 85
    one_day_of_tolerance(monkeypatch)
    assert figures("supplier_otd_quantity", worked_example()).value() == 90


def two_units():
    kilos = line([due("2026-03-10", "100")], [moved("2026-03-09", "90")], price="2", unit="KG", item="glue")
    pumps = line([due("2026-03-10", "2")], [moved("2026-03-09", "1")], price="500", item="pump")
    return life(orders=[order("2026-02-01", kilos, pumps)])


def test_by_value_the_order_price_weighs():
    assert figures("supplier_otd_value", two_units()).value() == Decimal("56.666667")


def test_the_price_is_for_one_unit_also_where_it_is_ordered_for_a_hundred():
    screws = line([due("2026-03-10", "100")], [], price="3", price_unit=100)
    glue = line([due("2026-03-10", "1")], [moved("2026-03-10", "1")])
    assert parts(figures("supplier_otd_value", life(orders=[order("2026-02-01", screws, glue)])).row()) == (1, 4, 25)


def test_quantities_of_several_units_make_a_row_without_a_figure():
    row = figures("supplier_otd_quantity", two_units()).row()
    assert (*parts(row), row.sample_size, row.status) == (None, None, None, 2, "insufficient_data")


def test_values_of_several_currencies_convert_at_the_orders_day_and_without_a_rate_do_not_count():
    lines = [line([due("2026-03-10", "10")], [moved("2026-03-10", "10")]) for _ in range(2)]
    late = line([due("2026-03-10", "9")])
    given_life = life(
        orders=[
            order("2026-01-15", lines[0], currency="EUR"),
            order("2026-02-15", lines[1], currency="TRY"),
            order("2026-02-15", late),
        ]
    )
    assert parts(figures("supplier_otd_value", given_life).row()) == (11, 20, 55)
    assert figures("supplier_otd_lines", given_life).row().denominator == 3


def on_time(*lines, **as_of):
    return figures("supplier_otd_lines", life(orders=[order("2026-01-01", *lines)]), **as_of)


def test_the_first_promise_is_due_and_without_one_the_day_asked_for():
    promises = (("2026-01-02", "2026-03-05"), ("2026-01-03", "2026-03-20"))
    promised = line([due("2026-02-01", "1", *promises)], [moved("2026-03-06")])
    asked = line([due("2026-03-07")], [moved("2026-03-07")])
    found = on_time(promised, asked)
    assert parts(found.row()) == (1, 2, 50)
    assert found.row("2026-02-01") is None


def test_an_early_delivery_is_on_time():
    assert on_time(line([due("2026-03-10")], [moved("2026-01-02")])).value() == 100


def test_cancelled_lines_and_orders_and_those_by_amount_are_not_due():
    gone = order("2026-01-01", line([due("2026-03-10")]), is_cancelled=True)
    left = order("2026-01-01", line([due("2026-03-10")], is_cancelled=True), by_amount("10"))
    assert figures("supplier_otd_lines", life(orders=[gone, left])).rows == {}
    assert figures("supplier_otif", life(orders=[gone, left])).rows == {}


def test_a_return_takes_back_what_came_last_and_its_replacement_counts_on_its_own_day():
    first, second = moved("2026-03-01", "6"), moved("2026-03-05", "4")
    schedule = [due("2026-03-05", "6"), due("2026-03-06", "4", position=2)]
    sent_back = [first, second, returned("2026-03-07", first, "1")]
    assert on_time(line(schedule, sent_back)).row().numerator == 1
    replaced = [*sent_back, moved("2026-03-09", "1")]
    found = on_time(line(schedule, replaced))
    assert (found.row().numerator, found.row().open_count) == (1, 0)


def test_a_disposal_takes_nothing_back():
    came = moved("2026-03-01")
    assert on_time(line([due("2026-03-05")], [came, returned("2026-03-02", came, "1", "disposal")])).value() == 100


def test_a_surplus_goes_back_first():
    came = moved("2026-03-01", "3")
    assert on_time(line([due("2026-03-05", "2")], [came, returned("2026-03-02", came, "1")])).value() == 100


def test_what_is_open_on_its_day_can_still_come_in_time():
    open_line = line([due("2026-03-31")])
    row = on_time(open_line).row()
    assert (*parts(row), row.open_count, row.is_final) == (0, 1, 0, 1, False)
    late = on_time(line([due("2026-03-30")])).row()
    assert (*parts(late), late.open_count, late.is_final) == (0, 1, 0, 1, True)
    assert not on_time(line([due("2026-03-31")], [moved("2026-03-01")])).row().is_final


def test_tolerance_keeps_open_lines_from_being_final(monkeypatch):
    one_day_of_tolerance(monkeypatch)
    assert not on_time(line([due("2026-03-30")])).row().is_final
    assert on_time(line([due("2026-03-29")])).row().is_final


def test_what_falls_due_after_as_of_is_not_due_yet():
    assert on_time(line([due("2026-04-01")], [moved("2026-03-01")])).rows == {}


def test_only_what_was_posted_by_as_of_has_arrived_and_only_promises_of_then_count():
    came_late = moved("2026-03-10", posted_at=at("2026-03-12T09:00"))
    then = at("2026-03-11T23:00")
    assert on_time(line([due("2026-03-10")], [came_late]), as_of=then).value() == 0
    assert on_time(line([due("2026-03-10")], [came_late])).value() == 100
    promised = line([due("2026-03-10", "1", ("2026-03-12", "2026-03-20"))])
    assert on_time(promised, as_of=then).row().denominator == 1
    assert parts(on_time(promised).row()) == (0, 1, 0)


def test_an_order_recorded_after_as_of_is_not_known():
    recorded = order("2026-03-01", line([due("2026-03-02")]), created_at=at("2026-03-05"))
    assert figures("supplier_otd_lines", life(orders=[recorded]), as_of=at("2026-03-04T23:00")).rows == {}


def test_country_is_a_slice_where_the_system_names_one():
    lines = [line([due("2026-03-10")], [moved("2026-03-10")]) for _ in range(2)]
    sent = [
        order("2026-01-01", lines[0], ship_to_country="DE"),
        order("2026-01-01", lines[1], ship_to_country="GB", business_unit="Logistics"),
    ]
    found = figures("supplier_otd_lines", life(orders=sent))
    assert found.row(part="DE").denominator == 1
    assert found.row(part="GB") is None
    assert found.row().denominator == 2


def test_orders_of_unknown_suppliers_count_under_unknown_and_those_in_quarantine_nowhere():
    kept, lost, broken = (order("2026-01-01", line([due("2026-03-10")], [moved("2026-03-10")])) for _ in range(3))
    found = figures("supplier_otd_lines", life(orders=[kept, orphan(lost), quarantined(broken)]))
    assert found.row(entity=SUPPLIER).denominator == found.row(entity=UNKNOWN).denominator == 1
    assert found.row().denominator == 2


def test_a_receipt_in_quarantine_has_not_arrived():
    assert on_time(line([due("2026-03-10")], [quarantined(moved("2026-03-10"))])).value() == 0


def test_lines_roll_up_by_their_own_category_its_manager_and_their_unit():
    machined = line([due("2026-03-10")], [moved("2026-03-10")], category="Machined parts")
    found = figures(
        "supplier_otd_lines", life(orders=[order("2026-01-01", machined, line([due("2026-03-10")]))]), life(2)
    )
    assert found.value(entity=("category", "Machined parts")) == 100
    assert found.value(entity=("category", "Electronics")) == 0
    assert found.value(entity=("business_unit", "Software")) == 50
    assert found.row(entity=("supplier", "coupa/default/2")) is None
    managers = {key[1] for key in found.rows if key[0] == "relationship_manager"}
    assert len(managers) == 2


def test_longer_grains_add_the_months_up():
    lines = [line([due(day)], [moved("2026-01-20")]) for day in ("2026-01-15", "2026-01-31", "2026-03-01")]
    found = on_time(*lines)
    assert parts(found.row("2026-01-01")) == (1, 2, 50)
    assert found.row("2026-02-01") is None
    assert found.row("2026-01-01", grain="quarter").value == Decimal("66.666667")
    assert found.ever().denominator == 3


def test_of_100_orders_with_5_late_4_short_and_2_both_93_are_in_time_and_in_full():
    """The late and the short ones overlap in two."""
    orders = []
    for place in range(100):
        quantity = "1" if place in (0, 1, 5, 6) else "2"
        orders.append(
            order("2026-01-01", line([due("2026-03-10", "2")], [moved(f"2026-03-{10 + (place < 5)}", quantity)]))
        )
    row = figures("supplier_otif", life(orders=orders)).row()
    assert parts(row) == (93, 100, 93)


def test_an_order_counts_once_its_last_line_is_due_in_the_category_of_its_first():
    first = line([due("2026-02-10")], [moved("2026-02-10")], category="Packaging")
    second = line([due("2026-03-10")], [moved("2026-03-10")])
    found = figures("supplier_otif", life(orders=[order("2026-01-01", by_amount("5"), first, second)]))
    assert found.row("2026-02-01") is None
    assert found.value(entity=("category", "Packaging")) == 100
    assert found.row(entity=("category", "Electronics")) is None
    later = [first, line([due("2026-04-10")])]
    assert figures("supplier_otif", life(orders=[order("2026-01-01", *later)])).rows == {}


def perfect(*lines, invoices=()):
    return figures("supplier_perfect_order_rate", life(orders=[order("2026-01-01", *lines)], invoices=list(invoices)))


def delivered(**given_line):
    return line([due("2026-03-10", "10")], [moved("2026-03-10", "10")], **given_line)


def test_an_order_in_time_that_nobody_billed_is_perfect():
    assert perfect(delivered()).value() == 100


def test_a_rejection_or_an_invoice_that_does_not_match_spoils_an_order():
    rejected = moved("2026-03-10", "10", inspected_on=day("2026-03-11"), inspection_rejects=Decimal(1))
    assert perfect(line([due("2026-03-10", "10")], [rejected])).value() == 0
    plain = delivered()
    assert perfect(plain, invoices=[invoice("2026-03-12", billed(plain, "10"))]).value() == 100
    assert perfect(plain, invoices=[invoice("2026-03-12", billed(plain, "10", "1.03"))]).value() == 0
    assert perfect(plain, invoices=[invoice("2026-03-12", billed(plain, "11"))]).value() == 0


def test_the_invoices_of_its_lines_by_amount_must_match_too():
    service = by_amount("100")
    assert perfect(delivered(), service, invoices=[invoice("2026-03-12", billed(service, None, "103"))]).value() == 0


def test_lead_time_runs_to_the_last_receipt_of_lines_received_in_full():
    lines = [line([due("2026-03-01", "2")], [moved("2026-03-02"), moved(f"2026-03-{last:02}")]) for last in (6, 10, 31)]
    short = line([due("2026-03-01", "2")], [moved("2026-03-02")])
    found = figures("supplier_lead_time_days", life(orders=[order("2026-03-01", *lines, short)]))
    assert (found.value(), found.row().sample_size) == (9, 3)


def test_lead_time_counts_in_the_month_of_that_receipt():
    slow = line([due("2026-02-01", "2")], [moved("2026-02-02"), moved("2026-03-04")])
    found = figures("supplier_lead_time_days", life(orders=[order("2026-02-01", slow)]))
    assert found.row("2026-02-01") is None
    assert found.value() == 31


DAY = date(2026, 1, 1)
AS_OF = at("2026-12-31")


def by_the_piece(schedule, moves):
    """Every single piece as it comes and goes: for each schedule line, the days of the pieces that it holds."""
    pieces = []
    for move in moves:
        for _ in range(int(move.quantity)):
            if move.kind == "receipt":
                pieces.append(move.moved_on)
            elif move.kind == "return" and pieces:
                pieces.pop()
    waiting = iter(pieces)
    in_turn = sorted(schedule, key=lambda each: each.requested_on)
    return [list(itertools.islice(waiting, int(each.quantity))) for each in in_turn]


def random_line(random):
    days = range(31)
    schedule = [
        ScheduleLine(position, Decimal(random.randint(1, 12)), DAY + timedelta(days=random.choice(days)))
        for position in range(1, random.randint(1, 4) + 1)
    ]
    moves = [
        Receipt(
            number,
            random.choice(["receipt", "receipt", "receipt", "return", "disposal"]),
            Decimal(random.randint(1, 15)),
            DAY + timedelta(days=on),
            at("2026-01-01"),
        )
        for number, on in enumerate(sorted(random.choices(days, k=random.randint(0, 7))))
    ]
    return schedule, moves


def is_as_piece_by_piece(schedule, moves, tolerance):
    in_turn = sorted(schedule, key=lambda each: each.requested_on)
    filled = allocate(schedule, moves, AS_OF)
    for each, wanted, pieces in zip(filled, in_turn, by_the_piece(schedule, moves), strict=True):
        latest = wanted.requested_on + timedelta(days=tolerance)
        in_time = sum(1 for came in pieces if came <= latest)
        assert (each.due_on, each.quantity) == (wanted.requested_on, wanted.quantity)
        assert each.is_full == (len(pieces) == wanted.quantity)
        assert each.on_time_quantity == in_time
        assert each.is_on_time == (in_time == wanted.quantity)
        assert [part.day for part in each.parts for _ in range(int(part.quantity))] == pieces


@pytest.mark.parametrize("tolerance", [0, 3])
@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_receipts_are_laid_over_schedule_lines_as_piece_by_piece(tolerance, seed):
    """Fifty orders an example: 10,000 in all."""
    random = Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(allocation, "RULES", Rules(otd_tolerance_days=tolerance))
        for _ in range(50):
            is_as_piece_by_piece(*random_line(random), tolerance)
