"""supplier_scorecard and its coverage (KPIS.md, section 7)."""

from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.supplier.scorecard import weighted
from seeds.simulator.world.company import SCORECARD_WEIGHTS
from tests.unit.simulator.lives import at, day, orphan
from tests.unit.simulator.supplies import (
    SUPPLIER,
    agreed,
    billed,
    certificate,
    charged,
    contract,
    due,
    figures,
    invoice,
    life,
    line,
    moved,
    obligation,
    order,
    proposal,
    required,
)

QUARTER = "2026-01-01"


def found_of(*lives, kpi="supplier_scorecard", **given):
    return figures(kpi, *lives, **given)


def score(*lives, entity=SUPPLIER, **given):
    return found_of(*lives, **given).value(QUARTER, entity, "quarter")


def coverage(*lives, **given):
    return score(*lives, kpi="supplier_scorecard_coverage", **given)


def deliveries(in_time, late=0, rejects="0", on="2026-03-02", category="Electronics", **given):
    """Lines of ten pieces each due on one day; rejects are of the first one."""
    lines = []
    for place in range(in_time + late):
        came = moved(on if place < in_time else "2026-03-25", "10", inspected_on=day("2026-03-26"))
        came.inspection_rejects = Decimal(rejects if place == 0 else "0")
        lines.append(line([due(on, "10")], [came], category=category, **given))
    return lines


def spent(category="Electronics", net="100", on="2026-03-10"):
    return invoice(on, charged(net, category))


def test_scores_of_90_94_absent_86_and_50_make_85_5_with_a_coverage_of_80_percent():
    components = {"delivery": 90, "quality": 94, "cost": None, "compliance": 86, "innovation": 50}
    present = {name: None if value is None else Fraction(value) for name, value in components.items()}
    assert weighted(present, SCORECARD_WEIGHTS) == (Fraction("85.5"), Fraction("0.8"))


def test_the_same_from_what_happened():
    """9 of 10 lines in time; 0.12 % of the 2 % allowed; no prices; 43 of 50 obligations; one of two proposals."""
    lines = deliveries(9, 1, "0.12")
    given = life(
        orders=[order("2026-01-02", *lines)],
        obligations=[obligation("2026-03-10", "2026-03-01") for _ in range(43)]
        + [obligation("2026-03-10") for _ in range(7)],
        innovations=[proposal("2025-04-01")],
        invoices=[spent()],
    )
    assert score(given) == Decimal("85.5")
    assert coverage(given) == 80
    row = found_of(given).row(QUARTER, SUPPLIER, "quarter")
    assert (row.sample_size, row.numerator, row.denominator) == (4, None, None)


def only(orders=(), category="Freight", **given):
    """A supplier of a category without an innovation target."""
    return life(orders=list(orders), invoices=[spent(category), *given.pop("invoices", [])], **given)


def test_delivery_is_the_share_of_lines_in_time():
    given = only([order("2026-01-02", *deliveries(3, 1, category="Freight"))])
    assert score(given) == Decimal("86.363636")


def test_quality_falls_to_0_at_the_greatest_share_of_its_category():
    def quality(rejects, category):
        made = order("2026-01-02", *deliveries(0, 2, rejects, category=category))
        return score(only([made], category)) * 55 / 25

    assert round(quality("0.5", "Freight"), 4) == 50
    assert quality("1", "Freight") == quality("9", "Freight") == 0
    assert round(quality("0.3", "Chemicals"), 4) == 50


def test_quality_weighs_by_price_where_units_of_measure_differ():
    kilos = deliveries(0, 1, "1", category="Freight", unit="KG", price="1")
    pieces = deliveries(0, 1, category="Freight", price="39")
    assert round(score(only([order("2026-01-02", *kilos, *pieces)])) * 55 / 25, 4) == 95


def test_cost_loses_ten_points_for_each_percent_above_the_contract():
    terms = contract("2026-01-01", None, agreed("10"))

    def cost(price):
        ordered = line([], contract=terms.number, category="Freight")
        paid = invoice("2026-03-10", billed(ordered, "10", price))
        given = only([order("2026-01-02", ordered)], contracts=[terms], invoices=[paid])
        return score(given)

    assert [cost(price) for price in ("10", "10.25", "11.5", "9")] == [100, 75, 0, 100]


