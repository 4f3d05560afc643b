from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from seeds.simulator.truth.family import tally_for
from seeds.simulator.truth.figures import PORTFOLIO, Score, concentration, figures, score_figures
from seeds.simulator.truth.kpis import NEUTRAL, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject

AS_OF = datetime(2026, 3, 31, tzinfo=UTC)
C, D = Subject("c"), Subject("d")


def groups_of(subject, day):
    segment = "small" if subject.party == "c" and day < date(2026, 1, 31) else "large"
    return [("client", subject.party), ("segment", segment), PORTFOLIO]


def kpi(aggregation, figure_class=Class.FACTS, **other):
    return Kpi("client_figure", "percent", NEUTRAL, aggregation, figure_class, **other)


def figure_map(of, observations):
    tally = tally_for(of)
    for each in observations:
        tally.add(each)
    return {
        (each.entity_id, each.slice_value, each.period.grain, str(each.period.start)): each
        for each in figures(of, tally, groups_of, AS_OF)
    }


def month(found, entity, start, slice_value="all"):
    return found.get((entity, slice_value, "month", start))


def test_longer_grains_and_groups_add_up_numerators_and_denominators_and_divide_last():
    found = figure_map(
        kpi(Aggregation.RATIO),
        [
            Observation(C, date(2026, 2, 1), 1, 1),
            Observation(C, date(2026, 3, 1), 0, 1),
            Observation(D, date(2026, 3, 2), 0, 1),
        ],
    )
    portfolio = found["all", "all", "quarter", "2026-01-01"]
    assert (portfolio.numerator, portfolio.denominator, portfolio.value) == (1, 3, Decimal("33.333333"))
    assert portfolio.sample_size == 3
    assert month(found, "all", "2026-03-01").value == 0
    assert found["c", "all", "all_time", "1900-01-01"].value == 50


def test_a_ratio_has_a_row_where_its_denominator_is_not_0():
    found = figure_map(
        kpi(Aggregation.RATIO),
        [Observation(C, date(2026, 1, 1), 1, None), Observation(C, date(2026, 3, 1), Decimal(5), Decimal(10))],
    )
    assert month(found, "c", "2026-01-01") is None
    assert month(found, "c", "2026-02-01") is None
    assert month(found, "c", "2026-03-01").value == 50
    assert found["c", "all", "quarter", "2026-01-01"].value == 60


def test_a_median_is_taken_again_over_the_observations_of_the_grain_and_group():
    seen = [Observation(C, date(2026, 3, day), hours * 3600) for day, hours in ((1, 1), (2, 2), (3, 3))]
    seen.append(Observation(D, date(2026, 2, 1), 360_000))
    found = figure_map(kpi(Aggregation.MEDIAN, divisor=3600), seen)
    assert month(found, "c", "2026-03-01").value == 2
    assert (month(found, "c", "2026-03-01").numerator, month(found, "c", "2026-03-01").denominator) == (None, None)
    assert found["all", "all", "quarter", "2026-01-01"].value == Decimal("2.5")
    assert month(found, "c", "2026-02-01") is None


def test_a_mean_shows_its_sum_in_the_unit_of_the_figure_and_divides_once():
    seen = [Observation(C, date(2026, 3, 1), seconds, 1) for seconds in (3600, 7201, 10800)]
    figure = month(figure_map(kpi(Aggregation.MEAN, factor=1, divisor=3600), seen), "c", "2026-03-01")
    assert (figure.numerator, figure.denominator, figure.value) == (Decimal("6.000278"), 3, Decimal("2.000093"))


def test_sums_and_counts_are_0_from_the_first_counted_fact_on_up_to_as_of():
    found = figure_map(kpi(Aggregation.SUM), [Observation(C, date(2025, 12, 5), Decimal("1.50"))])
    assert month(found, "c", "2025-11-01") is None
    assert month(found, "c", "2025-12-01").value == Decimal("1.5")
    assert [month(found, "c", f"2026-0{each}-01").value for each in (1, 2, 3)] == [0, 0, 0]
    assert month(found, "c", "2026-04-01") is None
    assert found["c", "all", "quarter", "2026-01-01"].sample_size == 0
    assert found["c", "all", "all_time", "1900-01-01"].value == Decimal("1.5")


def test_a_sum_of_nothing_but_unknown_amounts_is_null_and_no_sample():
    found = figure_map(
        kpi(Aggregation.SUM),
        [
            Observation(C, date(2026, 1, 5), None),
            Observation(C, date(2026, 2, 5), None),
            Observation(C, date(2026, 2, 6), 2),
        ],
    )
    assert (month(found, "c", "2026-01-01").value, month(found, "c", "2026-01-01").sample_size) == (None, 0)
    assert (month(found, "c", "2026-02-01").value, month(found, "c", "2026-02-01").sample_size) == (2, 1)
    assert month(found, "c", "2026-03-01").value == 0


