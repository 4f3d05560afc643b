"""Receipts are laid over schedule lines as a loop over single pieces lays them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from tests.models_alone import ModelsAlone

MODELS = ("int_schedule_lines_due", "int_receipt_allocations")
ORDERS = 10_000
DAY = date(2026, 1, 1)

Schedule = list[tuple[date, int]]
Moves = list[tuple[date, str, int]]


def random_order(random: Random) -> tuple[Schedule, Moves]:
    """Due days with quantities, and what came and went back; on one day receipts come first."""
    schedule = [(DAY + timedelta(random.randrange(31)), random.randint(1, 12)) for _ in range(random.randint(1, 4))]
    moves = [
        (DAY + timedelta(random.randrange(31)), random.choice(("receipt", "receipt", "return")), random.randint(1, 15))
        for _ in range(random.randint(0, 7))
    ]
    return schedule, sorted(moves, key=lambda move: (move[0], move[1]))


def by_the_piece(schedule: Schedule, moves: Moves) -> list[tuple[int, date, int]]:
    """Position in the schedule, day, pieces: every single piece as it comes and goes."""
    pieces: list[date] = []
    for day, kind, quantity in moves:
        for _ in range(quantity):
            if kind == "receipt":
                pieces.append(day)
            elif pieces:
                pieces.pop()
    waiting = iter(pieces)
    held: dict[tuple[int, date], int] = defaultdict(int)
    for position in sorted(range(len(schedule)), key=lambda place: schedule[place][0]):
        for _, day in zip(range(schedule[position][1]), waiting, strict=False):
            held[position, day] += 1
    return sorted((position, day, number) for (position, day), number in held.items())


def test_receipts_are_laid_over_schedule_lines_as_piece_by_piece(tmp_path: Path) -> None:
    random = Random(7)
    orders = [random_order(random) for _ in range(ORDERS)]
    engine = ModelsAlone(tmp_path, ["reference", "coupa"], MODELS)
    for first in range(0, ORDERS, 500):
        lay(engine, orders[first : first + 500], first)
    engine.run(datetime(2026, 12, 31))

    rows = engine.con.execute("""
        select
            purchase_order_line_id, cast(schedule_line_id[-2:] as integer), received_on, cast(sum(quantity) as bigint)
        from intermediate.int_receipt_allocations group by all order by all
    """).fetchall()
    found: dict[str, list[tuple[int, date, int]]] = defaultdict(list)
    for order, *held in rows:
        found[order].append((held[0], held[1], held[2]))
    due = {f"{number:05}": by_the_piece(*order) for number, order in enumerate(orders)}
    assert {order: held for order, held in due.items() if found.get(order, []) != held} == {}
    assert len(rows) > ORDERS


def lay(engine: ModelsAlone, orders: list[tuple[Schedule, Moves]], first: int) -> None:
    lines, schedules, receipts = [], [], []
    for number, (schedule, moves) in enumerate(orders, first):
        order = f"{number:05}"
        lines.append({"purchase_order_line_id": order, "status": "open"})
        schedules += [
            {
                "schedule_line_id": f"{order}/{position:02}",
                "purchase_order_line_id": order,
                "quantity": quantity,
                "requested_on": day,
            }
            for position, (day, quantity) in enumerate(schedule)
        ]
        receipts += [
            {
                "receipt_id": f"{order}/{place:02}",
                "purchase_order_line_id": order,
                "kind": kind,
                "received_on": day,
                "quantity": quantity,
            }
            for place, (day, kind, quantity) in enumerate(moves)
        ]
    engine.fill("core_purchase_order_line", lines)
    engine.fill("core_schedule_line", schedules)
    engine.fill("core_receipt", receipts)
