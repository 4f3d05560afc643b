"""What was rejected of each receipt (KPIS.md, supplier_defect_ppm)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from seeds.simulator.truth.supplier.events import movements
from seeds.simulator.world.supplier.life import OrderLine, Receipt


def rejected_of(line: OrderLine, as_of: datetime) -> Iterator[tuple[Receipt, Decimal]]:
    """Each receipt of an order line with its rejected quantity.

    It is the larger of what inspection turned down and what was returned or disposed of, and never more than received.
    """
    moves = movements(line, as_of)
    back: dict[int, Decimal] = {}
    for move in moves:
        if move.kind != "receipt" and move.returns is not None:
            back[move.returns] = back.get(move.returns, Decimal(0)) + move.quantity
    for move in moves:
        if move.kind == "receipt":
            is_inspected = move.inspected_on is not None and move.inspected_on <= as_of.date()
            inspected = move.inspection_rejects if is_inspected else Decimal(0)
            yield move, min(move.quantity, max(inspected, back.get(move.number, Decimal(0))))
