"""Escalations, proposals, certificates and satisfaction of suppliers (KPIS.md, section 5)."""

from decimal import Decimal

from tests.unit.simulator.lives import at, orphan, quarantined
from tests.unit.simulator.supplies import (
    SUPPLIER,
    UNKNOWN,
    answer,
    certificate,
    charged,
    escalation,
    figures,
    invoice,
    life,
    line,
    order,
    proposal,
    required,
    supplier,
)


def parts(row):
    return row.numerator, row.denominator, row.value


def test_4_escalations_of_250_orders_are_1_6_of_a_hundred():
    orders = [order("2026-03-01", line([]), is_cancelled=place < 10) for place in range(250)]
    given = life(orders=orders, escalations=[escalation("2026-03-10") for _ in range(4)])
    assert parts(figures("supplier_escalation_rate", given).row()) == (4, 250, Decimal("1.6"))
    assert figures("supplier_escalation_count", given).value() == 4


def test_without_orders_in_the_period_there_is_no_rate():
    given = life(orders=[order("2026-02-01", line([]))], escalations=[escalation("2026-03-10")])
    found = figures("supplier_escalation_rate", given)
    assert found.row("2026-03-01") is None
    assert found.ever().value == 100


def test_days_to_close_are_the_median_by_closing_month():
    closed = [escalation("2026-02-27T06:00", f"2026-03-{on}T06:00") for on in ("01", "03", "11")]
    found = figures("supplier_escalation_resolution_days", life(escalations=[*closed, escalation("2026-03-01")]))
    assert (found.value(), found.row().sample_size) == (4, 3)
    assert found.row("2026-02-01") is None


def test_half_days_count_and_two_make_a_mean():
    closed = [escalation("2026-03-01", "2026-03-01T12:00"), escalation("2026-03-01", "2026-03-03")]
    assert figures("supplier_escalation_resolution_days", life(escalations=closed)).value() == Decimal("1.25")


def test_open_ones_are_those_opened_and_not_closed_at_the_months_end():
    given = life(escalations=[escalation("2026-01-10", "2026-02-28T23:59:59"), escalation("2026-02-10", "2026-03-02")])
    found = figures("supplier_escalations_open", given)
    assert [found.value(month) for month in ("2026-01-01", "2026-02-01", "2026-03-01")] == [1, 1, 0]
    assert found.ever().value == 0
    then = figures("supplier_escalations_open", given, as_of=at("2026-02-20"))
    assert (then.value("2026-02-01"), then.ever().value) == (2, 2)


def test_escalations_of_unknown_suppliers_count_under_unknown_and_in_quarantine_nowhere():
    given = [escalation("2026-03-10"), orphan(escalation("2026-03-10")), quarantined(escalation("2026-03-10"))]
    found = figures("supplier_escalation_count", life(escalations=given))
    assert (found.value(entity=SUPPLIER), found.value(entity=UNKNOWN), found.value()) == (1, 1, 2)


def test_opened_or_closed_after_as_of_is_not_known():
    given = life(escalations=[escalation("2026-03-10", "2026-03-12"), escalation("2026-03-15")])
    then = at("2026-03-11")
    assert figures("supplier_escalation_count", given, as_of=then).value() == 1
    assert figures("supplier_escalation_resolution_days", given, as_of=then).rows == {}


def accepted(kpi, *proposals, **given):
    return figures(f"supplier_{kpi}", life(innovations=list(proposals)), **given)


def test_accepted_proposals_count_with_their_value_and_without_one_add_0():
    given = [proposal("2026-03-10", "500"), proposal("2026-03-11"), proposal("2026-03-12", "900", "rejected")]
    assert accepted("innovations_accepted", *given).value() == 2
    row = accepted("innovation_value", *given).row()
    assert (row.value, row.sample_size) == (500, 2)
    assert accepted("innovation_value", proposal("2026-03-11")).value() == 0


def test_a_proposal_counts_once_decided_in_its_category_and_unit():
    given = proposal("2026-03-10", "500", category="Freight", business_unit="Logistics")
    found = accepted("innovation_value", given)
    assert found.value(entity=("category", "Freight")) == found.value(entity=("business_unit", "Logistics")) == 500
    assert accepted("innovations_accepted", given, as_of=at("2026-03-09T23:00")).rows == {}


def test_a_value_converts_at_the_day_of_the_decision_and_without_a_rate_is_unknown():
    assert accepted("innovation_value", proposal("2026-01-31", "10", currency="EUR")).value("2026-01-01") == 12
    lost = proposal("2026-03-10", "10", currency="TRY")
    assert accepted("innovation_value", lost).value() is None
    assert accepted("innovations_accepted", lost).value() == 1
    assert accepted("innovation_value", proposal("2026-03-10", None, currency="TRY")).value() == 0


