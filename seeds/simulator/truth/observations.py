"""Counted facts, and the cells in which they add up while lives come and go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from seeds.simulator.truth.numbers import Number
from seeds.simulator.truth.periods import MONTH
from seeds.simulator.world.timeline import month_of


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a fact is about. `party` is the entity id of the client or supplier, or the business unit's."""

    party: str
    category: str | None = None
    """Of the supplier's line; None is a fact without lines."""
    business_unit: str | None = None
    """Of the supplier's line; None is a fact without one."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One counted fact of a KPI. A numerator of None is an unknown amount: it adds nothing and is no sample."""

    subject: Subject
    on: date
    """The day that decides its month; never after as_of."""
    numerator: Number | None
    denominator: Number | None = None
    sample: int | None = None
    """Fact rows it stands for; None: 1 where the denominator (of a sum or median: the numerator) is known, else 0."""
    open_count: int = 0
    is_final: bool = True
    is_undecided: bool = False
    """It keeps the value of its month's row null (renewals)."""
    slices: tuple[tuple[str, str], ...] = ()
    """Type and value of each slice it falls in."""
    grain: str = MONTH
    """Of cohort figures: the grain that this observation is of. All others are observed by month."""
    unit_of_measure: str | None = None


@dataclass(slots=True)
class Cell:
    """Observations added up."""

    numerator: Number | None = None
    denominator: Number | None = None
    sample: int = 0
    open_count: int = 0
    is_final: bool = True
    is_undecided: bool = False
    values: list[Number] = field(default_factory=list)
    """The single numerators, kept for medians only."""
    units: frozenset[str] = frozenset()

    def add(self, other: Cell) -> None:
        """Add another cell."""
        self.numerator = plus(self.numerator, other.numerator)
        self.denominator = plus(self.denominator, other.denominator)
        self.sample += other.sample
        self.open_count += other.open_count
        self.is_final = self.is_final and other.is_final
        self.is_undecided = self.is_undecided or other.is_undecided
        if other.values:
            self.values.extend(other.values)
        if other.units:
            self.units |= other.units


@dataclass(frozen=True, slots=True)
class CellKey:
    """What the observations of a cell have in common."""

    subject: Subject
    grain: str
    month: date
    slices: tuple[tuple[str, str], ...]


class Tally:
    """The cells of one KPI. Keeps sums, not observations, except the values of medians."""

    def __init__(self, *, has_denominator: bool, keeps_values: bool) -> None:
        """Say whether samples are counted by denominator, and whether the single values are needed."""
        self._has_denominator = has_denominator
        self._keeps_values = keeps_values
        self._cells: dict[CellKey, Cell] = {}

    def add(self, seen: Observation) -> None:
        """Count one fact."""
        key = CellKey(seen.subject, seen.grain, month_of(seen.on), seen.slices)
        counted = seen.denominator if self._has_denominator else seen.numerator
        sample = seen.sample if seen.sample is not None else int(counted is not None)
        self._cells.setdefault(key, Cell()).add(
            Cell(
                seen.numerator,
                seen.denominator,
                sample,
                seen.open_count,
                seen.is_final,
                seen.is_undecided,
                [seen.numerator] if self._keeps_values and seen.numerator is not None else [],
                frozenset() if seen.unit_of_measure is None else frozenset((seen.unit_of_measure,)),
            )
        )

    def cells(self) -> Iterator[tuple[CellKey, Cell]]:
        """All cells, in the order in which they came up."""
        return iter(self._cells.items())


def plus(left: Number | None, right: Number | None) -> Number | None:
    """The sum of what is known; None where neither is. Exact: Decimals that meet fractions become fractions."""
    if left is None or right is None:
        return right if left is None else left
    if isinstance(left, Decimal) and not isinstance(right, (Decimal, int)):
        return right + type(right)(left)
    if isinstance(right, Decimal) and not isinstance(left, (Decimal, int)):
        return left + type(left)(right)
    return left + right  # type: ignore[operator]
