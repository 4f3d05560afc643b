"""Cells of a supplier added up by quarter, as the scorecard needs them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from seeds.simulator.truth.observations import Cell, Tally
from seeds.simulator.truth.periods import quarter_at

ByQuarter = dict[tuple[str, date], Cell]
"""By supplier and first day of the quarter."""


def by_quarter(tally: Tally) -> ByQuarter:
    """All cells of facts, of every category and unit."""
    added: ByQuarter = defaultdict(Cell)
    for key, cell in tally.cells():
        added[key.subject.party, quarter_at(key.month).start].add(cell)
    return dict(added)


def at_quarter_end(tally: Tally, last_month_of: dict[date, date]) -> ByQuarter:
    """All cells of stocks of the last month of each quarter; `last_month_of` says which that is."""
    added: ByQuarter = defaultdict(Cell)
    for key, cell in tally.cells():
        quarter = quarter_at(key.month).start
        if last_month_of.get(quarter) == key.month:
            added[key.subject.party, quarter].add(cell)
    return dict(added)
