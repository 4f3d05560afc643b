"""Active users of a client by day, and adoption of what is licensed (KPIS.md, section 4).

client_adoption_rate
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from seeds.simulator.truth.client.contracts import Contracts
from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.kpis import HIGHER, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import window
from seeds.simulator.world.client.life import UsageDay

ADOPTION = Kpi("client_adoption_rate", "percent", HIGHER, Aggregation.RATIO, Class.STOCK)
ACTIVE_DAYS = 30


class ActiveUsers:
    """Who was active on which day."""

    def __init__(self, usage: Iterable[UsageDay]) -> None:
        """Take all days; a user without an event on a day was not active."""
        self._users: dict[date, set[int]] = defaultdict(set)
        for each in usage:
            if each.events > 0:
                self._users[each.day].add(each.user)

    def distinct(self, last: date, days: int) -> int:
        """Distinct users of the `days` days that end with a day."""
        first, _ = window(last, days)
        found: set[int] = set()
        for ahead in range(days):
            found |= self._users.get(first + timedelta(days=ahead), set())
        return len(found)

    def user_days(self, last: date, days: int) -> int:
        """Sum of the daily active users of the `days` days that end with a day."""
        first, _ = window(last, days)
        return sum(len(self._users.get(first + timedelta(days=ahead), ())) for ahead in range(days))


def seats_on(contracts: Contracts, day: date) -> list[int]:
    """Licensed seats of each contract in force that has some."""
    return [each.seats for each in contracts.in_force(day) if each.seats]


def adoption(frame: ClientFrame) -> Observed[ClientFacts]:
    """Active users of clients with licensed seats, to these seats."""

    def observe(facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        contracts = Contracts(facts.contracts, frame.today)
        active = ActiveUsers(facts.usage)
        subject = Subject(facts.party)
        for month in frame.months_from(contracts.first_start):
            day = month.seen_to(frame.as_of)
            seats = seats_on(contracts, day)
            for each in seats:
                yield ADOPTION, Observation(subject, day, None, each)
            if seats:
                yield ADOPTION, Observation(subject, day, active.distinct(day, ACTIVE_DAYS))

    return Observed(frame, (ADOPTION,), observe)
