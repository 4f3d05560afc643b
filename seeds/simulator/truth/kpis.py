"""What a figure is: its class, how it adds up, and what follows from both (KPIS.md, section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from seeds.simulator.truth.periods import ALL_TIME, MONTH, QUARTER, T12M


class Class(Enum):
    """How the longer grains of a figure come about."""

    FACTS = "facts"
    """Of what happened in the period: longer grains add the months up; medians are taken again."""
    STOCK = "stock"
    """Of what stood at the period's end: all time is the newest."""
    COHORT = "cohort"
    """Of who was there at the period's opening: month and t12m, each observed by itself."""
    SCORE = "score"
    """Of how a party was doing at the period's end: a quarter is its last month; groups are the mean of members."""


class Aggregation(Enum):
    """How observations become one figure."""

    RATIO = "ratio"
    """factor × Σ numerator / Σ denominator."""
    MEAN = "mean"
    """Σ numerator / divisor / Σ denominator."""
    MEDIAN = "median"
    """The median of the numerators / divisor."""
    SUM = "sum"
    """Σ numerator / divisor, of amounts."""
    COUNT = "count"
    """Σ numerator, of things."""
    SPECIAL = "special"
    """Computed again over each group by its own module; such as concentration and scores."""


_GRAINS = {
    Class.FACTS: (MONTH, QUARTER, ALL_TIME),
    Class.STOCK: (MONTH, ALL_TIME),
    Class.COHORT: (MONTH, T12M),
    Class.SCORE: (MONTH, QUARTER),
}
_MIN_SAMPLES = {Aggregation.RATIO: 10, Aggregation.MEAN: 10, Aggregation.MEDIAN: 5}

HIGHER, LOWER, NEUTRAL = "higher_is_better", "lower_is_better", "neutral"
CLIENT_GROUPS = ("client", "segment", "relationship_manager", "portfolio")
SUPPLIER_GROUPS = ("supplier", "category", "relationship_manager", "business_unit", "portfolio")
BUSINESS_GROUPS = ("business_unit", "portfolio")


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure of the registry. `direction` is one of HIGHER, LOWER, NEUTRAL."""

    id: str
    unit: str
    direction: str
    aggregation: Aggregation
    figure_class: Class = Class.FACTS
    factor: int = 100
    """Of a ratio: 100 for percent, 1,000,000 for ppm."""
    divisor: int = 1
    """Units of the observed numerator in one unit of the figure: 3600 for seconds shown as hours."""
    denominator_divisor: int = 1
    """The same for the denominator as it is shown."""
    slices: tuple[str, ...] = ()
    groups: tuple[str, ...] = CLIENT_GROUPS
    """Entity types that have rows."""
    own_grains: tuple[str, ...] | None = None
    """Where they differ from those of the class."""
    own_min_sample: int | None = None
    is_within_one_unit: bool = False
    """A group of several units of measure keeps its row, with neither parts nor value."""

    @property
    def grains(self) -> tuple[str, ...]:
        """Grains with rows."""
        return self.own_grains or _GRAINS[self.figure_class]

    @property
    def min_sample(self) -> int:
        """Ratios and means of facts 10, medians 5, all others 0."""
        if self.own_min_sample is not None:
            return self.own_min_sample
        return _MIN_SAMPLES.get(self.aggregation, 0) if self.figure_class is Class.FACTS else 0

    @property
    def is_zero_filled(self) -> bool:
        """Counts and sums have rows of 0 from the entity's first counted fact on."""
        return self.aggregation in (Aggregation.SUM, Aggregation.COUNT)
