"""What the families of client figures share besides the common frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.family import Family, Frame
from seeds.simulator.truth.parties import ClientDirectory
from seeds.simulator.truth.periods import Period, months_to
from seeds.simulator.world.company import SEGMENTS, Segment

ClientFamily = Family[ClientFacts]
_SEGMENTS = {segment.id: segment for segment in SEGMENTS}


@dataclass(frozen=True, slots=True)
class ClientFrame(Frame):
    """The frame with the clients themselves. Every client is in the directory before its facts are taken."""

    directory: ClientDirectory

    @property
    def today(self) -> date:
        """The day of as_of."""
        return self.as_of.date()

    def months_from(self, first: date | None) -> tuple[Period, ...]:
        """All months from that of a day to that of as_of; none where there is no such day."""
        return () if first is None else months_to(first, self.as_of)

    def segment_on(self, party: str, day: date) -> Segment | None:
        """The rules of a client's segment on a day; None where the segment is unknown."""
        return _SEGMENTS.get(self.directory.segment_on(party, day))
