from datetime import datetime

import pytest

from seeds.simulator.truth.client.tickets import business_seconds
from seeds.simulator.world.client.life import Escalation
from seeds.simulator.world.schedules import working_time_of
from tests.unit.simulator.lives import at, clock, figures, life, orphan, quarantined, solved, ticket


def minutes(kpi_id, *tickets, start="2026-03-01"):
    return figures(kpi_id, life(tickets=list(tickets))).value(start)


def test_40_met_8_breached_2_running_late_and_5_cancelled_are_80_percent():
    clocks = [clock("met", "2026-03-10") for _ in range(40)] + [clock("breached", "2026-03-10") for _ in range(10)]
    clocks += [clock("cancelled", "2026-03-10") for _ in range(5)] + [clock("running", "2026-03-10")]
    row = figures("client_sla_attainment", life(tickets=[ticket("2026-03-01", clocks=clocks)])).row()
    assert (row.numerator, row.denominator, row.value) == (40, 50, 80)


def test_a_clock_is_decided_in_the_month_it_was_met_or_breached():
    late = clock("breached", "2026-02-27", fulfilled_at=at("2026-03-03"))
    found = figures("client_sla_attainment", life(tickets=[ticket("2026-02-01", clocks=[late])]))
    assert found.value("2026-02-01") == 0 and found.row("2026-03-01") is None


def test_attainment_is_sliced_by_the_newest_priority():
    tickets = [
        ticket("2026-03-01", priority="urgent", clocks=[clock("met", "2026-03-10")]),
        ticket("2026-03-01", priority="low", clocks=[clock("breached", "2026-03-10")]),
        ticket("2026-03-01", is_priority_unmapped=True, clocks=[clock("met", "2026-03-10")], desk="servicenow"),
    ]
    found = figures("client_sla_attainment", life(tickets=tickets))
    assert [found.value(part=each) for each in ("critical", "low", "unmapped")] == [100, 0, 100]


def test_a_clock_runs_until_it_ends_or_passes_its_target():
    applied = {"applied_at": at("2026-01-05")}
    clocks = [
        clock("met", "2026-02-28T23:59:59", **applied),
        clock("breached", "2026-03-02", **applied),
        clock("running", "2026-03-02", **applied),
    ]
    found = figures("client_sla_running", life(tickets=[ticket("2026-01-05", clocks=clocks)]))
    assert [found.value(each) for each in ("2026-01-01", "2026-02-01", "2026-03-01")] == [3, 2, 1]


def test_what_happens_to_a_clock_after_as_of_has_not_happened_yet():
    given = life(tickets=[ticket("2026-03-01", clocks=[clock("met", "2026-03-20")])])
    before = at("2026-03-10")
    assert figures("client_sla_attainment", given, as_of=before).rows == {}
    assert figures("client_sla_running", given, as_of=before).value() == 1


def test_a_reply_over_the_change_of_clocks_in_berlin_took_75_business_minutes_and_3855_calendar_minutes():
    replied = ticket(
        "2026-03-27T15:30",
        ("2026-03-27T15:40", "note", ""),
        ("2026-03-30T07:45", "reply", ""),
        ("2026-03-30T07:45", "status", "solved"),
    )
    assert minutes("client_first_reply_business_minutes", replied) == 75
    assert minutes("client_resolution_calendar_hours", replied) * 60 == 3855
    assert working_time_of(360_001).after(replied.created_at, 60 * 60) == at("2026-03-30T07:30")


