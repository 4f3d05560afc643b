from tests.unit.simulator.lives import at, change, contract, figures, life, line, opportunity


def won(family, amount, **given):
    return opportunity("2026-01-01", "2026-03-10", "won", lines=[line(family, amount)], **given)


def test_who_owns_a_and_buys_a_for_5000_and_b_for_3000_and_renews_for_24000_is_upsold_5000_and_cross_sold_3000():
    deals = [won("Core", "5000"), won("Edge", "3000"), won("Core", "24000", kind="renewal")]
    given = life(contracts=[contract("2025-01-01", "2026-12-31", families=("Core",))], opportunities=deals)
    assert figures("client_upsell_revenue", given).value() == 5000
    assert figures("client_cross_sell_revenue", given).value() == 3000


def test_what_a_client_without_a_contract_buys_is_neither():
    given = life(contracts=[contract("2025-01-01", "2026-03-09")], opportunities=[won("Core", "5000")])
    assert figures("client_upsell_revenue", given).rows == figures("client_cross_sell_revenue", given).rows == {}


def test_a_sale_converts_at_the_rate_of_its_close_date_and_is_null_without_one():
    given = life(
        contracts=[contract("2025-01-01", "2026-12-31")],
        opportunities=[
            opportunity("2026-01-01", "2026-02-10", "won", currency="EUR", lines=[line("Core", "100")]),
            opportunity("2026-01-01", "2026-03-10", "won", currency="EUR", lines=[line("Core", "100")]),
        ],
    )
    found = figures("client_upsell_revenue", given)
    assert (found.value("2026-02-01"), found.value("2026-03-01")) == (120, None)


def test_the_win_rate_of_2_won_and_1_lost_leaves_renewals_open_and_deleted_ones_out():
    deals = [opportunity("2026-01-01", "2026-03-10", status) for status in ("won", "won", "lost")]
    deals += [
        opportunity("2026-01-01", "2026-03-10", "lost", kind="renewal"),
        opportunity("2026-01-01"),
        opportunity("2026-01-01", "2026-03-10", "lost", is_deleted=True),
    ]
    row = figures("client_win_rate", life(opportunities=deals)).row()
    assert (row.numerator, row.denominator, str(row.value)) == (2, 3, "66.666667")


def test_14_of_40_created_and_won_within_180_days_are_35_percent_and_final_after_the_window():
    deals = [opportunity("2025-08-01T23:00", "2026-01-28T01:00", "won") for _ in range(14)]
    deals += [opportunity("2025-08-02T00:00", "2026-01-30", "won") for _ in range(20)]
    deals += [opportunity("2025-08-01") for _ in range(6)]
    found = figures("client_win_rate_cohort", life(opportunities=deals))
    assert (found.row("2025-08-01").value, found.row("2025-08-01").is_final) == (35, True)
    assert not figures("client_win_rate_cohort", life(opportunities=deals), as_of=at("2026-01-29")).ever().is_final


def test_the_sales_cycle_is_the_mean_over_won_and_lost_and_the_median_over_won():
    deals = [
        opportunity("2026-02-20T23:00", "2026-03-02T01:00", "won"),
        opportunity("2026-02-20", "2026-03-03", "lost"),
        opportunity("2026-02-21", "2026-03-04", "lost"),
        opportunity("2025-02-21", "2026-03-04", "lost", kind="renewal"),
    ]
    row = figures("client_sales_cycle_days", life(opportunities=deals)).row()
    assert (row.numerator, row.denominator, str(row.value)) == (32, 3, "10.666667")
    assert figures("client_sales_cycle_won_days", life(opportunities=deals)).value() == 10


def test_10000_at_50_and_20000_at_25_percent_are_a_pipeline_of_10000_as_both_stood_then():
    first = opportunity("2026-01-10")
    first.changes = [
        change("2026-01-10", "Prospecting", "10000", 20),
        change("2026-02-28", "Value Proposition", "10000", 50),
        change("2026-03-31", "Closed Won", "10000", 100),
    ]
    second = opportunity("2026-02-15")
    second.changes = [change("2026-02-15", "Qualification", "20000", 25), change("2026-03-15", "Closed Lost", "1", 0)]
    found = figures("client_weighted_pipeline", life(opportunities=[first, second]))
    months = [found.value(each) for each in ("2026-01-01", "2026-02-01", "2026-03-01")]
    assert (months, found.ever().value, found.row("2026-02-01").open_count) == ([2000, 10000, 0], 0, 2)


def test_a_pipeline_converts_at_the_rate_of_the_periods_last_day():
    deal = opportunity("2026-01-10", currency="EUR")
    unknown = opportunity("2026-01-10")
    unknown.changes = [change("2026-01-10", "Prospecting", None)]
    found = figures("client_weighted_pipeline", life(opportunities=[deal, unknown]))
    row = found.row("2026-01-01")
    assert (row.value, row.sample_size, row.open_count) == (12, 1, 2)
