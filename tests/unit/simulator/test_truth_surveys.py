import pytest

from seeds.simulator.world.client.life import FeedbackCase
from tests.unit.simulator.lives import at, figures, life, number, offer, orphan, quarantined, response, solved


def rated(answered, score):
    return solved("2026-03-01", "2026-03-02", satisfaction=offer("2026-03-02", answered, score))


def test_nps_of_5_promoters_3_passives_2_detractors_is_30():
    given = [response("nps", score) for score in (9, 9, 10, 10, 10, 7, 8, 8, 0, 6)]
    row = figures("client_nps", life(responses=given)).row()
    assert (row.numerator, row.denominator, row.value, row.unit) == (3, 10, 30, "score")


def test_the_newest_response_of_a_contact_counts_once_a_month_and_the_higher_id_in_a_tie():
    given = [
        response("nps", 0, "2026-02-01", contact=1),
        response("nps", 0, "2026-03-01", contact=1),
        response("nps", 10, "2026-03-02", contact=1),
        response("nps", 0, "2026-03-05", contact=2),
        response("nps", 9, "2026-03-05", contact=2),
    ]
    found = figures("client_nps", life(responses=given))
    assert (found.row().numerator, found.row().denominator) == (2, 2)
    quarter = found.row("2026-01-01", grain="quarter")
    assert (quarter.numerator, quarter.denominator) == (1, 3)


def test_nps_t12m_of_a_contact_that_answers_3_and_later_9_knows_a_promoter_only():
    given = [response("nps", 3, "2025-04-01", contact=1), response("nps", 9, "2026-03-01", contact=1)]
    found = figures("client_nps_t12m", life(responses=given))
    assert (found.value("2026-02-01"), found.value("2026-03-01")) == (-100, 100)
    assert {grain for _, _, _, grain, _ in found.rows} == {"month"}


def test_the_twelve_months_end_with_as_of_if_that_is_earlier():
    given = [response("nps", 9, "2025-04-01"), response("nps", 9, "2025-04-02"), response("nps", 9, "2026-02-01")]
    found = figures("client_nps_t12m", life(responses=given), as_of=at("2026-04-01T02:00"))
    assert found.row("2026-03-01").denominator == 3
    assert found.row("2026-04-01").denominator == 2


def test_csat_of_45_good_5_bad_and_30_unanswered_offers_is_90():
    tickets = [rated("2026-03-04", "good") for _ in range(45)] + [rated("2026-03-04", "bad") for _ in range(5)]
    tickets += [rated(None, None) for _ in range(30)]
    row = figures("client_csat", life(tickets=tickets)).row()
    assert (row.numerator, row.denominator, row.value) == (45, 50, 90)


@pytest.mark.parametrize(("score", "value"), [(3, 0), (4, 100), (5, 100)])
def test_of_five_points_4_and_5_are_satisfied(score, value):
    assert figures("client_csat", life(responses=[response("csat", score)])).value() == value


def test_a_response_rate_of_50_in_80_is_62_and_a_half_and_final_after_30_days():
    tickets = [rated("2026-03-20", "good") for _ in range(50)] + [rated(None, None) for _ in range(30)]
    found = figures("client_survey_response_rate", life(tickets=tickets))
    assert (found.value(), found.row().is_final) == (62.5, False)
    assert figures("client_survey_response_rate", life(tickets=tickets), as_of=at("2026-04-01")).row().is_final


def test_an_answer_counts_for_30_times_24_hours():
    answers = ("2026-02-01T08:00", "2026-02-01T08:00:01")
    offers = [offer("2026-01-02T08:00", answered, "bad") for answered in answers]
    tickets = [solved("2026-01-01", "2026-01-02", satisfaction=each) for each in offers]
    assert figures("client_survey_response_rate", life(tickets=tickets)).row("2026-01-01").numerator == 1


def test_feedback_of_8_cases_6_closed_in_30_days_with_a_root_cause_is_75():
    def case(closed, cause):
        return FeedbackCase(number(), "complaint", at("2026-01-01"), at(closed) if closed else None, cause, 7)

    cases = [case("2026-01-31", "Late delivery") for _ in range(6)]
    cases += [case("2026-01-31T00:00:01", "Late delivery"), case("2026-01-05", None)]
    row = figures("client_feedback_loop_closure", life(feedback=cases)).row("2026-01-01")
    assert (row.value, row.is_final) == (75, True)


def test_what_was_quarantined_is_left_out_and_an_orphan_counts_under_unknown():
    given = [response("nps", 9), quarantined(response("nps", 0)), orphan(response("nps", 0))]
    found = figures("client_nps", life(responses=given))
    assert found.row().denominator == 2
    assert found.value(entity=("client", "salesforce/default/account1")) == 100
    unknowns = [("client", "unknown"), ("segment", "unknown"), ("relationship_manager", "unknown")]
    assert [found.value(entity=each) for each in unknowns] == [-100, -100, -100]
