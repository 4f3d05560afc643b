"""Budgets, benefits, demand, community and satisfaction of our own units (KPIS.md, section 5)."""

from decimal import Decimal
from itertools import pairwise

from tests.unit.simulator.lives import at, day, orphan, quarantined
from tests.unit.simulator.supplies import (
    answer,
    budget,
    case,
    charged,
    credit,
    engagement,
    initiative,
    invoice,
    life,
    request,
    unit,
    unit_figures,
)

UNIT = ("business_unit", "Software")


def parts(row):
    return row.numerator, row.denominator, row.value


def variance(*budgets, invoices=(), **given):
    suppliers = [life(invoices=list(invoices))]
    return unit_figures("budget_variance", unit(budgets=list(budgets)), suppliers=suppliers, **given)


def test_540_spent_of_a_budget_of_500_are_8_percent_too_much():
    found = variance(budget("2026-03-01", "500"), invoices=[invoice("2026-03-10", charged("540"))])
    assert parts(found.row()) == (40, 500, 8)
    assert found.value(entity=UNIT) == 8
    assert (found.row().sample_size, found.row().status) == (1, "insufficient_data")


def test_lines_of_a_month_add_up_and_credit_notes_take_off():
    lines = [budget("2026-03-01", "100"), budget("2026-03-01", "100")]
    spent = [invoice("2026-03-10", charged("150")), credit("2026-03-31", charged("50"))]
    assert parts(variance(*lines, invoices=spent).row()) == (-100, 200, -50)


def test_spend_of_other_units_and_of_months_without_a_budget_does_not_count():
    elsewhere = invoice("2026-03-10", charged("70"), business_unit="Logistics")
    found = variance(budget("2026-03-01", "100"), invoices=[elsewhere, invoice("2026-02-10", charged("70"))])
    assert parts(found.row()) == (-100, 100, -100)
    assert found.row("2026-02-01") is None
    assert found.ever().numerator == -100


def test_spend_with_unknown_suppliers_is_spent():
    assert variance(budget("2026-03-01", "100"), invoices=[orphan(invoice("2026-03-10", charged("100")))]).value() == 0


def test_a_budget_converts_at_the_first_day_of_its_month():
    assert variance(budget("2026-01-01", "100", "EUR")).row("2026-01-01").denominator == 110
    assert variance(budget("2026-02-01", "100", "EUR")).row("2026-02-01").denominator == 120
    assert variance(budget("2026-02-01", "100", "TRY"), invoices=[invoice("2026-02-01", charged("1"))]).rows == {}


def test_months_after_as_of_have_no_row_and_units_add_up():
    found = unit_figures(
        "budget_variance",
        unit(budgets=[budget("2026-03-01", "100"), budget("2026-04-01", "100")]),
        unit("Logistics", budgets=[budget("2026-03-01", "300")]),
        suppliers=[life(invoices=[invoice("2026-03-01", charged("200"))])],
    )
    assert parts(found.row()) == (-200, 400, -50)
    assert found.ever().denominator == 400


def realised(*initiatives, kpi="value_realisation_rate", **given):
    return unit_figures(kpi, unit(initiatives=list(initiatives)), **given)


def below(*initiatives, **given):
    return realised(*initiatives, kpi="initiatives_below_plan_share", **given)


MONTHS = ("2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01")


def planned(amount, *benefits, approved="2025-12-15", **given):
    """So much planned for each of four months, and the benefits of the first ones."""
    made = case(approved, *((month, amount) for month in MONTHS))
    return initiative([made], zip(MONTHS, benefits, strict=False), **given)


def test_380k_of_500k_planned_to_date_are_76_percent():
    first = planned("100000", "200000", "60000")
    second = initiative([case("2025-12-15", ("2026-01-01", "200000"))], [("2026-01-01", "120000")])
    assert parts(realised(first, second).row()) == (380_000, 500_000, 76)


def test_a_month_counts_once_it_is_over():
    given = planned("100", "50", "50", "50")
    found = realised(given, as_of=at("2026-03-30"))
    assert parts(found.row()) == (100, 200, 50)
    assert parts(realised(given).row()) == (150, 300, 50)
    assert found.row("2025-12-01") is None
    assert found.ever().denominator == 200


def test_the_first_approved_case_is_the_plan():
    both = [case(None, ("2026-01-01", "999"), version=1), case("2025-12-15", ("2026-01-01", "100"), version=2)]
    both.append(case("2025-12-20", ("2026-01-01", "10"), version=3))
    assert realised(initiative(both, [("2026-01-01", "50")])).value("2026-01-01") == 50
    assert realised(initiative(both[:1], [("2026-01-01", "50")])).rows == {}


