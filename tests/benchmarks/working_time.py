"""`make bench`: working time of a million tickets with five million changes, by the models that a run executes.

Prints seconds of each model and of all, by the clock and of the processors, and whether they keep to the minute that is
allowed. The number of tickets may be named as the only argument.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from tests.models_alone import ModelsAlone
from tests.working_time import ENGINE

TICKETS = 1_000_000
CHANGES = 5
"""Of each ticket: opened, answered, pending, open again, solved."""
WANTED = 60.0
AS_OF = datetime(2026, 10, 1)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "Europe/London")


def main() -> None:
    """Fill the tables, run the models, print seconds."""
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else TICKETS
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as place:
        engine = ModelsAlone(Path(place), ["reference", "zendesk"], ENGINE, f"{place}/working_time.duckdb")
        fill(engine, tickets)
        total = 0.0
        engine.know_by(AS_OF)
        for name in ENGINE:
            started, worked = time.perf_counter(), time.process_time()
            engine.make(name)
            seconds = time.perf_counter() - started
            total += seconds
            print(f"{name}: {seconds:.1f} s, of processors {time.process_time() - worked:.1f} s")
        counted = engine.con.execute(
            "select count(*), sum(resolution_business_seconds) from intermediate.int_ticket_clocks"
        ).fetchone()
        print(f"tickets, business seconds: {counted}")
        print(
            f"all: {total:.1f} s for {tickets} tickets, "
            f"wanted {WANTED:.0f} s: {'ok' if total <= WANTED else 'TOO SLOW'}"
        )


def fill(engine: ModelsAlone, tickets: int) -> None:
    """Offices in five zones; tickets of three years that take from hours to weeks."""
    days = [(day * 1440 + 540, day * 1440 + 1020) for day in range(1, 6)]
    engine.fill(
        "core_working_schedule",
        [
            {
                "working_span_id": f"d/i/{number}-{start}",
                "source_system": "d",
                "source_instance": "i",
                "schedule_id": f"d/i/{number}",
                "time_zone": zone,
                "starts_minute": start,
                "ends_minute": end,
            }
            for number, zone in enumerate(ZONES)
            for start, end in days
        ],
    )
    engine.con.execute("""
        insert into core.core_working_holiday (schedule_id, starts_on, ends_on)
        select 'd/i/' || zone, day, day
        from range(5) as zones (zone), (values (date '2024-12-25'), (date '2025-12-25')) as days (day)
    """)
    # Numbers that look random and are the same each time.
    engine.con.execute(f"""
        insert into core.core_ticket (ticket_id, source_system, source_instance, schedule_native_id, status, opened_at)
        select 'd/i/' || n, 'd', 'i', cast(n % 5 as varchar), 'solved',
            timestamp '2023-10-01' + to_seconds((n * 7919) % 90000000)
        from range({tickets}) as numbers (n)
    """)
    engine.con.execute(f"""
        insert into core.core_ticket_event
            (ticket_event_id, source_system, source_instance, ticket_id, event_sequence, occurred_at, field, value)
        select 'd/i/' || n || '-' || step, 'd', 'i', 'd/i/' || n, step,
            timestamp '2023-10-01' + to_seconds((n * 7919) % 90000000)
                + to_seconds(step * ((n * 104729) % 30000) + case when step = 4 and n % 20 = 0 then 1500000 else 0 end),
            case when step = 1 then 'public_reply' else 'status' end,
            case step when 0 then 'new' when 1 then 'agent' when 2 then 'pending' when 3 then 'open' else 'solved' end
        from range({tickets}) as numbers (n), range({CHANGES}) as steps (step)
    """)


if __name__ == "__main__":
    main()
