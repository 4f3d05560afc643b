from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.simulator.truth.client.contracts import Contracts, Due, Outcome
from seeds.simulator.truth.client.renewals import renewed_values
from seeds.simulator.truth.money import Rates
from tests.unit.simulator.lives import at, contract, day, figures, life, opportunity

TODAY = day("2026-03-31")


def in_force(day_text, *contracts):
    return [each.number for each in Contracts(list(contracts), TODAY).in_force(day(day_text))]


def outcomes(*contracts, today=TODAY):
    return [
        (each.contract.number, str(each.due_on), each.outcome.value, each.successor.number if each.successor else None)
        for each in Contracts(list(contracts), today).dues
    ]


def test_a_contract_is_in_force_from_its_first_to_its_last_day():
    only = contract("2025-01-01", "2025-12-31")
    days = ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01")
    assert [bool(in_force(each, only)) for each in days] == [False, True, True, False]


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_drafts_and_contracts_cancelled_before_their_start_are_never_in_force(status):
    assert in_force("2025-06-01", contract("2025-01-01", "2025-12-31", status=status)) == []


def test_a_contract_without_an_end_is_in_force_until_it_is_terminated_and_never_due():
    evergreen = contract("2025-01-01", None, terminated_on=day("2026-02-01"))
    assert in_force("2026-02-01", evergreen) and not in_force("2026-02-02", evergreen)
    assert outcomes(evergreen) == []


def test_an_auto_renewing_contract_stays_in_force_and_is_renewed_at_each_end():
    own = contract("2024-02-01", "2025-01-31", auto_renew=True)
    assert in_force("2026-03-31", own)
    assert [(due, how) for _, due, how, _ in outcomes(own)] == [("2025-01-31", "renewed"), ("2026-01-31", "renewed")]


def test_notice_in_time_ends_an_auto_renewing_contract_with_its_term():
    in_time = contract("2024-02-01", "2025-01-31", auto_renew=True, notice_given_on=day("2026-01-01"))
    assert in_force("2026-01-31", in_time) and not in_force("2026-02-01", in_time)
    late = contract("2024-02-01", "2025-01-31", auto_renew=True, notice_given_on=day("2026-01-02"))
    assert in_force("2026-03-31", late)


def test_a_successor_ends_its_predecessor_the_day_before_it_starts():
    before = contract("2025-01-01", "2025-12-31")
    after = contract("2025-11-01", "2026-10-31", predecessor=before.number)
    assert in_force("2025-10-31", before, after) == [before.number]
    assert in_force("2025-11-01", before, after) == [after.number]


def test_an_amendment_replaces_its_base_which_is_never_due():
    base = contract("2024-04-01", "2026-02-28")
    amended = contract("2025-01-01", "2026-02-28", annual="1800", amends=base.number)
    assert in_force("2024-12-31", base, amended) == [base.number]
    assert in_force("2025-01-01", base, amended) == [amended.number]
    assert [number for number, *_ in outcomes(base, amended)] == [amended.number]


def test_other_overlapping_contracts_add_up():
    first, second = contract("2025-01-01", "2026-12-31"), contract("2025-06-01", "2026-05-31", families=("Edge",))
    assert in_force("2025-07-01", first, second) == [first.number, second.number]


@pytest.mark.parametrize(
    ("start", "outcome"), [("2025-12-01", "renewed"), ("2026-01-30", "renewed"), ("2026-01-31", "lost")]
)
def test_a_named_successor_renews_up_to_30_days_after_the_due_date_and_later_is_a_return(start, outcome):
    before = contract("2025-01-01", "2025-12-31")
    after = contract(start, "2027-01-31", predecessor=before.number, families=("Edge",))
    assert outcomes(before, after)[0][2] == outcome


def test_moving_the_own_end_renews_once_at_the_end_as_it_stood_before():
    moved = contract("2025-01-01", "2026-01-31", original_end=day("2025-10-31"), extended_on=day("2025-10-01"))
    assert outcomes(moved) == [(moved.number, "2025-10-31", "renewed", None)]
    assert in_force("2026-01-31", moved) and not in_force("2026-02-01", moved)