def test_it_counts_from_its_approval_on():
    found = realised(planned("100", "50", approved="2026-02-10"))
    assert found.row("2026-01-01") is None
    assert parts(found.row("2026-02-01")) == (50, 200, 25)
    assert realised(planned("100", "50", approved="2026-02-10"), as_of=at("2026-02-09")).rows == {}


def test_a_cancelled_one_stays_up_to_its_cancellation():
    given = planned("100", "50", "50", status="cancelled", cancelled_on=day("2026-02-27"))
    found = realised(given)
    assert parts(found.row("2026-02-01")) == parts(found.row()) == (50, 100, 50)
    assert parts(realised(given, as_of=at("2026-02-26")).row("2026-02-01")) == (50, 100, 50)
    last = planned("100", "50", "50", status="cancelled", cancelled_on=day("2026-02-28"))
    assert realised(last).row().denominator == 200


def test_benefits_convert_at_the_periods_last_day_and_points_are_no_money():
    euros = planned("100", "50", currency="EUR", non_monetary=[(day("2026-01-01"), Decimal(900))])
    found = realised(euros)
    assert parts(found.row("2026-01-01")) == (60, 120, 50)
    assert found.row("2026-03-01") is None
    assert below(euros).row("2026-03-01").denominator == 1


def test_a_benefit_ahead_of_its_plan_adds_to_the_sums_of_others():
    early = initiative([case("2025-12-15", ("2026-06-01", "100"))], [("2026-01-01", "30")])
    row = realised(early, planned("100", "50")).row("2026-01-01")
    assert (*parts(row), row.sample_size) == (80, 100, 80, 1)
    assert realised(early).rows == {}


def test_3_of_10_running_initiatives_below_80_percent_are_30_percent():
    exactly = planned("100", "80", "80", "80")
    slow = [planned("100", "80", "80", "79.99") for _ in range(3)]
    row = below(exactly, *slow, *(planned("100", "150", "100", "100") for _ in range(6))).row()
    assert parts(row) == (3, 10, 30)


def test_only_running_ones_with_a_plan_to_date_count():
    not_begun = initiative([case("2025-12-15", ("2026-04-01", "100"))])
    cancelled = planned("100", status="cancelled", cancelled_on=day("2026-03-31"))
    completed = initiative([case("2025-12-15", ("2026-01-01", "9"), ("2026-02-01", "9"))], status="completed")
    found = below(not_begun, cancelled, completed)
    assert found.row() is None
    assert found.row("2026-01-01").denominator == found.row("2026-01-01").numerator == 2
    assert found.row("2026-02-01").denominator == 1
    assert below(cancelled, as_of=at("2026-03-30")).row().denominator == 1


def asked(kpi, *requests, **given):
    return unit_figures(f"demand_{kpi}", unit(demand=list(requests)), **given)


def decided(how, count=1, value="20000", on="2026-03-10"):
    return [request("2026-03-01", on, how, value) for _ in range(count)]


def chain(*steps):
    """Requests, each of which reframes the one before."""
    for earlier, later in pairwise(steps):
        later.reframes = earlier.number
    return list(steps)


def test_12_approved_and_6_declined_of_30_convert_66_666667_percent():
    given = [*decided("approved", 12), *decided("declined", 6), *decided("deferred", 5), *decided("withdrawn", 3)]
    given += [request("2026-03-01", value="5") for _ in range(4)]
    found = asked("conversion_rate", *given)
    assert parts(found.row()) == (12, 18, Decimal("66.666667"))
    assert asked("requests_declined", *given).value() == 6
    assert found.row(entity=UNIT).status == "no_target"


def reframed(*, approved="2026-03-20", value="20000", first="5000", how="approved"):
    return chain(
        request("2026-01-10", "2026-02-10", "reframed", first),
        request("2026-02-10", "2026-02-20", "reframed", "1"),
        request("2026-02-20", approved, how, value),
    )


def test_a_reframed_request_counts_once_as_its_last_successor_and_from_its_first_submission():
    given = reframed()
    assert parts(asked("conversion_rate", *given).row()) == (1, 1, 100)
    assert asked("conversion_rate", *given).ever().denominator == 1
    assert asked("cycle_days", *given).value() == 69
    low = asked("low_value_share", *given)
    assert parts(low.row("2026-01-01")) == (0, 1, 0)
    assert low.row("2026-02-01") is None
    assert asked("requests_reframed", *given).value("2026-02-01") == 2


def test_where_the_first_one_is_in_quarantine_its_successor_is_the_first():
    given = reframed()
    quarantined(given[0])
    assert asked("cycle_days", *given).value() == 38
    assert asked("requests_reframed", *given).value("2026-02-01") == 1


