"""Receipts laid over the schedule lines of an order line, first in, first out (KPIS.md, supplier_otd_lines)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from seeds.simulator.world.company import RULES
from seeds.simulator.world.supplier.life import Receipt, ScheduleLine


@dataclass(slots=True)
class Part:
    """A quantity that arrived on a day."""

    day: date
    quantity: Decimal


@dataclass(slots=True)
class Filled:
    """A schedule line with the parts it was given, in order of days."""

    due_on: date
    quantity: Decimal
    parts: list[Part] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Received in full, whenever."""
        return sum((part.quantity for part in self.parts), Decimal(0)) >= self.quantity

    @property
    def on_time_quantity(self) -> Decimal:
        """Received by the due day and tolerance."""
        latest = self.due_on + timedelta(days=RULES.otd_tolerance_days)
        return sum((part.quantity for part in self.parts if part.day <= latest), Decimal(0))

    @property
    def is_on_time(self) -> bool:
        """Received in full by the due day and tolerance."""
        return self.on_time_quantity >= self.quantity

    def is_final(self, as_of: datetime) -> bool:
        """Its day and the tolerance are over."""
        return as_of.date() > self.due_on + timedelta(days=RULES.otd_tolerance_days)


def due_on(schedule: ScheduleLine, as_of: datetime) -> date:
    """The first promise that was known by as_of, else the day requested."""
    known = [promise for promise in schedule.promises if promise.confirmed_at <= as_of]
    return known[0].promised_on if known else schedule.requested_on


def allocate(schedule: Sequence[ScheduleLine], moves: Sequence[Receipt], as_of: datetime) -> list[Filled]:
    """Fill the schedule lines in order of due days; `moves` are in order of days.

    A return takes back what was given last, so that its replacement fills the same place on its own day. Disposals take
    nothing back. What is above the ordered quantity is kept on top, and goes back first.
    """
    pile: list[Part] = []
    for move in moves:
        if move.kind == "receipt":
            pile.append(Part(move.moved_on, move.quantity))
        elif move.kind == "return":
            _take_back(pile, move.quantity)
    in_turn = sorted(schedule, key=lambda each: (due_on(each, as_of), each.position))
    filled = [Filled(due_on(each, as_of), each.quantity) for each in in_turn]
    _lay(filled, pile)
    return filled


def _take_back(pile: list[Part], quantity: Decimal) -> None:
    left = quantity
    while left > 0 and pile:
        taken = min(pile[-1].quantity, left)
        pile[-1].quantity -= taken
        left -= taken
        if not pile[-1].quantity:
            pile.pop()


def _lay(filled: list[Filled], pile: list[Part]) -> None:
    parts = iter(pile)
    part = next(parts, None)
    for line in filled:
        wanted = line.quantity
        while wanted > 0 and part is not None:
            given = min(wanted, part.quantity)
            line.parts.append(Part(part.day, given))
            wanted -= given
            part.quantity -= given
            if not part.quantity:
                part = next(parts, None)
