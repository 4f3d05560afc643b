"""`make bench`: five million receipts laid over schedule lines, by the models that a run executes.

Prints seconds of each model and of all, by the clock, and whether they keep to the minute that is allowed. The number
of receipts may be named as the only argument.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from tests.models_alone import ModelsAlone

MODELS = ("int_schedule_lines_due", "int_receipt_allocations")
RECEIPTS = 5_000_000
OF_A_LINE = 5
"""Receipts of an order line, of which one is a return; it has two schedule lines."""
WANTED = 60.0


def main() -> None:
    """Fill the tables, run the models, print seconds."""
    receipts = int(sys.argv[1]) if len(sys.argv) > 1 else RECEIPTS
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as place:
        engine = ModelsAlone(Path(place), ["reference", "coupa"], MODELS, f"{place}/receipts.duckdb")
        fill(engine, receipts // OF_A_LINE)
        engine.know_by(datetime(2026, 12, 31))
        total = 0.0
        for name in MODELS:
            started = time.perf_counter()
            engine.make(name)
            seconds = time.perf_counter() - started
            total += seconds
            print(f"{name}: {seconds:.1f} s")
        laid = engine.con.execute("select count(*), sum(quantity) from intermediate.int_receipt_allocations").fetchone()
        print(f"allocations, quantity: {laid}")
        print(
            f"all: {total:.1f} s for {receipts} receipts, "
            f"wanted {WANTED:.0f} s: {'ok' if total <= WANTED else 'TOO SLOW'}"
        )


def fill(engine: ModelsAlone, lines: int) -> None:
    """Numbers that look random and are the same each time."""
    engine.con.execute(f"""
        insert into core.core_purchase_order_line (purchase_order_line_id, status)
        select 'c/i/' || n, 'open' from range({lines}) as numbers (n)
    """)
    engine.con.execute(f"""
        insert into core.core_schedule_line (schedule_line_id, purchase_order_line_id, quantity, requested_on)
        select 'c/i/' || n || '/' || step, 'c/i/' || n, 20 + (n * 31) % 50,
            date '2024-01-01' + cast((n + step * 20) % 900 as integer)
        from range({lines}) as numbers (n), range(2) as steps (step)
    """)
    engine.con.execute(f"""
        insert into core.core_receipt (receipt_id, purchase_order_line_id, kind, received_on, quantity)
        select 'c/i/' || n || '/' || step, 'c/i/' || n, case when step = 3 then 'return' else 'receipt' end,
            date '2024-01-01' + cast((n + step * 9) % 900 as integer), 5 + (n * 17 + step) % 30
        from range({lines}) as numbers (n), range({OF_A_LINE}) as steps (step)
    """)


if __name__ == "__main__":
    main()