def test_low_value_is_below_the_threshold_of_those_valued_by_submission():
    given = [request("2026-03-01", value=value) for value in ("9999.99", "10000", None)]
    assert parts(asked("low_value_share", *given).row()) == (1, 2, 50)


def test_values_convert_at_the_day_of_the_first_submission():
    euros = [request(on, value="9000", currency="EUR") for on in ("2026-01-30", "2026-01-31")]
    found = asked("low_value_share", *euros)
    assert parts(found.row("2026-01-01")) == (1, 2, 50)
    assert asked("low_value_share", request("2026-03-10", value="1", currency="TRY")).rows == {}
    late = chain(
        request("2026-01-30", "2026-01-31", "reframed", "1"), request("2026-01-31", value="9000", currency="EUR")
    )
    assert asked("low_value_share", *late).value("2026-01-01") == 100


def test_4_of_10_low_value_requests_shaped_are_40_percent():
    shaped = [each for _ in range(4) for each in reframed()]
    rest = [
        *reframed(value="10000"),
        *reframed(how="declined"),
        *reframed(value=None),
        *decided("approved", 1, "5000"),
        *decided("declined", 2, "9999.99"),
    ]
    out = [*reframed(first="10000"), *reframed(how="deferred"), *decided("declined", 1, None)]
    found = asked("shaped_share", *shaped, *rest, *out)
    assert parts(found.row()) == (4, 10, 40)


def test_cycle_days_are_the_median_of_decided_less_submitted():
    given = [request("2026-03-01", when, "approved") for when in ("2026-03-02", "2026-03-03T12:00", "2026-03-11")]
    found = asked("cycle_days", *given, request("2026-03-01", "2026-03-30", "deferred"))
    assert (found.value(), found.row().sample_size) == (Decimal("2.5"), 3)


def test_what_is_decided_or_submitted_after_as_of_is_open_or_not_there():
    then = at("2026-03-15")
    given = reframed()
    assert asked("conversion_rate", *given, as_of=then).rows == {}
    assert asked("low_value_share", *given, as_of=at("2026-02-15")).value("2026-01-01") == 100
    assert asked("requests_reframed", *given, as_of=at("2026-02-15")).value("2026-02-01") == 1
    assert asked("low_value_share", request("2026-03-16", value="1"), as_of=then).rows == {}


def test_requests_of_unknown_units_count_under_unknown_and_in_quarantine_nowhere():
    kept, lost, broken = decided("approved", 3)
    found = asked("conversion_rate", kept, orphan(lost), quarantined(broken))
    unknown = found.row(entity=("business_unit", "unknown"))
    assert (found.row(entity=UNIT).denominator, unknown.denominator, found.row().denominator) == (1, 1, 2)


def worked(kpi, *engagements, **given):
    return unit_figures(f"community_{kpi}", unit(community=list(engagements)), **given)


def test_community_work_counts_on_the_day_held():
    given = [engagement("2026-02-27", "2026-03-02", "100", 30), engagement(None, "2026-03-03", "50", 12)]
    assert worked("investment", *given).value() == 150
    assert worked("beneficiaries", *given).value() == 42
    assert worked("investment", *given).row("2026-02-01") is None


def test_its_spend_converts_at_that_day_and_without_a_rate_is_unknown():
    assert worked("investment", engagement(None, "2026-01-31", "10", currency="EUR")).value("2026-01-01") == 12
    lost = engagement(None, "2026-03-02", "10", 5, "TRY")
    assert worked("investment", lost).value() is None
    assert worked("beneficiaries", lost).value() == 5


def test_9_of_12_planned_engagements_held_by_as_of_are_75_percent():
    held = [engagement("2026-02-10", "2026-03-10") for _ in range(9)]
    missed = [engagement("2026-02-10", None), engagement("2026-02-10", None), engagement("2026-02-10", "2026-04-02")]
    found = worked("plan_delivery", *held, *missed, engagement(None, "2026-02-10"))
    assert parts(found.row("2026-02-01")) == (9, 12, 75)
    assert worked("plan_delivery", engagement("2026-04-01", "2026-03-02")).rows == {}


def test_units_are_satisfied_by_the_mean_of_their_respondents():
    five = [answer(person, 4) for person in range(1, 6)]
    found = unit_figures("business_unit_satisfaction", unit(assessments=five), unit("Logistics", assessments=five[:4]))
    assert parts(found.row(entity=UNIT)) == (375, 5, 75)
    assert found.value(entity=("business_unit", "Logistics")) is None
    assert found.row().sample_size == 5
