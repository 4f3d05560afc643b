"""From cells to figures: every grain, group and slice of a KPI (KPIS.md, section 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.kpis import Aggregation, Class, Kpi
from seeds.simulator.truth.numbers import Number, mean, median, quotient, rounded
from seeds.simulator.truth.observations import Cell, CellKey, Subject, Tally
from seeds.simulator.truth.periods import MONTH, QUARTER, Period, period_at, periods_from, quarter_at
from seeds.simulator.world.timeline import add_months, month_of

Group = tuple[str, str]
"""Entity type and entity id."""
GroupsOf = Callable[[Subject, date], Iterable[Group]]
"""The groups that a subject belongs to on a day, itself and the portfolio included."""
Slice = tuple[str, str]
UNSLICED: Slice = ("none", "all")
PORTFOLIO: Group = ("portfolio", "all")


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of fct_kpi_values before its target. Numbers are rounded."""

    entity_type: str
    entity_id: str
    slice_type: str
    slice_value: str
    period: Period
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    sample_size: int
    open_count: int
    is_final: bool


_Row = tuple[Group, Slice, Period]


def figures(kpi: Kpi, tally: Tally, groups_of: GroupsOf, as_of: datetime) -> Iterator[Figure]:
    """All figures of a KPI that adds up, in no particular order."""
    rows: dict[_Row, Cell] = defaultdict(Cell)
    first_months: dict[tuple[Group, Slice], date] = {}
    members: dict[tuple[Subject, date], list[Group]] = {}
    for key, cell in tally.cells():
        parts = (UNSLICED, *key.slices)
        for period in periods_of(kpi, key, as_of):
            place = (key.subject, membership_day(kpi, period, as_of))
            if place not in members:
                members[place] = [group for group in groups_of(*place) if group[0] in kpi.groups]
            for group in members[place]:
                for part in parts:
                    rows[group, part, period].add(cell)
                    first_months[group, part] = min(key.month, first_months.get((group, part), key.month))
    if kpi.is_zero_filled:
        for (group, part), first in first_months.items():
            for grain in kpi.grains:
                for period in periods_from(grain, first, as_of):
                    rows.setdefault((group, part, period), Cell(numerator=0))
    for (group, part, period), cell in rows.items():
        figure = figure_of(kpi, group, part, period, cell)
        if figure is not None:
            yield figure


def periods_of(kpi: Kpi, key: CellKey, as_of: datetime) -> list[Period]:
    """The periods in which a cell counts."""
    if kpi.figure_class is Class.COHORT:
        return [period_at(key.grain, key.month)]
    newest = month_of(as_of.date())
    found = [period_at(grain, key.month) for grain in kpi.grains]
    if kpi.figure_class is Class.STOCK:
        return [each for each in found if each.grain == MONTH or key.month == newest]
    return found


def membership_day(kpi: Kpi, period: Period, as_of: datetime) -> date:
    """The day on which membership of groups is looked up."""
    return period.first if kpi.figure_class is Class.COHORT else period.seen_to(as_of)


def figure_of(kpi: Kpi, group: Group, part: Slice, period: Period, cell: Cell) -> Figure | None:
    """The row of a cell, or None where the KPI has none for it."""
    parts = _PARTS[kpi.aggregation](kpi, cell)
    if parts is None:
        return None
    numerator, denominator, value = parts
    if kpi.is_within_one_unit and len(cell.units) > 1:
        numerator = denominator = value = None
    if cell.is_undecided and period.grain == MONTH:
        value = None
    return Figure(*group, *part, period, numerator, denominator, value, cell.sample, cell.open_count, cell.is_final)


_Parts = tuple[Decimal | None, Decimal | None, Decimal | None]


def _ratio(kpi: Kpi, cell: Cell) -> _Parts | None:
    above, below = cell.numerator or 0, cell.denominator
    if not below:
        return None
    return (
        quotient(above, kpi.divisor),
        quotient(below, kpi.denominator_divisor),
        quotient(above * kpi.factor * kpi.denominator_divisor, below * kpi.divisor),
    )


def _median(kpi: Kpi, cell: Cell) -> _Parts | None:
    return (None, None, quotient(median(cell.values), kpi.divisor)) if cell.values else None


def _sum(kpi: Kpi, cell: Cell) -> _Parts:
    return None, None, None if cell.numerator is None else quotient(cell.numerator, kpi.divisor)


def _special(kpi: Kpi, cell: Cell) -> _Parts:
    raise ValueError(f"{kpi.id} does not add up: its own module makes its figures")


_PARTS: dict[Aggregation, Callable[[Kpi, Cell], _Parts | None]] = {
    Aggregation.RATIO: _ratio,
    Aggregation.MEAN: _ratio,
    Aggregation.MEDIAN: _median,
    Aggregation.SUM: _sum,
    Aggregation.COUNT: _sum,
    Aggregation.SPECIAL: _special,
}


@dataclass(frozen=True, slots=True)
class Score:
    """A party's score in a month, where at least one component is known."""

    subject: Subject
    month: date
    value: Fraction
    components: int
    is_known: bool = True
    """It counts in the mean of groups."""
    is_final: bool = True


def score_figures(
    kpi: Kpi, scores: Iterable[Score], own_type: str, groups_of: GroupsOf, as_of: datetime
) -> Iterator[Figure]:
    """Each party's own score, and for each group the plain mean over its members with a known one.

    The sample of a party is its components, that of a group its members. A quarter is its last month.
    """
    members: dict[tuple[Group, Period], list[Score]] = defaultdict(list)
    for score in scores:
        for period in score_periods(kpi, score.month, as_of):
            own = (own_type, score.subject.party)
            yield _score_figure(own, period, score.value, score.components, score.is_final)
            if score.is_known:
                for group in groups_of(score.subject, period.seen_to(as_of)):
                    if group != own and group[0] in kpi.groups:
                        members[group, period].append(score)
    for (group, period), known in members.items():
        value = mean([each.value for each in known])
        yield _score_figure(group, period, value, len(known), all(each.is_final for each in known))


def score_periods(kpi: Kpi, month: date, as_of: datetime) -> list[Period]:
    """The month, and the quarter if the month is its last one or holds as_of."""
    is_quarters_last = quarter_at(month).start == add_months(month, -2) or month == month_of(as_of.date())
    return [period_at(grain, month) for grain in kpi.grains if grain != QUARTER or is_quarters_last]


def _score_figure(group: Group, period: Period, value: Fraction, sample: int, is_final: bool) -> Figure:
    return Figure(*group, *UNSLICED, period, None, None, rounded(value), sample, 0, is_final)


def concentration(amounts: dict[str, Number]) -> Fraction:
    """Herfindahl-Hirschman index: Σ (share)² × 10,000 over parties; negative amounts are 0; of nothing, 0."""
    counted = [max(Fraction(amount), Fraction(0)) for amount in amounts.values()]
    total = sum(counted, Fraction(0))
    return 10_000 * sum((each * each for each in counted), Fraction(0)) / (total * total) if total else Fraction(0)
