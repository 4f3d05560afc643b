from datetime import date
from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.client.recurring import expected_months
from tests.unit.simulator.lives import at, client, contract, day, figures, life

C1 = ("client", "salesforce/default/account1")


def running(annual, start="2025-01-01", end="2026-12-31", **given):
    return contract(start, end, annual, **given)


def changing(before, after):
    """Worth `before` a year up to January and `after` from February on."""
    first = running(before, end="2026-01-31")
    return [first, running(after, start="2026-02-01", predecessor=first.number)]


def test_24000_a_year_are_2000_a_month_and_one_off_value_is_none():
    found = figures("client_mrr", life(contracts=[running("24000", one_off_value=Decimal(5000))]))
    assert (found.value(), found.value("2025-01-01"), found.ever().value) == (2000, 2000, 2000)
    assert found.row("2024-12-01") is None


def test_a_contract_in_grace_stays_in_flagged_and_not_final():
    row = figures("client_mrr", life(contracts=[running("1200", end="2026-03-10")])).row()
    assert (row.value, row.is_final, row.open_count) == (100, False, 1)


def test_a_lost_contract_counts_to_its_end_and_a_renewed_one_through_the_gap():
    lost = figures("client_mrr", life(contracts=[running("1200", end="2025-12-30")]))
    assert (lost.value("2025-11-01"), lost.value("2025-12-01"), lost.value()) == (100, 0, 0)
    before = running("1200", end="2025-12-20")
    after = running("2400", start="2026-01-15", predecessor=before.number)
    renewed = figures("client_mrr", life(contracts=[before, after]))
    assert (renewed.value("2025-12-01"), renewed.value("2026-01-01")) == (100, 200)


def test_recurring_revenue_converts_at_the_last_day_and_is_null_without_any_rate():
    given = life(contracts=[running("12000", currency="EUR"), running("1200", currency="TRY", start="2024-05-01")])
    found = figures("client_mrr", given)
    assert (found.value("2025-12-01"), found.value("2026-01-01")) == (1100, 1200)
    assert (found.value("2024-06-01"), found.row("2024-06-01").sample_size) == (None, 0)


def test_2_of_50_clients_gone_are_4_percent():
    lives = [life(index, contracts=[running("1200")]) for index in range(1, 49)]
    lives += [life(index, contracts=[running("1200", end="2026-01-31")]) for index in (49, 50)]
    found = figures("client_logo_churn", *lives, as_of=at("2026-04-30"))
    assert (found.value("2026-02-01"), found.row("2026-02-01").denominator) == (4, 50)
    assert found.value("2026-04-01", grain="t12m") == 4


def test_a_client_without_a_rate_has_not_churned():
    found = figures("client_logo_churn", life(contracts=[running("1200", currency="TRY")]))
    assert found.value() == 0


def test_100k_less_5k_gone_and_3k_smaller_is_8_percent_churn_and_92_retained_and_102_net():
    lives = [
        life(1, contracts=[running("60000", end="2026-01-31")]),
        life(2, contracts=changing("72000", "36000")),
        life(3, contracts=changing("1068000", "1188000")),
        life(4, contracts=[running("84000", start="2026-02-10")]),
    ]
    as_of = at("2026-04-30")
    churn = figures("client_gross_revenue_churn", *lives, as_of=as_of).row("2026-02-01")
    assert (churn.numerator, churn.denominator, churn.value) == (8000, 100000, 8)
    gross = figures("client_gross_revenue_retention", *lives, as_of=as_of).row("2026-02-01")
    assert (gross.numerator, gross.denominator, gross.value) == (92000, 100000, 92)
    net = figures("client_net_revenue_retention", *lives, as_of=as_of).row("2026-02-01")
    assert (net.numerator, net.denominator, net.value) == (102000, 100000, 102)


def test_1000_eur_at_both_ends_have_no_expansion_whatever_the_rate_does():
    found = figures("client_net_revenue_retention", life(contracts=[running("12000", currency="EUR")]))
    row = found.row("2026-01-01")
    assert (row.numerator, row.denominator, row.value) == (1100, 1100, 100)


def test_twelve_months_compare_opening_and_closing_directly():
    client_back = [running("1200", start="2024-01-01", end="2025-06-30"), running("1500", start="2025-12-01")]
    found = figures("client_net_revenue_retention", life(contracts=client_back))
    assert found.value("2026-03-01", grain="t12m") == 125


def test_the_segment_of_a_cohort_is_that_of_the_periods_start():
    moved = client(segments=[(date(2015, 1, 1), "small_business"), (date(2026, 3, 15), "enterprise")])
    found = figures("client_logo_churn", life(moved, contracts=[running("1200")]))
    assert found.row(entity=("segment", "small_business")) is not None
    assert found.row(entity=("segment", "enterprise")) is None


def test_shares_of_50_30_and_20_are_a_concentration_of_3800_and_parents_are_one():
    lives = [life(index, contracts=[running(worth)]) for index, worth in ((1, "500"), (2, "300"), (3, "200"))]
    found = figures("client_concentration_hhi", *lives)
    assert (found.value(), found.value(entity=("segment", "enterprise")), found.ever().value) == (3800, 3800, 3800)
    owned = [
        life(1, contracts=[running("400")]),
        life(client(2, parent=1), contracts=[running("100")]),
        life(3, contracts=[running("300")]),
        life(4, contracts=[running("200")]),
    ]
    assert figures("client_concentration_hhi", *owned).value() == 3800
    assert figures("client_concentration_hhi", life(contracts=[running("1", end="2025-12-31")])).value() == 0


def test_500_a_month_at_80_percent_and_2_percent_lost_are_worth_20000():
    assert 500 * Fraction("0.8") * expected_months(2, 100, 2, 100) == 20_000


def test_a_segment_without_losses_lasts_120_months_and_a_small_one_is_drawn_to_the_portfolio():
    assert expected_months(0, 0, 0, 0) == 120
    assert expected_months(0, 50, 0, 100) == 120
    assert expected_months(0, 12, 25, 100) == 8


def test_predicted_value_takes_the_mean_of_the_months_in_force_and_nothing_once_gone():
    given = life(contracts=changing("12000", "24000"))
    found = figures("client_clv_predicted", given)
    mean = Fraction(10 * 1000 + 2 * 2000, 12)
    assert found.value() == Decimal(int(mean * Fraction("0.72") * 120 * 10**6)) / 10**6
    gone = figures("client_clv_predicted", life(contracts=[running("1200", end="2026-01-31")]), as_of=at("2026-04-30"))
    assert (gone.value("2026-04-01"), gone.row("2026-04-01").sample_size) == (0, 0)


def test_a_termination_without_successor_churns_in_the_month_whose_closing_first_lacks_it():
    ended = running("1200", terminated_on=day("2026-02-10"))
    assert figures("client_logo_churn", life(contracts=[ended])).value("2026-02-01", C1) == 100
