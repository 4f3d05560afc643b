"""How a KPI, or a few that share their observations, takes in lives one at a time and gives its figures at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from seeds.simulator.truth.figures import Figure, GroupsOf, figures
from seeds.simulator.truth.kpis import Aggregation, Kpi
from seeds.simulator.truth.money import Rates
from seeds.simulator.truth.observations import Observation, Tally

Life = TypeVar("Life")
Life_contra = TypeVar("Life_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all figures of one side share."""

    as_of: datetime
    rates: Rates
    groups_of: GroupsOf


class Family(Protocol[Life_contra]):
    """KPIs that are made together."""

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        """The KPIs it makes."""

    def take(self, life: Life_contra) -> None:
        """Count what happened in one life; nothing of it is kept but observations."""

    def figures(self, kpi: Kpi) -> Iterable[Figure]:
        """All figures of one of the KPIs, once every life has been taken."""


class Observed(Generic[Life]):
    """A family whose KPIs all add up from observations."""

    def __init__(
        self, frame: Frame, kpis: tuple[Kpi, ...], observe: Callable[[Life], Iterable[tuple[Kpi, Observation]]]
    ) -> None:
        """Take the function that names each observation of a life with its KPI."""
        self.kpis = kpis
        self._frame = frame
        self._observe = observe
        self._tallies = {kpi.id: tally_for(kpi) for kpi in kpis}

    def take(self, life: Life) -> None:
        """Count what happened in one life."""
        for kpi, seen in self._observe(life):
            self._tallies[kpi.id].add(seen)

    def tally(self, kpi: Kpi) -> Tally:
        """The cells of one of the KPIs, for scores that are made of it."""
        return self._tallies[kpi.id]

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """All figures of one of the KPIs."""
        return figures(kpi, self._tallies[kpi.id], self._frame.groups_of, self._frame.as_of)


def tally_for(kpi: Kpi) -> Tally:
    """An empty tally that counts as the KPI needs it."""
    return Tally(
        has_denominator=kpi.aggregation in (Aggregation.RATIO, Aggregation.MEAN),
        keeps_values=kpi.aggregation is Aggregation.MEDIAN,
    )
