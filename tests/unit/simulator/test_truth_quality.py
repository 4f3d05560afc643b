"""supplier_defect_ppm: rejected of a million received (KPIS.md, section 5)."""

from decimal import Decimal

from tests.unit.simulator.lives import at, day, orphan, quarantined
from tests.unit.simulator.supplies import SUPPLIER, UNKNOWN, due, figures, life, line, moved, order, returned


def defects(*lines, **given):
    return figures("supplier_defect_ppm", life(orders=[order("2026-01-01", *lines)]), **given)


def received(quantity, rejects="0", on="2026-03-10", inspected="2026-03-12"):
    return moved(on, quantity, inspected_on=day(inspected), inspection_rejects=Decimal(rejects))


def of(*receipts, **given):
    return line([due("2026-03-10", "10")], receipts, **given)


def test_37_of_12_500_are_2_960_of_a_million():
    row = defects(of(received("12000", "30"), received("500", "7"))).row()
    assert (row.numerator, row.denominator, row.value, row.sample_size) == (37, 12_500, 2_960, 2)


def test_what_inspection_turned_down_and_went_back_counts_once():
    came = received("100", "10")
    assert defects(of(came, returned("2026-03-20", came, "10"))).value() == 100_000


def test_returns_and_disposals_count_together_where_inspection_found_less():
    came = received("100", "10")
    moves = [came, returned("2026-03-20", came, "8"), returned("2026-03-21", came, "7", "disposal")]
    assert defects(of(*moves)).value() == 150_000


def test_never_more_is_rejected_than_was_received():
    came = received("100", "90")
    moves = [came, returned("2026-03-20", came, "80"), returned("2026-03-21", came, "80")]
    assert defects(of(*moves)).value() == 1_000_000


def test_a_return_counts_in_the_month_of_its_receipt():
    came = received("100", on="2026-02-27")
    found = defects(of(came, returned("2026-03-20", came, "5")))
    assert found.value("2026-02-01") == 50_000
    assert found.row("2026-03-01") is None


def test_what_happens_after_as_of_rejects_nothing_yet():
    came = received("100", "10")
    moves = of(came, returned("2026-03-20", came, "20"))
    assert defects(moves, as_of=at("2026-03-11T23:00")).value() == 0
    assert defects(moves, as_of=at("2026-03-12T23:00")).value() == 100_000
    assert defects(moves, as_of=at("2026-03-20T11:00")).value() == 100_000
    assert defects(moves, as_of=at("2026-03-20T23:00")).value() == 200_000


def test_a_group_of_several_units_weighs_by_order_price():
    kilos = of(received("100", "10"), price="2", unit="KG", category="Chemicals")
    pumps = of(received("2"), price="500")
    found = defects(kilos, pumps)
    assert found.row().denominator == 1_200
    assert found.value() == Decimal("16666.666667")
    assert found.row(entity=("category", "Chemicals")).denominator == 100
    assert found.value(entity=SUPPLIER) == Decimal("16666.666667")


def test_without_a_rate_a_receipt_has_no_worth():
    kilos = order("2026-01-15", of(received("100", "10"), price="2", unit="KG"), currency="TRY")
    pumps = order("2026-01-15", of(received("10", "1"), price="1"), currency="EUR")
    found = figures("supplier_defect_ppm", life(orders=[kilos, pumps]))
    assert (found.row().numerator, found.row().denominator) == (Decimal("1.1"), 11)
    alone = figures("supplier_defect_ppm", life(orders=[kilos]))
    assert alone.value() == 100_000


def test_services_by_amount_and_cancelled_lines_receive_nothing():
    assert defects(of(received("10", "1"), quantity=None), of(received("10", "1"), is_cancelled=True)).rows == {}


def test_orphans_count_under_unknown_and_records_in_quarantine_nowhere():
    kept, lost, broken = (order("2026-01-01", of(received("10", "1"))) for _ in range(3))
    hidden = order("2026-01-01", of(quarantined(received("10", "1"))))
    found = figures("supplier_defect_ppm", life(orders=[kept, orphan(lost), quarantined(broken), hidden]))
    assert found.row(entity=SUPPLIER).denominator == found.row(entity=UNKNOWN).denominator == 10
    assert found.row().denominator == 20
