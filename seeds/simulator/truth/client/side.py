"""All client figures together: the registry, and lives in, rows out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from seeds.simulator.truth.client.billing import billing
from seeds.simulator.truth.client.engagement import engagement
from seeds.simulator.truth.client.escalations import escalations
from seeds.simulator.truth.client.facts import ClientFacts, facts_of, orphans_of
from seeds.simulator.truth.client.frame import ClientFamily, ClientFrame
from seeds.simulator.truth.client.health import HealthScores
from seeds.simulator.truth.client.onboarding import Onboarding
from seeds.simulator.truth.client.recurring import Concentration, PredictedValue, recurring_revenue
from seeds.simulator.truth.client.renewals import renewals
from seeds.simulator.truth.client.sales import sales
from seeds.simulator.truth.client.service import service
from seeds.simulator.truth.client.tickets import tickets
from seeds.simulator.truth.client.usage import adoption
from seeds.simulator.truth.client.voice import voice
from seeds.simulator.truth.kpis import Kpi
from seeds.simulator.truth.money import Rates
from seeds.simulator.truth.parties import UNKNOWN, ClientDirectory
from seeds.simulator.truth.side import Side
from seeds.simulator.truth.table import Row
from seeds.simulator.truth.targets import Targets
from seeds.simulator.world.client.life import ClientLife
from seeds.simulator.world.company import TARGETS, Company
from seeds.simulator.world.timeline import AS_OF


def client_families(frame: ClientFrame) -> list[ClientFamily]:
    """Every family of client figures: the registry."""
    return [
        adoption(frame),
        billing(frame),
        engagement(frame),
        escalations(frame),
        recurring_revenue(frame),
        renewals(frame),
        sales(frame),
        service(frame),
        tickets(frame),
        voice(frame),
        Concentration(frame),
        HealthScores(frame),
        Onboarding(frame),
        PredictedValue(frame),
    ]


class ClientSide:
    """Client figures of one company as of an instant. Take every life once, then read the rows."""

    def __init__(self, company: Company, as_of: datetime = AS_OF) -> None:
        """Start with no clients."""
        self._as_of = as_of
        self._directory = ClientDirectory()
        frame = ClientFrame(as_of, Rates(company.rates), self._directory.groups_of, self._directory)
        self._side: Side[ClientFacts] = Side(frame, Targets(TARGETS), client_families(frame))
        self._unknown = ClientFacts(UNKNOWN)
        self._is_whole = False

    @property
    def kpis(self) -> list[Kpi]:
        """All client KPIs, in the order of their ids."""
        return self._side.kpis

    def take(self, life: ClientLife) -> None:
        """Count one life; what names no known client is kept for the unknown one."""
        party = self._directory.add(life.client)
        self._side.take(facts_of(life, party, self._as_of))
        self._unknown.add(orphans_of(life, self._as_of))

    def rows(self) -> Iterator[list[Row]]:
        """The rows of each KPI in key order, in the order of their ids. Lives may not be taken any more."""
        for kpi in self.kpis:
            yield self.rows_of(kpi)

    def rows_of(self, kpi: Kpi) -> list[Row]:
        """The rows of one KPI in key order."""
        if not self._is_whole:
            self._is_whole = True
            self._side.take(self._unknown)
        return self._side.rows_of(kpi)