def test_all_time_of_a_stock_is_the_newest():
    found = figure_map(
        kpi(Aggregation.COUNT, Class.STOCK),
        [
            Observation(C, date(2026, 1, 31), 3),
            Observation(C, date(2026, 2, 28), 2),
            Observation(D, date(2026, 3, 31), 4),
        ],
    )
    assert month(found, "all", "2026-02-01").value == 2
    assert found["all", "all", "all_time", "1900-01-01"].value == 4
    assert found["c", "all", "all_time", "1900-01-01"].value == 0
    assert ("c", "all", "quarter", "2026-01-01") not in found


def test_a_slice_has_rows_of_its_own_beside_the_whole():
    seen = [
        Observation(C, date(2026, 3, 1), 1, 1, slices=(("priority", "high"),)),
        Observation(C, date(2026, 3, 1), 0, 1, slices=(("priority", "low"),)),
        Observation(C, date(2026, 3, 1), 0, 1),
    ]
    found = figure_map(kpi(Aggregation.RATIO, slices=("priority",)), seen)
    assert month(found, "c", "2026-03-01", "high").value == 100
    assert month(found, "c", "2026-03-01", "low").value == 0
    assert month(found, "c", "2026-03-01").value == Decimal("33.333333")


def test_membership_is_that_of_the_periods_last_day_or_as_of():
    found = figure_map(
        kpi(Aggregation.RATIO), [Observation(C, date(2025, 12, 1), 1, 1), Observation(C, date(2026, 1, 2), 0, 1)]
    )
    assert month(found, "small", "2025-12-01").value == 100
    assert month(found, "large", "2026-01-01").value == 0
    assert found["large", "all", "all_time", "1900-01-01"].value == 50


def test_membership_of_a_cohort_is_that_of_the_periods_start():
    found = figure_map(
        kpi(Aggregation.RATIO, Class.COHORT),
        [
            Observation(C, date(2026, 1, 31), 1, 1),
            Observation(C, date(2026, 2, 28), 0, 1),
            Observation(C, date(2026, 2, 28), 1, 2, grain="t12m"),
        ],
    )
    assert month(found, "small", "2026-01-01").value == 100
    assert month(found, "large", "2026-02-01").value == 0
    assert found["small", "all", "t12m", "2026-02-01"].value == 50
    assert ("large", "all", "t12m", "2026-02-01") not in found


def test_an_undecided_fact_takes_the_value_of_its_month_and_the_finality_of_all_its_rows():
    found = figure_map(
        kpi(Aggregation.RATIO),
        [
            Observation(C, date(2026, 3, 1), 1, 1),
            Observation(C, date(2026, 3, 9), None, is_undecided=True, is_final=False),
        ],
    )
    row, quarter = month(found, "c", "2026-03-01"), found["c", "all", "quarter", "2026-01-01"]
    assert (row.numerator, row.denominator, row.value, row.is_final) == (1, 1, None, False)
    assert (quarter.value, quarter.is_final) == (100, False)


def test_a_group_of_several_units_of_measure_keeps_its_row_without_numbers():
    found = figure_map(
        kpi(Aggregation.RATIO, is_within_one_unit=True),
        [
            Observation(C, date(2026, 3, 1), Decimal(9), Decimal(10), unit_of_measure="KG"),
            Observation(D, date(2026, 3, 1), Decimal(1), Decimal(2), unit_of_measure="EA"),
        ],
    )
    assert month(found, "c", "2026-03-01").value == 90
    both = month(found, "all", "2026-03-01")
    assert (both.numerator, both.denominator, both.value, both.sample_size) == (None, None, None, 2)


def test_scores_roll_up_as_the_mean_of_known_ones_and_a_quarter_is_its_last_month():
    score = kpi(Aggregation.SPECIAL, Class.SCORE)
    given = [
        Score(C, date(2026, 2, 1), Fraction(40), 5),
        Score(C, date(2026, 3, 1), Fraction(80), 4),
        Score(D, date(2026, 3, 1), Fraction(61), 5),
        Score(Subject("e"), date(2026, 3, 1), Fraction(10), 1, is_known=False),
    ]
    found = {
        (each.entity_id, each.period.grain, str(each.period.start)): (each.value, each.sample_size)
        for each in score_figures(score, given, "client", groups_of, AS_OF)
    }
    assert found["c", "month", "2026-02-01"] == (40, 5)
    assert found["c", "quarter", "2026-01-01"] == (80, 4)
    assert found["e", "month", "2026-03-01"] == (10, 1)
    assert found["all", "quarter", "2026-01-01"] == (Decimal("70.5"), 2)


@pytest.mark.parametrize(
    ("shares", "index"),
    [((50, 30, 20), 3800), ((40, 30, 20, 10), 3000), ((7,), 10_000), ((10, -5), 10_000), ((), 0), ((-1,), 0)],
)
def test_concentration_is_the_sum_of_squared_shares(shares, index):
    assert concentration({str(place): Decimal(share) for place, share in enumerate(shares)}) == index
