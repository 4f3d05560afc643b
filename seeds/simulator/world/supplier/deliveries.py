"""What arrived for an order line, what went back, and what inspection turned down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from seeds.simulator.world.supplier.life import Order, OrderLine, Receipt
from seeds.simulator.world.supplier.purchasing import UNITS_BY_ID, Conduct, Item
from seeds.simulator.world.timeline import END, END_AT, utc

_RETURN_AFTER = 12
"""Days from the last receipt of a line to its first return: its invoice is posted before (see supplier_invoices)."""


def deliver(
    order: Order, line: OrderLine, item: Item, conduct: Conduct, numbers: Iterator[int], random: Random
) -> list[Receipt]:
    """Receipts, returns and disposals of a line up to END, in order of days; no two of different kinds on one day."""
    arrivals = _arrivals(order, line, item, conduct, random)
    receipts = [_receipt(next(numbers), "receipt", day, lots, item, random) for day, lots in sorted(arrivals.items())]
    receipts = [each for each in receipts if each.moved_on <= END]
    if not receipts:
        return receipts
    chance = random.random()
    # A surplus and a return together would leave open what went back: the surplus or what was due.
    has_surplus = sum(each.quantity for each in receipts) > (line.quantity or 0)
    if chance < conduct.defects and item.unit != "HUR" and not has_surplus:
        receipts += _taken_back(order, receipts, item, numbers, random)
    elif chance > 0.88 and item.unit != "HUR":
        _inspect(receipts[-1], item, random, conduct.defects * 5)
    return receipts


def _arrivals(order: Order, line: OrderLine, item: Item, conduct: Conduct, random: Random) -> dict[date, int]:
    """Lots by day of arrival."""
    arrivals: dict[date, int] = {}
    for schedule in line.schedule:
        due = schedule.promises[0].promised_on if schedule.promises else schedule.requested_on
        if random.random() < conduct.on_time:
            day = due - timedelta(days=max(0, int(random.random() * 9) - 3))
        else:
            day = due + timedelta(days=1 + int(random.expovariate(0.15)))
        day = max(day, order.ordered_on + timedelta(days=1))
        lots = int(schedule.quantity / item.lot)
        for later, share in _parts(lots, random):
            when = day + timedelta(days=later)
            arrivals[when] = arrivals.get(when, 0) + share
    return arrivals


def _parts(lots: int, random: Random) -> list[tuple[int, int]]:
    """Days after the first arrival, and lots: in full, in parts, short, in excess, or never."""
    chance = random.random()
    if chance < 0.8 or (lots < 3 and chance < 0.94):
        return [(0, lots)]
    if chance < 0.92:
        first = max(1, int(lots * (0.3 + 0.5 * random.random())))
        return [(0, first), (2 + int(random.random() * 20), lots - first)]
    if chance < 0.95 and lots > 2:
        return [(0, max(1, int(lots * (0.6 + 0.35 * random.random()))))]
    if chance < 0.98:
        return [(0, lots + max(1, int(lots * 0.08 * random.random())))]
    return []


def _receipt(
    number: int, kind: str, day: date, lots: int, item: Item, random: Random, returns: int | None = None
) -> Receipt:
    late = 0 if random.random() < 0.85 else 1 + int(random.random() * 4)
    posted_at = utc(day + timedelta(days=late), 28_800 + random.random() * 36_000)
    return Receipt(
        number=number,
        kind=kind,
        quantity=item.lot * lots,
        moved_on=day,
        posted_at=min(posted_at, END_AT - timedelta(minutes=1)),
        returns=returns,
    )


def _taken_back(
    order: Order, receipts: list[Receipt], item: Item, numbers: Iterator[int], random: Random
) -> list[Receipt]:
    """A return or disposal of a part or all of one receipt, and in most cases its replacement."""
    receipt = receipts[int(random.random() * len(receipts))]
    lots = int(receipt.quantity / item.lot)
    back = lots if random.random() < 0.15 else max(1, int(lots * 0.3 * random.random()))
    day = receipts[-1].moved_on + timedelta(days=_RETURN_AFTER + int(random.random() * 15))
    if day > END:
        return []
    if random.random() < 0.4:
        receipt.inspected_on = receipt.moved_on + timedelta(days=1)
        # Inspection found as many as went back, or more, or fewer: the larger of the two counts.
        found = back + int(random.random() * 5) - 2
        receipt.inspection_rejects = item.lot * max(0, min(lots, found))
    is_disposed = UNITS_BY_ID[order.business_unit].purchasing == "coupa" and random.random() < 0.25
    kind = "disposal" if is_disposed else "return"
    moves = [_receipt(next(numbers), kind, day, back, item, random, receipt.number)]
    if random.random() < 0.6:
        again = day + timedelta(days=5 + int(random.random() * 25))
        if again <= END:
            moves.append(_receipt(next(numbers), "receipt", again, back, item, random))
    return moves


def _inspect(receipt: Receipt, item: Item, random: Random, rejects: float) -> None:
    day = receipt.moved_on + timedelta(days=int(random.random() * 5))
    if day > END:
        return
    receipt.inspected_on = day
    if random.random() < rejects:
        lots = int(receipt.quantity / item.lot)
        receipt.inspection_rejects = item.lot * max(1, int(lots * 0.2 * random.random()))