def test_compliance_is_the_mean_of_obligations_and_certificates_those_present():
    duties = [obligation("2026-02-10", "2026-02-01"), obligation("2026-02-10")]
    needed = [required("ISO 9001")]
    held = [certificate("ISO 9001", "2025-01-01", "2026-03-31")]
    assert score(only(obligations=duties)) == 50
    assert score(only(required_certificates=needed, certificates=held)) == 100
    assert score(only(obligations=duties, required_certificates=needed, certificates=held)) == 75


def test_certificates_count_as_they_stand_at_the_quarters_end():
    needed, held = [required("ISO 9001")], [certificate("ISO 9001", "2025-01-01", "2026-03-15")]
    given = only(required_certificates=needed, certificates=held)
    assert score(given) == 0
    assert score(given, as_of=at("2026-03-12")) == 100


def test_innovation_counts_what_was_accepted_in_twelve_months():
    def innovation(*decided):
        return score(life(innovations=[proposal(each) for each in decided], invoices=[spent()]))

    assert innovation() == 0
    assert innovation("2025-04-01") == 50
    assert innovation("2025-03-31") == 0
    assert innovation("2026-01-01", "2026-02-01", "2026-03-01") == 100


def test_a_category_without_an_innovation_target_leaves_its_weight_out():
    lines = deliveries(10, category="Freight")
    given = only([order("2026-01-02", *lines)], innovations=[proposal("2026-01-01", category="Freight")])
    assert coverage(given) == round(Decimal(55) / Decimal(90) * 100, 6)
    wanted = life(orders=[order("2026-01-02", *deliveries(10))], invoices=[spent()])
    assert coverage(wanted) == 65


def test_the_main_category_decides_target_and_allowed_share():
    given = life(invoices=[spent("Freight", "100"), spent("Electronics", "99")])
    assert found_of(given).rows == {}
    assert score(life(invoices=[spent("Freight", "100"), spent("Electronics", "101")])) == 0


def test_each_quarter_has_its_own_figures_and_no_month_or_year():
    lines = [*deliveries(1, on="2025-12-31", category="Freight"), *deliveries(0, 1, category="Freight")]
    found = found_of(only([order("2025-11-02", *lines)]))
    assert {key[3] for key in found.rows} == {"quarter"}
    assert found.value("2025-10-01", SUPPLIER, "quarter") == 100
    assert found.value(QUARTER, SUPPLIER, "quarter") == round(Decimal(2500) / 55, 6)


def test_groups_take_rated_suppliers_only():
    """Ten lines and half of the weights; others have a score of their own and count in no mean."""

    def with_lines(index, count, late=0):
        made = life(index, orders=[order("2026-01-02", *deliveries(count, late, category="Freight"))])
        made.invoices.append(spent("Freight"))
        return made

    rated, few = with_lines(1, 10), with_lines(2, 0, 9)
    found = found_of(rated, few)
    assert found.value(QUARTER, SUPPLIER, "quarter") == 100
    assert found.value(QUARTER, ("supplier", "coupa/default/2"), "quarter") < 50
    assert found.value(QUARTER, grain="quarter") == 100
    assert found.value(QUARTER, ("category", "Freight"), "quarter") == 100
    assert found.row(QUARTER, grain="quarter").sample_size == 1
    assert {key[0] for key in found.rows} == {"supplier", "category", "relationship_manager", "portfolio"}


def test_less_than_half_of_the_weights_is_unrated():
    """Eleven lines by value unknown to quality: delivery alone is 30 of 100."""
    lines = [line([due("2026-03-02", "1")]) for _ in range(11)]
    alone = life(orders=[order("2026-01-02", *lines)], invoices=[spent()])
    found = found_of(alone)
    assert found.row(QUARTER, SUPPLIER, "quarter") is not None
    assert found.row(QUARTER, grain="quarter") is None
    assert coverage(alone) == 40


def test_a_score_is_not_final_while_a_line_may_still_come_in_time():
    waiting = only([order("2026-01-02", line([due("2026-03-31")], category="Freight"))])
    assert not found_of(waiting).row(QUARTER, SUPPLIER, "quarter").is_final


def test_unknown_suppliers_have_no_score():
    lost = [orphan(order("2026-01-02", *deliveries(10))), order("2026-01-03", *deliveries(10))]
    found = found_of(life(orders=lost))
    assert all(key[1] != "unknown" for key in found.rows if key[0] == "supplier")
    assert found.row(QUARTER, grain="quarter").sample_size == 1