def test_18_of_20_required_certificates_valid_at_the_months_end_are_90_percent():
    lives = []
    for index in range(1, 11):
        held = [
            certificate("ISO 9001", "2025-01-01", "2026-03-31"),
            certificate("Insurance", "2026-03-31", "2027-01-01"),
        ]
        held = held if index > 1 else [certificate("ISO 9001", "2025-01-01", "2026-03-30")]
        lives.append(
            life(index, required_certificates=[required("ISO 9001"), required("Insurance")], certificates=held)
        )
    assert parts(figures("supplier_certificate_validity", *lives).row()) == (18, 20, 90)


def validity(needed, *held, **given):
    found = figures(
        "supplier_certificate_validity", life(required_certificates=[needed], certificates=list(held)), **given
    )
    return {key[4]: row.value for key, row in found.rows.items() if key[0] == "portfolio"}


def test_only_what_is_required_on_the_months_last_day_counts():
    needed = required("ISO 9001", "2026-01-31", "2026-03-30")
    held = certificate("ISO 9001", "2026-02-28", "2026-02-28")
    assert validity(needed, held) == {"2026-01-01": 0, "2026-02-01": 100}


def test_all_time_is_the_newest_and_a_renewal_takes_over():
    needed = required("ISO 9001", "2026-02-01")
    renewed = [certificate("ISO 9001", "2025-01-01", "2026-03-01"), certificate("ISO 9001", "2026-03-02", "2027-01-01")]
    assert validity(needed, *renewed) == {"2026-02-01": 100, "2026-03-01": 100, "1900-01-01": 100}


def test_at_as_of_it_is_the_day_of_as_of_that_counts():
    needed, held = required("ISO 9001", "2026-03-01"), certificate("ISO 9001", "2026-03-10", "2026-03-20")
    assert validity(needed, held, as_of=at("2026-03-20T10:00"))["2026-03-01"] == 100
    assert validity(needed, held, as_of=at("2026-03-21T10:00"))["2026-03-01"] == 0
    assert validity(needed, held, as_of=at("2026-03-09T10:00"))["2026-03-01"] == 0


def asked(*answers, who=1, **given):
    return figures("supplier_stakeholder_satisfaction", life(who, assessments=list(answers)), **given)


def five(*scores, **given):
    return [answer(person, score, **given) for person, score in enumerate(scores, 1)]


def test_satisfaction_is_the_mean_of_respondents_means():
    """Answers from 1 to 5 are worth 0 to 100; a respondent who answers twice has one mean."""
    row = asked(*five(5, 4, 3, 2), answer(5, 1, 2, 3), answer(5, 5, 5, 5)).row()
    assert (*parts(row), row.sample_size, row.is_low_sample) == (Decimal("312.5"), 5, Decimal("62.5"), 5, True)


def test_fewer_than_five_respondents_show_how_many_and_nothing_else():
    row = asked(*five(5, 4, 3, 2), answer(4, 5)).row()
    assert (row.numerator, row.value, row.sample_size, row.status) == (None, None, 4, "insufficient_data")


def test_longer_grains_and_groups_take_it_again_over_all_responses():
    spread = [answer(person, 5, when=f"2026-0{1 + person % 3}-10") for person in range(1, 6)]
    found = asked(*spread, answer(1, 1, when="2026-03-11"))
    assert found.value("2026-01-01") is None
    assert parts(found.row("2026-01-01", grain="quarter")) == (450, 5, 90)
    lives = [life(index, assessments=five(index, index, 5)) for index in (1, 2)]
    pooled = figures("supplier_stakeholder_satisfaction", *lives)
    assert (pooled.value(), pooled.row().sample_size) == (None, 3)


def test_satisfaction_counts_in_the_respondents_unit_and_the_suppliers_main_category():
    given = life(
        assessments=[*five(5, 5, 5, 5, 5), *(answer(person, 1, unit="Logistics") for person in range(11, 16))],
        invoices=[invoice("2026-03-01", charged("1", "Freight"))],
    )
    found = figures("supplier_stakeholder_satisfaction", given)
    assert found.value(entity=("business_unit", "Software")) == 100
    assert found.value(entity=("business_unit", "Logistics")) == 0
    assert found.value(entity=("category", "Freight")) == found.value() == 50


def test_later_answers_and_those_about_suppliers_that_the_desk_does_not_know_do_not_count():
    assert asked(*five(5, 5, 5, 5, 5), as_of=at("2026-03-09")).rows == {}
    stranger = supplier()
    del stranger.ids[1]
    assert asked(*five(5, 5, 5, 5, 5), who=stranger).rows == {}