@pytest.mark.parametrize(
    ("start", "outcome"),
    [("2025-09-01", "lost"), ("2025-09-02", "renewed"), ("2026-01-30", "renewed"), ("2026-01-31", "lost")],
)
def test_a_shared_family_renews_from_120_days_before_to_30_after(start, outcome):
    due = contract("2024-01-01", "2025-12-31", families=("Core", "Edge"))
    follower = contract(start, "2027-08-31", families=("Edge",))
    assert outcomes(due, follower)[0][2] == outcome


def test_a_shared_family_renews_only_the_due_contract_nearest_to_its_start():
    sooner, later = contract("2024-01-01", "2025-11-30"), contract("2024-01-01", "2026-02-15")
    follower = contract("2025-12-01", "2026-11-30")
    found = {number: how for number, _, how, _ in outcomes(sooner, later, follower)}
    assert (found[sooner.number], found[later.number]) == ("renewed", "lost")


def test_grace_runs_through_its_30th_day_and_the_contract_is_lost_from_the_day_after():
    due = contract("2025-03-02", "2026-03-01")
    assert outcomes(due, today=day("2026-03-31"))[0][2] == "pending"
    assert outcomes(due, today=day("2026-04-01"))[0][2] == "lost"


def test_a_termination_without_successor_is_lost_in_its_own_month():
    ended = contract("2025-01-01", "2026-12-31", terminated_on=day("2026-02-10"))
    (due,) = Contracts([ended], TODAY).dues
    assert (due.outcome, str(due.counted_on)) == (Outcome.LOST, "2026-02-10")


def renewed(due_on="2026-01-15", **given):
    before = contract("2025-01-16", due_on)
    return [before, contract("2026-01-16", "2027-01-15", predecessor=before.number, **given)]


def test_17_renewed_of_20_due_are_85_percent():
    lives = [life(index, contracts=renewed()) for index in range(1, 18)]
    lives += [life(index, contracts=[contract("2025-01-16", "2026-01-15")]) for index in range(18, 21)]
    row = figures("client_renewal_rate", *lives).row("2026-01-01")
    assert (row.numerator, row.denominator, row.value, row.is_final) == (17, 20, 85, True)


def test_a_pending_contract_keeps_the_value_of_its_month_null_and_longer_grains_their_own():
    lives = [life(1, contracts=renewed("2026-03-10")), life(2, contracts=[contract("2025-03-11", "2026-03-10")])]
    found = figures("client_renewal_rate", *lives)
    row, ever = found.row(), found.ever()
    assert (row.numerator, row.denominator, row.value, row.is_final, row.open_count) == (1, 1, None, False, 1)
    assert (ever.value, ever.is_final) == (100, False)
    assert figures("client_renewals_pending", *lives).value() == 1


def test_an_early_renewal_counts_in_its_due_month_once_that_has_come():
    before = contract("2025-05-01", "2026-04-30")
    lives = [life(contracts=[before, contract("2026-02-01", "2027-01-31", predecessor=before.number)])]
    assert figures("client_renewal_rate", *lives).rows == {}
    assert figures("client_renewal_rate", *lives, as_of=at("2026-04-30")).value("2026-04-01") == 100


def test_due_100_and_100_with_one_successor_of_120_renew_60_percent_of_the_value():
    successor = contract("2026-01-01", "2026-12-31", annual="120")
    dues = [
        Due(contract("2025-01-01", "2025-12-31", annual="100"), day("2025-12-31"), Outcome.RENEWED, successor)
        for _ in range(2)
    ]
    assert renewed_values(dues, Rates({})) == [(60, Decimal(100)), (60, Decimal(100))]


def test_a_successor_worth_more_renews_no_more_than_was_due():
    found = figures("client_renewal_rate_value", life(contracts=renewed(annual_value=Decimal(9999)))).row("2026-01-01")
    assert (found.numerator, found.denominator) == (1200, 1200)


