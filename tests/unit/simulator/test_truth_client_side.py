import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from seeds.simulator.truth.client.side import ClientSide
from seeds.simulator.truth.parties import manager_id
from seeds.simulator.world.company import Company
from tests.unit.simulator.lives import at, client, contract, day, figures, invoice, life, opportunity, ticket

IDS = """
adoption_rate agent_work_business_minutes cadence_compliance clv_historic clv_predicted concentration_hhi
cross_sell_revenue csat days_beyond_terms dso_days escalation_count escalation_resolution_hours escalations_open
feedback_loop_closure first_reply_business_minutes first_value_90d_rate gross_revenue_churn gross_revenue_retention
health_coverage health_score invoiced_revenue logo_churn mrr net_revenue_retention nps nps_t12m onboarding_on_time_rate
payment_on_time_rate qbr_coverage renewal_lead_days renewal_rate renewal_rate_value renewals_pending reopen_rate
resolution_business_minutes resolution_calendar_hours resolution_calendar_hours_mean revenue_to_target sales_cycle_days
sales_cycle_won_days single_threaded_share sla_attainment sla_running stakeholder_coverage survey_response_rate
ticket_backlog time_to_first_value_days time_to_renewal_days upsell_revenue weighted_pipeline win_rate win_rate_cohort
"""


def side():
    return ClientSide(Company(1, Decimal(1), 1, 1, {}))


def test_every_client_figure_is_there_once():
    assert [kpi.id for kpi in side().kpis] == [f"client_{each}" for each in IDS.split()]


def test_grains_follow_the_class_of_a_figure():
    odd = {kpi.id: kpi.grains for kpi in side().kpis if kpi.grains != ("month", "quarter", "all_time")}
    stocks = {kpi_id for kpi_id, grains in odd.items() if grains == ("month", "all_time")}
    assert {kpi_id.removeprefix("client_") for kpi_id in stocks} == {
        "mrr",
        "concentration_hhi",
        "clv_historic",
        "clv_predicted",
        "weighted_pipeline",
        "ticket_backlog",
        "dso_days",
        "adoption_rate",
        "stakeholder_coverage",
        "single_threaded_share",
        "sla_running",
        "escalations_open",
    }
    cohorts = {kpi_id for kpi_id, grains in odd.items() if grains == ("month", "t12m")}
    assert len(cohorts) == 4
    scores = {kpi_id for kpi_id, grains in odd.items() if grains == ("month", "quarter")}
    assert scores == {"client_health_score", "client_health_coverage"}


def test_rows_are_in_key_order_over_all_kpis():
    given = side()
    given.take(life(contracts=[contract("2025-01-01", "2026-12-31")], tickets=[ticket("2026-03-01")]))
    keys = [row.key for rows in given.rows() for row in rows]
    assert keys == sorted(keys) and len(keys) == len(set(keys)) > 500


def test_a_client_belongs_to_its_crm_owner_and_without_an_account_to_nobody():
    found = figures("client_mrr", life(client(1), contracts=[contract("2025-01-01", "2026-12-31")]))
    assert found.row(entity=("relationship_manager", manager_id(7))) is not None
    assert re.fullmatch(r"salesforce/default/005\w{15}", manager_id(7))
    stranger = figures(
        "client_invoiced_revenue", life(client(2, in_crm=False), invoices=[invoice("2026-03-01", "2026-03-02", "1")])
    )
    assert stranger.value(entity=("client", "stripe/default/cus_2")) == 1
    assert stranger.value(entity=("segment", "enterprise")) == 1
    assert stranger.value(entity=("relationship_manager", "unknown")) == 1


def test_the_earliest_record_of_a_party_names_it():
    who = client(1)
    who.ids[1] = type(who.ids[1])("zendesk", "default", "88", at("2019-01-01"))
    assert figures("client_ticket_backlog", life(who, tickets=[ticket("2026-03-01")])).value(
        entity=("client", "zendesk/default/88")
    )


def test_the_segment_is_that_of_the_periods_last_day():
    who = client(1, segments=[(date(2015, 1, 1), "small_business"), (date(2026, 2, 28), "enterprise")])
    found = figures("client_ticket_backlog", life(who, tickets=[ticket("2026-01-01")]))
    assert found.value("2026-01-01", ("segment", "small_business")) == 1
    assert found.value("2026-02-01", ("segment", "enterprise")) == 1
    assert found.value("2026-02-01", ("segment", "small_business")) == 0


def test_what_is_dated_after_as_of_is_not_known():
    as_of = at("2026-02-15")
    before = contract("2025-03-02", "2026-12-31", original_end=day("2026-02-10"), extended_on=day("2026-02-16"))
    given = life(
        contracts=[before, contract("2026-03-01", None, created_at=at("2026-02-16"), annual="99999")],
        opportunities=[opportunity("2026-01-01", "2026-03-01", "won"), opportunity("2026-02-16")],
        invoices=[
            invoice("2026-01-01", "2026-02-01", "100", ("2026-02-16", "100")),
            invoice("2026-02-16", "2026-02-16", "1"),
        ],
        tickets=[ticket("2026-02-01", ("2026-02-16", "status", "solved"))],
    )
    pending = figures("client_mrr", given, as_of=as_of).row("2026-02-01")
    assert (pending.value, pending.is_final, pending.is_complete_period) == (100, False, False)
    assert figures("client_weighted_pipeline", given, as_of=as_of).value("2026-02-01") == 10
    assert figures("client_win_rate", given, as_of=as_of).rows == {}
    assert figures("client_days_beyond_terms", given, as_of=as_of).value("2026-02-01") == 14
    assert figures("client_ticket_backlog", given, as_of=as_of).value("2026-02-01") == 1
    assert max(start for *_, start in figures("client_mrr", given, as_of=as_of).rows) == "2026-02-01"


def test_truth_shares_no_code_with_the_warehouse():
    folder = Path(__file__).parents[3] / "seeds" / "simulator" / "truth"
    imported = {
        match[1]
        for path in folder.rglob("*.py")
        for match in re.finditer(r"^(?:from|import) (\w+)", path.read_text(), re.M)
    }
    assert imported.isdisjoint({"dbt", "duckdb", "orchestration", "expectations"})