def test_the_clocks_of_six_statuses_run_120_90_30_30_and_150_minutes():
    worked = ticket(
        "2026-03-10T08:00",
        ("2026-03-10T08:30", "status", "pending"),
        ("2026-03-10T09:00", "status", "open"),
        ("2026-03-10T09:40", "status", "hold"),
        ("2026-03-10T10:10", "status", "open"),
        ("2026-03-10T10:30", "status", "solved"),
    )
    end = at("2026-03-10T10:30")
    names = ("requester_wait", "agent_work", "on_hold", "agent_wait", "resolution")
    assert [business_seconds(worked, each, end) // 60 for each in names] == [120, 90, 30, 30, 150]
    assert minutes("client_resolution_business_minutes", worked) == 150
    assert minutes("client_agent_work_business_minutes", worked) == 90


def test_a_night_and_a_weekend_on_8_to_17_are_90_business_and_3630_calendar_minutes():
    friday, monday = datetime.fromisoformat("2026-06-05T21:00-07:00"), datetime.fromisoformat("2026-06-08T09:30-07:00")
    assert working_time_of(360_003).seconds(friday, monday) == 90 * 60
    assert (monday - friday).total_seconds() == 3630 * 60


def test_time_between_a_solve_and_a_reopening_does_not_run_and_an_open_ticket_has_none():
    back = ticket(
        "2026-03-10T08:00",
        ("2026-03-10T09:00", "status", "solved"),
        ("2026-03-10T11:00", "status", "open"),
        ("2026-03-10T11:30", "status", "solved"),
    )
    assert minutes("client_resolution_business_minutes", back) == 90
    assert minutes("client_resolution_calendar_hours", back) == 3.5
    reopened = ticket(
        "2026-03-10T08:00", ("2026-03-10T09:00", "status", "solved"), ("2026-03-11T11:00", "status", "open")
    )
    assert figures("client_resolution_calendar_hours", life(tickets=[reopened])).rows == {}


def test_servicenow_tells_of_calendar_hours_alone():
    given = life(tickets=[solved("2026-03-10T08:00", "2026-03-10T10:00", desk="servicenow")])
    assert figures("client_resolution_calendar_hours_mean", given).value() == 2
    for kpi_id in ("client_resolution_business_minutes", "client_agent_work_business_minutes", "client_reopen_rate"):
        assert figures(kpi_id, given).rows == {}


def test_3_of_60_reopened_within_14_days_are_5_percent():
    def back(when):
        return ticket("2026-03-01", ("2026-03-02T08:00", "status", "solved"), (when, "status", "open"))

    tickets = [back("2026-03-16T08:00") for _ in range(3)] + [back("2026-03-16T08:00:01")]
    tickets += [solved("2026-03-01", "2026-03-02T08:00") for _ in range(56)]
    row = figures("client_reopen_rate", life(tickets=tickets)).row()
    assert (row.numerator, row.denominator, row.value, row.is_final) == (3, 60, 5, True)


def test_a_ticket_counts_once_a_month_with_its_first_solve_there_and_is_final_after_14_days():
    again = ticket(
        "2026-02-01",
        ("2026-02-02", "status", "solved"),
        ("2026-02-03", "status", "open"),
        ("2026-02-04", "status", "solved"),
        ("2026-02-05", "status", "closed"),
        ("2026-03-16", "status", "open"),
        ("2026-03-17T00:00:01", "status", "solved"),
    )
    found = figures("client_reopen_rate", life(tickets=[again]))
    assert [(found.value(each), found.row(each).is_final) for each in ("2026-02-01", "2026-03-01")] == [
        (100, True),
        (0, False),
    ]


def test_the_backlog_is_what_is_open_at_the_periods_end():
    tickets = [
        ticket("2026-01-05", ("2026-02-01", "status", "solved")),
        ticket("2026-01-31T23:59:59", ("2026-02-02", "status", "closed"), ("2026-03-31", "status", "open")),
        ticket("2026-01-05", ("2026-01-06", "status", "deleted")),
        ticket("2026-01-05", ("2026-02-03", "status", "hold"), desk="servicenow"),
    ]
    found = figures("client_ticket_backlog", life(tickets=tickets))
    assert [found.value(each) for each in ("2026-01-01", "2026-02-01", "2026-03-01")] == [3, 1, 2]
    assert found.ever().open_count == 2


def test_a_servicenow_ticket_is_open_until_its_last_solve_because_its_reopenings_are_not_shown():
    again = ticket(
        "2026-01-05",
        ("2026-01-20", "status", "solved"),
        ("2026-02-10", "status", "open"),
        ("2026-02-20", "status", "solved"),
        desk="servicenow",
    )
    found = figures("client_ticket_backlog", life(tickets=[again]))
    assert [found.value(each) for each in ("2026-01-01", "2026-02-01")] == [1, 0]


def test_an_orphan_ticket_counts_under_unknown_with_its_clocks_and_a_quarantined_one_nowhere():
    tickets = [
        orphan(ticket("2026-03-01", clocks=[clock("met", "2026-03-10")])),
        quarantined(ticket("2026-03-01", clocks=[clock("met", "2026-03-10")])),
    ]
    found = figures("client_sla_attainment", life(tickets=tickets))
    assert found.row(entity=("client", "unknown")).denominator == found.row().denominator == 1


def test_escalations_of_48_96_and_288_hours_and_one_open_have_a_median_of_96():
    def escalation(opened, closed):
        return Escalation(1, at(opened), at(closed) if closed else None, "Delay")

    given = life(
        escalations=[
            escalation("2026-03-01", "2026-03-03"),
            escalation("2026-03-01", "2026-03-05"),
            escalation("2026-02-20", "2026-03-04"),
            escalation("2026-03-01", None),
        ]
    )
    assert figures("client_escalation_resolution_hours", given).value() == 96
    assert [figures("client_escalation_count", given).value(each) for each in ("2026-02-01", "2026-03-01")] == [1, 3]
    assert [figures("client_escalations_open", given).value(each) for each in ("2026-02-01", "2026-03-01")] == [1, 1]


@pytest.mark.parametrize("kpi_id", ["client_ticket_backlog", "client_sla_running"])
def test_stocks_of_the_desk_are_not_final_figures_of_a_quarter(kpi_id):
    given = life(tickets=[ticket("2026-03-01", clocks=[clock("running", "2026-03-10")])])
    assert {grain for _, _, _, grain, _ in figures(kpi_id, given).rows} == {"month", "all_time"}