def test_one_contract_renews_its_predecessor_and_another_of_a_shared_family():
    sooner = contract("2025-01-10", "2026-01-09", annual="100", families=("Edge",))
    later = contract("2025-03-15", "2026-03-14", annual="100")
    both = contract("2026-01-10", "2027-01-09", annual="120", families=("Core", "Edge"), predecessor=later.number)
    row = figures("client_renewal_rate_value", life(contracts=[sooner, later, both])).ever()
    assert (row.numerator, row.denominator, row.value) == (120, 200, 60)


def test_due_on_31_december_and_signed_on_16_november_is_a_lead_of_45_days():
    before = contract("2025-01-01", "2025-12-31")
    after = contract("2026-01-01", "2026-12-31", predecessor=before.number, signed_on=day("2025-11-16"))
    assert figures("client_renewal_lead_days", life(contracts=[before, after])).value("2025-12-01") == 45


def test_renewals_signed_10_30_and_80_days_after_their_opportunity_take_30_days():
    lives = []
    for index, days in enumerate((10, 30, 80), start=1):
        contracts = renewed(signed_on=day("2026-01-10"))
        created = str(day("2026-01-10") - timedelta(days=days))
        deal = opportunity(f"{created}T23:00", "2026-01-10", "won", kind="renewal", renews=contracts[0].number)
        lives.append(life(index, contracts=contracts, opportunities=[deal]))
    assert figures("client_time_to_renewal_days", *lives).value("2026-01-01") == 30


def test_an_extension_is_signed_and_an_automatic_renewal_is_not():
    moved = contract("2025-01-01", "2026-12-31", original_end=day("2025-12-31"), extended_on=day("2025-12-01"))
    own = contract("2025-01-01", "2025-12-31", auto_renew=True, families=("Edge",))
    row = figures("client_renewal_lead_days", life(contracts=[moved, own])).row("2025-12-01")
    assert (row.value, row.sample_size) == (30, 1)


starts = st.dates(day("2024-01-01"), day("2026-03-01"))


@st.composite
def client_contracts(draw):
    made = []
    for _ in range(draw(st.integers(1, 5))):
        start = draw(starts)
        end = start + timedelta(days=draw(st.sampled_from([89, 364, 730])))
        predecessor = draw(st.sampled_from([None, *(each.number for each in made)]))
        family = draw(st.sampled_from(["Core", "Edge"]))
        one = contract(str(start), str(end), predecessor=predecessor, families=(family,))
        one.auto_renew = draw(st.booleans())
        one.terminated_on = draw(st.sampled_from([None, start + timedelta(days=60)]))
        made.append(one)
    return made


@given(client_contracts(), st.dates(day("2024-01-01"), TODAY))
def test_what_is_in_force_recurs(contracts, some_day):
    book = Contracts(contracts, TODAY)
    recurring = {each.number for each, _ in book.recurring(some_day)}
    assert {each.number for each in book.in_force(some_day)} <= recurring


@given(client_contracts())
def test_every_due_date_is_decided_once_and_pending_only_within_grace(contracts):
    dues = Contracts(contracts, TODAY).dues
    assert len({(each.contract.number, each.due_on) for each in dues}) == len(dues)
    for due in dues:
        if due.outcome is Outcome.PENDING:
            assert due.due_on + timedelta(days=30) >= TODAY
            assert due.contract.terminated_on is None
        if due.successor is not None:
            assert due.outcome is Outcome.RENEWED
            assert due.successor.start <= due.due_on + timedelta(days=30)


@given(client_contracts())
def test_a_lost_contract_recurs_no_longer_than_it_was_in_force(contracts):
    book = Contracts(contracts, TODAY)
    for due in book.dues:
        if due.outcome is Outcome.LOST:
            after = max(due.counted_on, due.contract.end) + timedelta(days=1)
            assert due.contract.number not in {each.number for each, _ in book.recurring(after)}
