"""The engine of working time counts what a loop over minutes counts, whatever zones, holidays and clocks do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.models_alone import ModelsAlone
from tests.working_time import ENGINE, RUNNING, Schedule

ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Istanbul",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Australia/Lord_Howe",
)
BEGINNINGS = (date(2000, 3, 24), date(2000, 3, 31), date(2000, 8, 25), date(2000, 10, 27), date(2000, 2, 27))
"""Clocks change within days of most of them, in one zone or another."""
DAYS = 9
STATUSES = ("new", "open", "pending", "hold", "solved", "closed", "cancelled")

# No span begins or ends in the hours in which clocks change: there the wall shows a time twice, or never.
clock_times = st.one_of(st.just(0), st.integers(240, 1440))


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    day, from_minute, to_minute = draw(st.integers(0, 6)), draw(clock_times), draw(clock_times)
    length = to_minute - from_minute + 1440 * draw(st.integers(0, 2))
    start = day * 1440 + from_minute
    return start, start + (length if length > 0 else length + 1440 * 3)


@dataclass
class Case:
    """A ticket: seconds since the beginning at which it changed, and to what."""

    opened: int
    statuses: list[tuple[int, str]]
    reply: int
    new_schedule: int | None


@dataclass
class Batch:
    beginning: date
    schedules: list[Schedule]
    cases: list[Case]


def cases(size: int) -> st.SearchStrategy[list[Case]]:
    seconds = st.integers(0, DAYS * 86400)
    case = st.builds(
        Case,
        seconds,
        st.lists(st.tuples(seconds, st.sampled_from(STATUSES)), max_size=5),
        seconds,
        st.one_of(st.none(), seconds),
    )
    return st.lists(case, min_size=size, max_size=size)


@st.composite
def batches(draw: st.DrawFn, size: int) -> Batch:
    beginning = draw(st.sampled_from(BEGINNINGS))
    day = st.integers(-1, DAYS).map(lambda ahead: beginning + timedelta(days=ahead))
    off = st.tuples(day, st.integers(0, 2)).map(lambda given: (given[0], given[0] + timedelta(days=given[1])))
    schedule = st.builds(
        Schedule, st.sampled_from(ZONES), st.lists(spans(), min_size=1, max_size=6), st.lists(off, max_size=2)
    )
    return Batch(beginning, draw(st.lists(schedule, min_size=2, max_size=2)), draw(cases(size)))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> ModelsAlone:
    return ModelsAlone(tmp_path_factory.mktemp("engine"), ["reference", "zendesk"], ENGINE)


def at(batch: Batch, seconds: int) -> datetime:
    return datetime.combine(batch.beginning, datetime.min.time()) + timedelta(seconds=seconds)


def lay(engine: ModelsAlone, batch: Batch) -> None:
    """The records of schedules and tickets, as core has them."""
    engine.empty()
    for number, schedule in enumerate(batch.schedules):
        name = f"d/i/{number}"
        engine.fill(
            "core_working_schedule",
            [
                {
                    "working_span_id": f"{name}-{place}",
                    "source_system": "d",
                    "source_instance": "i",
                    "schedule_id": name,
                    "time_zone": schedule.zone,
                    "starts_minute": start,
                    "ends_minute": end,
                }
                for place, (start, end) in enumerate(schedule.spans)
            ],
        )
        days_off = [{"schedule_id": name, "starts_on": first, "ends_on": last} for first, last in schedule.holidays]
        engine.fill("core_working_holiday", days_off)
    engine.fill(
        "core_ticket",
        [
            {"ticket_id": str(n), "opened_at": at(batch, case.opened), "status": "open"}
            for n, case in enumerate(batch.cases)
        ],
    )
    engine.fill("core_ticket_event", [event for n, case in enumerate(batch.cases) for event in events(batch, n, case)])


def events(batch: Batch, ticket: int, case: Case) -> list[dict[str, object]]:
    """What the log of a ticket tells, in its order: sequences count where instants tie."""
    told = [(case.opened, "status", "new"), (case.opened, "schedule", "0")]
    told += [(seconds, "status", status) for seconds, status in changes(case)]
    told += [(max(case.opened, case.reply), "public_reply", "agent")]
    if case.new_schedule is not None:
        told += [(max(case.opened, case.new_schedule), "schedule", "1")]
    return [
        {
            "source_system": "d",
            "source_instance": "i",
            "ticket_id": str(ticket),
            "event_sequence": sequence,
            "occurred_at": at(batch, seconds),
            "field": field,
            "value": value,
        }
        for sequence, (seconds, field, value) in enumerate(told)
    ]


def changes(case: Case) -> list[tuple[int, str]]:
    return sorted((seconds, status) for seconds, status in case.statuses if seconds >= case.opened)


def worked(batch: Batch, case: Case, start: int, end: int) -> int:
    """Working seconds of a span, by the first schedule until the second was set."""
    if case.new_schedule is None:
        moved = end
    else:
        # A schedule that is set in the instant of opening holds from the beginning.
        moved = start if case.new_schedule <= case.opened else min(max(case.new_schedule, start), end)
    first, second = batch.schedules
    return first.seconds(at(batch, start), at(batch, moved)) + second.seconds(at(batch, moved), at(batch, end))


def expected(batch: Batch, case: Case) -> dict[str, int]:
    steps = [(case.opened, "new"), *changes(case), (DAYS * 86400, "")]
    spent = [(status, worked(batch, case, start, end), end - start) for (start, status), (end, _) in pairwise(steps)]
    clocks = {
        f"{clock}_{kind}_seconds": sum(each[place] for each in spent if each[0] in statuses)
        for clock, statuses in RUNNING.items()
        for kind, place in (("business", 1), ("calendar", 2))
    }
    reply = max(case.opened, case.reply)
    return clocks | {
        "reply_business_seconds": worked(batch, case, case.opened, reply),
        "reply_calendar_seconds": reply - case.opened,
    }


def found(engine: ModelsAlone) -> dict[int, dict[str, int]]:
    sums = ", ".join(f"clocks.{clock}_{kind}_seconds" for clock in RUNNING for kind in ("business", "calendar"))
    answer = engine.con.execute(f"""
        select cast(clocks.ticket_id as integer) as ticket, {sums},
            replies.business_seconds as reply_business_seconds, replies.calendar_seconds as reply_calendar_seconds
        from intermediate.int_ticket_clocks as clocks
        inner join intermediate.int_ticket_first_replies as replies on replies.ticket_id = clocks.ticket_id
    """)
    columns = [column for column, *_ in answer.description or []]
    return {row[0]: dict(zip(columns[1:], row[1:], strict=True)) for row in answer.fetchall()}


def compare(engine: ModelsAlone, batch: Batch) -> None:
    lay(engine, batch)
    engine.run(at(batch, DAYS * 86400))
    answers = found(engine)
    assert answers == {n: expected(batch, case) for n, case in enumerate(batch.cases)}


UNHURRIED = [HealthCheck.data_too_large, HealthCheck.too_slow, HealthCheck.large_base_example]


@settings(max_examples=8, suppress_health_check=UNHURRIED)
@given(batches(15))
def test_clocks_count_what_a_loop_over_minutes_counts(engine: ModelsAlone, batch: Batch) -> None:
    compare(engine, batch)


@pytest.mark.heavy
@settings(max_examples=100, suppress_health_check=UNHURRIED)
@given(batches(100))
def test_ten_thousand_tickets_count_what_a_loop_over_minutes_counts(engine: ModelsAlone, batch: Batch) -> None:
    compare(engine, batch)


def test_a_reply_across_a_change_of_clocks_takes_75_business_minutes(engine: ModelsAlone) -> None:
    """Mon–Fri 09–17 Europe/Berlin, created 2026-03-27T15:30Z, public reply 2026-03-30T07:45Z (KPIS.md, section 6b)."""
    office = Schedule("Europe/Berlin", [(day * 1440 + 540, day * 1440 + 1020) for day in range(1, 6)])
    batch = Batch(date(2026, 3, 27), [office, office], [Case(55800, [], 287100, None)])
    lay(engine, batch)
    engine.run(datetime(2026, 4, 1))

    answer = found(engine)[0]

    assert (answer["reply_business_seconds"], answer["reply_calendar_seconds"]) == (75 * 60, 3855 * 60)


def test_friday_evening_to_monday_morning_is_90_business_minutes(engine: ModelsAlone) -> None:
    """Fri 21:00 to Mon 09:30 on 08–17 (KPIS.md, section 6b)."""
    shop = Schedule("UTC", [(day * 1440 + 480, day * 1440 + 1020) for day in range(1, 6)])
    batch = Batch(date(2026, 3, 6), [shop, shop], [Case(75600, [(293400, "solved")], 293400, None)])
    lay(engine, batch)
    engine.run(datetime(2026, 4, 1))

    answer = found(engine)[0]

    assert answer["resolution_business_seconds"] == answer["reply_business_seconds"] == 90 * 60
    assert answer["resolution_calendar_seconds"] == 3630 * 60
