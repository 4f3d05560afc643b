from datetime import date, timedelta

from seeds.simulator.world.client.life import Milestone, StakeholderRole, UsageDay
from tests.unit.simulator.lives import at, client, contract, day, figures, interaction, life, number


def under_contract(index=1, segment="enterprise", seats=0, end="2026-12-31", start="2025-01-01", **events):
    return life(client(index, segment), contracts=[contract(start, end, seats=seats)], **events)


def test_3_of_2_and_1_of_2_meetings_are_a_cadence_of_75():
    more = [interaction(f"2026-03-0{each}", "call") for each in (1, 2, 3, 4)]
    lives = [
        under_contract(1, interactions=more),
        under_contract(2, "mid_market", interactions=[]),
        under_contract(3, "small_business", interactions=more),
    ]
    row = figures("client_cadence_compliance", *lives).row()
    assert (row.numerator, row.denominator, row.value, row.sample_size) == (1, 2, 50, 2)


def test_mail_cancelled_meetings_and_those_without_a_contact_are_not_held():
    given = [
        interaction("2026-03-01", "email"),
        interaction("2026-03-01", is_cancelled=True),
        interaction("2026-03-01", contact=None),
        interaction("2026-03-01", is_review=True),
    ]
    row = figures("client_cadence_compliance", under_contract(interactions=given)).row()
    assert str(row.value) == "33.333333"


def test_12_of_15_clients_that_require_a_review_had_one_in_the_quarter():
    review = [interaction("2026-01-01", is_review=True)]
    lives = [under_contract(index, interactions=list(review)) for index in range(1, 13)]
    lives += [under_contract(index, interactions=[interaction("2025-12-31", is_review=True)]) for index in (13, 14, 15)]
    lives += [under_contract(16, "small_business"), under_contract(17, end="2026-03-30")]
    found = figures("client_qbr_coverage", *lives)
    assert found.value("2026-01-01", grain="quarter") == 80
    assert {grain for _, _, _, grain, _ in found.rows} == {"quarter", "all_time"}


def role(what, known="2026-01-01", **given):
    return StakeholderRole(number(), what, at(known), None, **given)


def test_38_of_50_clients_with_a_decision_maker_and_an_influencer_are_76_percent():
    both = [role("decision_maker"), role("influencer")]
    lives = [under_contract(index, roles=list(both)) for index in range(1, 39)]
    lives += [under_contract(index, roles=[role("decision_maker"), role("user")]) for index in range(39, 50)]
    lives.append(under_contract(50, roles=[role("decision_maker"), role("influencer", is_active=False)]))
    lives.append(life(client(51), roles=both))
    row = figures("client_stakeholder_coverage", *lives).row()
    assert (row.numerator, row.denominator, row.value) == (38, 50, 76)


def test_a_role_is_known_from_its_instant_on():
    given = under_contract(roles=[role("decision_maker"), role("influencer", "2026-03-01")])
    found = figures("client_stakeholder_coverage", given)
    assert (found.value("2026-02-01"), found.value("2026-03-01"), found.ever().value) == (0, 100, 100)


def test_12_of_50_clients_with_at_most_one_contact_met_in_90_days_are_24_percent():
    two = [interaction("2026-01-01", contact=1), interaction("2026-03-01", "call", contact=2)]
    lives = [under_contract(index, interactions=list(two)) for index in range(1, 39)]
    lives += [under_contract(index, interactions=[two[0], two[0]]) for index in range(39, 50)]
    lives.append(under_contract(50, interactions=[interaction("2025-12-31", contact=3), two[1]]))
    assert figures("client_single_threaded_share", *lives).value() == 24


def used(count, when="2026-03-31", events=1):
    return [UsageDay(day(when), user, events) for user in range(1, count + 1)]


def test_45_active_users_of_60_seats_are_75_percent():
    usage = used(40, "2026-03-02") + used(45) + used(60, "2026-03-01")
    row = figures("client_adoption_rate", under_contract(seats=60, usage=usage)).row()
    assert (row.numerator, row.denominator, row.value) == (45, 60, 75)


def test_users_without_a_licensed_seat_adopt_nothing():
    lives = [under_contract(1, seats=60, usage=used(45)), under_contract(2, usage=used(45))]
    assert figures("client_adoption_rate", *lives).value() == 75


def test_21_of_24_milestones_on_time_are_87_and_a_half():
    def step(kind, due, done):
        return Milestone(kind, day(due), day(done) if done else None)

    steps = [step("day_30", "2026-03-10", "2026-03-10") for _ in range(21)]
    steps += [step("day_60", "2026-03-10", "2026-03-11"), step("day_90", "2026-03-10", None)]
    steps += [step("day_90", "2026-03-30", None), step("day_90", "2026-04-01", "2026-03-01")]
    row = figures("client_onboarding_on_time_rate", life(milestones=steps)).row()
    assert (row.numerator, row.denominator, row.value, row.is_final) == (21, 24, 87.5, True)


def started(index, start, there):
    steps = [Milestone("first_value", None, day(there) if there else None)]
    return under_contract(index, start=start, milestones=steps)


def test_15_of_20_clients_there_by_day_90_are_75_percent():
    day_90 = str(date(2025, 12, 1) + timedelta(days=90))
    lives = [started(index, "2025-12-01", day_90) for index in range(1, 16)]
    lives += [started(index, "2025-12-01", "2026-03-02") for index in range(16, 20)]
    lives += [started(20, "2025-12-01", None), started(21, "2026-01-01", "2026-01-02")]
    found = figures("client_first_value_90d_rate", *lives)
    assert (found.row("2026-03-01").denominator, found.value("2026-03-01")) == (20, 75)


def test_first_value_is_the_milestone_else_the_first_day_of_enough_usage():
    usage = [UsageDay(day("2026-02-01"), 1, 24), UsageDay(day("2026-02-11"), 1, 12), UsageDay(day("2026-02-11"), 2, 13)]
    lives = [
        started(1, "2026-01-12", "2026-02-01"),
        under_contract(2, start="2026-01-12", usage=usage),
        started(3, "2026-01-12", None),
        under_contract(5, start="2026-01-12", milestones=[Milestone("first_value", None, None)], usage=usage),
        started(4, "2026-03-01", None),
    ]
    row = figures("client_time_to_first_value_days", *lives).row("2026-02-01")
    assert (row.value, row.sample_size, row.open_count) == (25, 2, 2)
