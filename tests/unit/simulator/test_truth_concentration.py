"""How far spend hangs on few suppliers: concentration and single sources (KPIS.md, section 5)."""

from decimal import Decimal

from seeds.simulator.world.parties import NativeId
from tests.unit.simulator.lives import at, orphan
from tests.unit.simulator.supplies import charged, credit, figures, invoice, life, supplier


def spent(index, *lines, on="2026-03-10", **given):
    """A supplier with one invoice of lines as (net, category)."""
    made = [charged(*each) if isinstance(each, tuple) else charged(each) for each in lines]
    return life(supplier(index, **given), invoices=[invoice(on, *made)])


def hhi(*lives, **given):
    return figures("supplier_concentration_hhi", *lives, **given)


def test_shares_of_40_30_20_and_10_make_3_000():
    row = hhi(*(spent(index, net) for index, net in enumerate(("40", "30", "20", "10"), 1))).row()
    assert (row.numerator, row.denominator, row.value, row.sample_size) == (None, None, 3_000, 4)


def test_only_categories_and_the_portfolio_have_rows():
    found = hhi(spent(1, "75", ("10", "Freight")), spent(2, "25"))
    assert {key[0] for key in found.rows} == {"category", "portfolio"}
    assert found.value(entity=("category", "Electronics")) == 6_250
    assert found.value(entity=("category", "Freight")) == 10_000


def test_a_supplier_counts_with_the_one_that_owns_it():
    owned = [spent(1, "50"), spent(2, "25", parent=1), spent(3, "25", parent=2)]
    assert hhi(*owned).value() == 10_000


def test_where_no_purchasing_system_knows_both_neither_is_known_to_own_the_other():
    elsewhere = spent(2, "50", parent=1, ids=[NativeId("sap", "default", "2")])
    assert hhi(spent(1, "50"), elsewhere).value() == 5_000
    in_both = [NativeId("sap", "default", "2"), NativeId("coupa", "default", "2")]
    assert hhi(spent(1, "50"), spent(2, "50", parent=1, ids=in_both)).value() == 10_000


def test_internal_suppliers_are_left_out_and_unknown_ones_are_one():
    lost = life(invoices=[orphan(invoice("2026-03-10", charged("30")))])
    assert hhi(spent(2, "30"), spent(3, "900", is_internal=True), lost).value() == 5_000


def test_negative_net_spend_is_none():
    returned = life(2, invoices=[invoice("2026-03-10", charged("10")), credit("2026-03-11", charged("40"))])
    assert hhi(spent(1, "50"), spent(3, "50"), returned).value() == 5_000
    assert hhi(returned).value() == 0


def test_a_month_looks_at_the_twelve_months_that_end_with_it_and_all_time_at_everything():
    old = spent(1, "50", on="2025-03-31")
    found = hhi(old, spent(2, "50"))
    assert [found.value(month) for month in ("2025-03-01", "2026-02-01", "2026-03-01")] == [10_000, 10_000, 10_000]
    assert found.ever().value == 5_000
    assert hhi(spent(1, "50", on="2025-04-01"), spent(2, "50")).value() == 5_000


def test_months_without_any_spend_in_twelve_are_0_and_unknown_amounts_alone_are_null():
    found = hhi(spent(1, "50", on="2025-01-31"))
    assert (found.value("2025-12-01"), found.value("2026-01-01"), found.ever().value) == (10_000, 0, 10_000)
    lost = life(invoices=[invoice("2026-03-10", charged("5"), currency="TRY")])
    assert (hhi(lost).value(), hhi(lost).row().sample_size) == (None, 0)


def test_what_is_dated_after_as_of_concentrates_nothing():
    both = spent(1, "50"), spent(2, "50", on="2026-03-20")
    assert hhi(*both, as_of=at("2026-03-15")).value() == 10_000


def single(*lives, **given):
    return figures("supplier_single_source_share", *lives, **given)


def parts(row):
    return row.numerator, row.denominator, row.value


def test_100_from_one_200_at_85_to_15_and_700_at_half_each_are_30_percent():
    lives = [
        spent(1, ("100", "Freight"), ("170", "Packaging"), ("350", "Chemicals")),
        spent(2, ("30", "Packaging"), ("350", "Chemicals")),
    ]
    found = single(*lives)
    assert parts(found.row()) == (300, 1_000, 30)
    assert found.value(entity=("category", "Packaging")) == 100
    assert found.value(entity=("category", "Chemicals")) == 0
    assert found.value(entity=("business_unit", "Software")) == 30
    assert {key[0] for key in found.rows} == {"category", "business_unit", "portfolio"}


def test_exactly_80_percent_is_not_above():
    assert single(spent(1, "80"), spent(2, "20")).value() == 0
    assert single(spent(1, "80.01"), spent(2, "20")).value() == 100


def test_a_supplier_without_net_spend_is_not_active():
    nothing = life(2, invoices=[invoice("2026-03-10", charged("60")), credit("2026-03-11", charged("60"))])
    assert parts(single(spent(1, "60"), nothing).row()) == (60, 60, 100)


def test_one_owner_is_one_source_and_internal_suppliers_are_none():
    assert single(spent(1, "50"), spent(2, "50", parent=1)).value() == 100
    assert single(spent(1, "50"), spent(2, "50", is_internal=True)).value() == 100


def test_it_looks_at_twelve_months_and_has_no_row_without_spend():
    found = single(spent(1, "50", on="2025-01-31"), spent(2, "50", on="2025-02-01"))
    assert (found.value("2025-12-01"), found.value("2026-01-01")) == (0, 100)
    assert found.row("2026-02-01") is None
    assert found.ever() is None


def test_a_unit_looks_at_its_own_spend_alone():
    ours = life(1, invoices=[invoice("2026-03-10", charged("50"), business_unit="Logistics")])
    found = single(ours, spent(2, "50"))
    assert found.value() == 0
    assert found.value(entity=("business_unit", "Logistics")) == 100


def test_shares_are_exact():
    row = single(spent(1, "1", ("1", "Freight")), spent(2, "2")).row()
    assert parts(row) == (1, 4, 25)
    assert parts(single(spent(1, "1", ("0.5", "Freight")), spent(2, "1.5")).row()) == (
        Decimal("0.5"),
        3,
        Decimal("16.666667"),
    )
