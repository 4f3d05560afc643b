from datetime import timedelta
from fractions import Fraction

import pytest

from seeds.simulator.truth.client.health import (
    engagement_component,
    pulled,
    support_component,
    usage_component,
    weighted,
)
from seeds.simulator.world.client.life import UsageDay
from tests.unit.simulator.lives import (
    clock,
    contract,
    day,
    figures,
    interaction,
    invoice,
    life,
    response,
    ticket,
)


def test_scores_of_80_60_none_and_100_with_weights_40_20_20_20_are_80_with_a_coverage_of_80():
    components = {"a": Fraction(80), "b": Fraction(60), "c": None, "d": Fraction(100)}
    assert weighted(components, {"a": 40, "b": 20, "c": 20, "d": 20}) == (80, 80)


def test_nothing_known_is_no_score():
    assert weighted({"a": None}, {"a": 40}) is None


def test_one_detractor_in_a_segment_of_75_is_pulled_to_62_and_a_half():
    assert pulled(0, 1, 75) == Fraction("62.5")


@pytest.mark.parametrize(
    ("active", "seats", "recent", "base", "component"),
    [
        (45, 60, 28, 84, Fraction("75")),
        (45, 60, 56, 84, Fraction("85")),
        (45, 60, 0, 84, Fraction("45")),
        (90, 60, 28, 84, Fraction("90")),
        (45, 60, 28, 0, Fraction("75")),
        (45, 0, 28, 84, None),
    ],
)
def test_usage_is_seats_in_use_and_the_trend_of_daily_users(active, seats, recent, base, component):
    assert usage_component(active, seats, recent, base) == component


def test_support_is_clocks_met_and_tickets_not_escalated_and_absent_without_tickets():
    assert support_component(met=8, decided=10, escalated=1, created=4) == 78
    assert support_component(met=0, decided=0, escalated=1, created=4) == 75
    assert support_component(met=8, decided=10, escalated=0, created=0) is None


def test_engagement_is_meetings_and_a_review_where_one_is_required():
    assert engagement_component(9, 3, reviewed=True, needs_review=True) == 100
    assert engagement_component(3, 3, reviewed=False, needs_review=True) == Fraction(70, 3)
    assert engagement_component(3, 2, reviewed=False, needs_review=False) == 50
    assert engagement_component(9, 0, reviewed=True, needs_review=True) is None


def healthy():
    start = day("2025-12-01")
    usage = [UsageDay(start + timedelta(days=ahead), 1, 3) for ahead in range(121)]
    return life(
        contracts=[contract("2025-01-01", "2026-12-31", seats=1)],
        usage=usage,
        tickets=[ticket("2026-03-01", clocks=[clock("met", "2026-03-02")])],
        invoices=[invoice("2026-01-01", "2026-02-01", "100", ("2026-02-01", "100"))],
        responses=[response("nps", 10), response("csat", 5)],
        interactions=[interaction(f"2026-03-0{each}", is_review=each == 1) for each in range(1, 10)],
    )


def test_a_client_at_its_best_is_worth_97_with_a_steady_usage_of_90():
    score, coverage = figures("client_health_score", healthy()), figures("client_health_coverage", healthy())
    assert (score.value(), coverage.value(), score.row().sample_size) == (97, 100, 1)
    assert score.row(entity=("client", "salesforce/default/account1")).sample_size == 5
    assert score.value("2026-01-01", grain="quarter") == 97
    assert (score.row().numerator, score.row().unit, coverage.row().unit) == (None, "score", "percent")


def test_a_client_of_less_than_half_the_weights_keeps_its_score_and_counts_in_no_group():
    unknown = life(invoices=[invoice("2026-01-01", "2026-02-01", "100", ("2026-02-01", "60"))])
    found = figures("client_health_score", unknown)
    assert found.value(entity=("client", "salesforce/default/account1")) == 60
    assert found.row() is None


def test_sentiment_is_pulled_to_the_answers_of_the_whole_segment():
    lives = [life(1, responses=[response("csat", 1)]), life(2, responses=[response("csat", 5) for _ in range(3)])]
    found = figures("client_health_score", *lives)
    assert found.value(entity=("client", "salesforce/default/account1")) == 62.5
