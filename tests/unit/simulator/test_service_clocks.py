"""The desk's clocks by KPIS.md section 6b. Berlin works Monday to Friday 9 to 17."""

from datetime import UTC, datetime, timedelta

from seeds.simulator.world.client.life import TicketEvent
from seeds.simulator.world.client.service_clocks import clocks_of
from seeds.simulator.world.timeline import AS_OF

BERLIN = 360_001


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def clocks(*events, priority="urgent", desk="zendesk"):
    made = [TicketEvent(at(when), kind, value) for when, kind, value in events]
    return {(each.metric, each.instance): each for each in clocks_of(desk, BERLIN, priority, made)}


def test_a_first_reply_over_a_change_of_clocks_takes_75_minutes_and_is_breached_after_60():
    clock = clocks(
        ("2026-03-27T15:30", "comment", ""),
        ("2026-03-27T15:40", "note", ""),
        ("2026-03-30T07:45", "reply", ""),
    )["first_reply", 1]
    assert clock.elapsed_seconds == 75 * 60
    assert clock.verdict == "breached"
    assert clock.breached_at == at("2026-03-30T07:30")
    assert clock.fulfilled_at == at("2026-03-30T07:45")


def test_a_reply_exactly_on_target_is_met():
    clock = clocks(("2026-03-03T09:00", "comment", ""), ("2026-03-03T10:00", "reply", ""))["first_reply", 1]
    assert (clock.verdict, clock.breached_at) == ("met", None)


def test_resolution_runs_while_pending_and_on_hold_and_not_between_a_solve_and_a_reopening():
    clock = clocks(
        ("2026-03-03T08:00", "comment", ""),
        ("2026-03-03T08:30", "reply", ""),
        ("2026-03-03T08:30", "status", "pending"),
        ("2026-03-03T09:00", "status", "solved"),
        ("2026-03-03T11:00", "comment", ""),
        ("2026-03-03T11:00", "status", "open"),
        ("2026-03-03T11:10", "reply", ""),
        ("2026-03-03T11:30", "status", "hold"),
        ("2026-03-03T12:00", "status", "solved"),
    )["resolution", 1]
    assert clock.elapsed_seconds == 120 * 60
    assert clock.fulfilled_at == at("2026-03-03T12:00")


def test_the_next_reply_is_counted_from_the_oldest_comment_without_an_answer():
    made = clocks(
        ("2026-03-03T09:00", "comment", ""),
        ("2026-03-03T09:05", "comment", ""),
        ("2026-03-03T09:10", "reply", ""),
        ("2026-03-03T10:00", "comment", ""),
        ("2026-03-03T10:20", "comment", ""),
        ("2026-03-03T10:50", "reply", ""),
    )
    assert made["next_reply", 1].elapsed_seconds == 50 * 60
    assert ("next_reply", 2) not in made


def test_a_change_of_priority_cancels_and_counts_again_from_the_same_start():
    made = clocks(
        ("2026-03-03T09:00", "comment", ""),
        ("2026-03-03T09:30", "priority", "high"),
        ("2026-03-03T10:30", "reply", ""),
    )
    first, second = made["first_reply", 1], made["first_reply", 2]
    assert (first.verdict, first.cancelled_at) == ("cancelled", at("2026-03-03T09:30"))
    assert (second.verdict, second.target_minutes, second.elapsed_seconds) == ("met", 120, 90 * 60)
    assert second.applied_at == at("2026-03-03T09:30")


def test_a_change_of_priority_after_the_reply_leaves_the_reply_alone():
    made = clocks(
        ("2026-03-03T09:00", "comment", ""),
        ("2026-03-03T09:30", "reply", ""),
        ("2026-03-03T09:40", "priority", "low"),
    )
    assert made["first_reply", 1].verdict == "met"
    assert made["resolution", 1].verdict == "cancelled"


def test_a_clock_that_has_not_ended_is_running_or_late():
    late = clocks(("2026-03-03T09:00", "comment", ""))["first_reply", 1]
    assert (late.verdict, late.fulfilled_at, late.breached_at) == ("breached", None, at("2026-03-03T10:00"))
    fresh = clocks(((AS_OF - timedelta(hours=3)).isoformat()[:16], "comment", ""))["first_reply", 1]
    assert (fresh.verdict, fresh.elapsed_seconds) == ("running", 0)


def test_the_clocks_of_a_deleted_ticket_are_cancelled():
    made = clocks(("2026-03-03T09:00", "comment", ""), ("2026-03-03T09:20", "status", "deleted"))
    assert {each.verdict for each in made.values()} == {"cancelled"}


def test_servicenow_measures_no_next_reply():
    made = clocks(
        ("2026-03-03T09:00", "comment", ""),
        ("2026-03-03T09:10", "reply", ""),
        ("2026-03-03T10:00", "comment", ""),
        desk="servicenow",
    )
    assert {metric for metric, _ in made} == {"first_reply", "resolution"}
