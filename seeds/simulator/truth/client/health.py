"""Client health: five components, their weighted mean and its coverage (KPIS.md, section 7).

client_health_score, client_health_coverage
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.client.billing import settled
from seeds.simulator.truth.client.contracts import Contracts
from seeds.simulator.truth.client.engagement import has_review, held
from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.client.service import decided_on
from seeds.simulator.truth.client.usage import ACTIVE_DAYS, ActiveUsers, seats_on
from seeds.simulator.truth.client.voice import newest_by_contact, nps_points, ratings, twelve_months_to, within
from seeds.simulator.truth.figures import Figure, Score, score_figures
from seeds.simulator.truth.kpis import HIGHER, Aggregation, Class, Kpi
from seeds.simulator.truth.numbers import Number, clamp, mean
from seeds.simulator.truth.observations import Subject
from seeds.simulator.truth.periods import Period, quarter_at, window
from seeds.simulator.world.company import HEALTH_WEIGHTS
from seeds.simulator.world.timeline import add_months

SCORE = Kpi("client_health_score", "score", HIGHER, Aggregation.SPECIAL, Class.SCORE)
COVERAGE = Kpi("client_health_coverage", "percent", HIGHER, Aggregation.SPECIAL, Class.SCORE)

LEAST_COVERAGE = 50
"""Percent; a score below it is shown, and counts in no group."""
_RECENT_DAYS, _BASE_DAYS = 28, 84
_SERVICE_DAYS, _PAYMENT_DAYS, _RATING_DAYS, _MEETING_DAYS = 90, 180, 90, 90
_MONTHS_OF_MEETINGS = 3
_SEGMENT_WEIGHT = 5


@dataclass(frozen=True, slots=True)
class Share:
    """Points out of answers."""

    points: int
    count: int

    def plus(self, other: Share) -> Share:
        """Both together."""
        return Share(self.points + other.points, self.count + other.count)


@dataclass(slots=True)
class Health:
    """A client at a month's end. Components are 0 to 100; one that is None is absent."""

    party: str
    segment: str
    month: date
    components: dict[str, Fraction | None]
    """All but sentiment, which needs the whole segment."""
    nps: Share
    csat: Share
    is_final: bool


def weighted(components: dict[str, Fraction | None], weights: dict[str, int]) -> tuple[Fraction, Fraction] | None:
    """The score and its coverage in percent: Σ weight × component / Σ weight, over the components present."""
    present = {name: value for name, value in components.items() if value is not None}
    known = sum(weights[name] for name in present)
    if not known:
        return None
    score = sum((weights[name] * value for name, value in present.items()), Fraction(0)) / known
    return score, Fraction(100 * known, sum(weights.values()))


def usage_component(active: int, seats: int, recent: int, base: int) -> Fraction | None:
    """Share of seats in use, and the trend of daily active users; `recent` and `base` are sums over 28 and 84 days."""
    if not seats:
        return None
    in_use = 100 * min(Fraction(1), Fraction(active, seats))
    if not base:
        return in_use
    trend = Fraction(recent, _RECENT_DAYS) / Fraction(base, _BASE_DAYS)
    return Fraction(6, 10) * in_use + Fraction(4, 10) * clamp(75 + 100 * (trend - 1), 0, 100)


def support_component(met: int, decided: int, escalated: int, created: int) -> Fraction | None:
    """Clocks met, and tickets not escalated; the latter alone where no clock was decided."""
    if not created:
        return None
    calm = 100 * (1 - Fraction(escalated, created))
    return calm if not decided else Fraction(6, 10) * Fraction(100 * met, decided) + Fraction(4, 10) * calm


def pulled(own: Number, count: int, segment: Number) -> Fraction:
    """A figure of few answers drawn towards its segment's, which weighs as much as five answers."""
    return (count * Fraction(own) + _SEGMENT_WEIGHT * Fraction(segment)) / (count + _SEGMENT_WEIGHT)


def engagement_component(meetings: int, required: int, *, reviewed: bool, needs_review: bool) -> Fraction | None:
    """Meetings of 90 days to three months' requirement, and a review; absent where no meetings are required."""
    if not required:
        return None
    cadence = 100 * min(Fraction(1), Fraction(meetings, _MONTHS_OF_MEETINGS * required))
    return Fraction(7, 10) * cadence + 30 * int(reviewed) if needs_review else cadence


class HealthScores:
    """Both figures, from each client's components and its segment's answers."""

    kpis = (SCORE, COVERAGE)

    def __init__(self, frame: ClientFrame) -> None:
        """Start empty."""
        self._frame = frame
        self._seen: list[Health] = []
        self._segments: dict[tuple[str, str, date], Share] = defaultdict(lambda: Share(0, 0))

    def take(self, facts: ClientFacts) -> None:
        """Note the client's components at each month's end."""
        sources = _Sources(self._frame, facts)
        for month in self._frame.months_from(sources.first):
            seen = sources.at(month)
            self._seen.append(seen)
            for kind, share in (("nps", seen.nps), ("csat", seen.csat)):
                place = (kind, seen.segment, seen.month)
                self._segments[place] = self._segments[place].plus(share)

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """The score, or its coverage, of every client and group."""
        return score_figures(kpi, self._scores(kpi), "client", self._frame.groups_of, self._frame.as_of)

    def _scores(self, kpi: Kpi) -> Iterator[Score]:
        for seen in self._seen:
            components = {**seen.components, "sentiment": self._sentiment(seen)}
            found = weighted(components, HEALTH_WEIGHTS)
            if found is not None:
                score, coverage = found
                yield Score(
                    Subject(seen.party),
                    seen.month,
                    score if kpi is SCORE else coverage,
                    sum(each is not None for each in components.values()),
                    is_known=coverage >= LEAST_COVERAGE,
                    is_final=seen.is_final,
                )

    def _sentiment(self, seen: Health) -> Fraction | None:
        parts = []
        for kind, own, figure in (("nps", seen.nps, _nps_figure), ("csat", seen.csat, _csat_figure)):
            if own.count:
                segment = self._segments[kind, seen.segment, seen.month]
                parts.append(pulled(figure(own), own.count, figure(segment)))
        return mean(parts) if parts else None


def _nps_figure(share: Share) -> Fraction:
    return (Fraction(100 * share.points, share.count) + 100) / 2


def _csat_figure(share: Share) -> Fraction:
    return Fraction(100 * share.points, share.count)


class _Sources:
    """What the components of one client are made from."""

    def __init__(self, frame: ClientFrame, facts: ClientFacts) -> None:
        self._frame, self._facts = frame, facts
        self._contracts = Contracts(facts.contracts, frame.today)
        self._active = ActiveUsers(facts.usage)
        self._ratings = ratings(facts)
        self._created = [(ticket.created_at.date(), int(ticket.is_escalated)) for ticket in facts.tickets]
        self._decided = [
            (day, int(clock.verdict == "met"))
            for ticket in facts.tickets
            for clock in ticket.clocks
            if (day := decided_on(clock)) is not None
        ]
        self._paid = self._payments()
        self.first = min(self._firsts(), default=None)

    def _firsts(self) -> Iterable[date]:
        yield from (each.on for each in self._paid)
        yield from (day for day, _ in self._created)
        yield from (day for day, _ in self._ratings)
        yield from (each.answered_at.date() for each in self._facts.responses)
        if self._contracts.first_start is not None:
            yield self._contracts.first_start

    def _payments(self) -> list[_Payment]:
        found = []
        for invoice in self._facts.invoices:
            how = settled(invoice, self._frame.today)
            rate = self._frame.rates.on(invoice.currency, invoice.issued_at.date())
            if how is not None and rate is not None:
                found.append(_Payment(how.due_on, how.in_time * rate, how.value * rate))
        return found

    def at(self, month: Period) -> Health:
        """The client at the end of a month, or at as_of."""
        day = month.seen_to(self._frame.as_of)
        payment, is_final = self._payment(day)
        nps = newest_by_contact(within(self._facts.responses, "nps", *twelve_months_to(day)))
        rated = _of_window(self._ratings, day, _RATING_DAYS)
        return Health(
            party=self._facts.party,
            segment=self._frame.directory.segment_on(self._facts.party, day),
            month=month.start,
            components={
                "usage": self._usage(day),
                "support": self._support(day),
                "payment": payment,
                "engagement": self._engagement(day),
            },
            nps=Share(sum(nps_points(each) for each in nps), len(nps)),
            csat=Share(sum(rated), len(rated)),
            is_final=is_final,
        )

    def _usage(self, day: date) -> Fraction | None:
        base_to = window(day, _RECENT_DAYS + 1)[0]
        return usage_component(
            self._active.distinct(day, ACTIVE_DAYS),
            sum(seats_on(self._contracts, day)),
            self._active.user_days(day, _RECENT_DAYS),
            self._active.user_days(base_to, _BASE_DAYS),
        )

    def _support(self, day: date) -> Fraction | None:
        created = _of_window(self._created, day, _SERVICE_DAYS)
        decided = _of_window(self._decided, day, _SERVICE_DAYS)
        return support_component(sum(decided), len(decided), sum(created), len(created))

    def _payment(self, day: date) -> tuple[Fraction | None, bool]:
        """The payment component, and whether every invoice in it is past its due date."""
        first, last = window(day, _PAYMENT_DAYS)
        counted = [each for each in self._paid if first <= each.on <= last]
        due = sum((each.due for each in counted), Decimal(0))
        if not due:
            return None, True
        in_time = sum((each.in_time for each in counted), Decimal(0))
        return 100 * Fraction(in_time) / Fraction(due), all(each.on < self._frame.today for each in counted)

    def _engagement(self, day: date) -> Fraction | None:
        segment = self._frame.segment_on(self._facts.party, day)
        if segment is None or not self._contracts.in_force(day):
            return None
        two_quarters = add_months(quarter_at(day).start, -_MONTHS_OF_MEETINGS)
        return engagement_component(
            len(held(self._facts.interactions, *window(day, _MEETING_DAYS))),
            segment.meetings_a_month,
            reviewed=has_review(self._facts.interactions, two_quarters, day),
            needs_review=segment.is_review_required,
        )


@dataclass(frozen=True, slots=True)
class _Payment:
    on: date
    in_time: Decimal
    due: Decimal


def _of_window(dated: Iterable[tuple[date, int]], last: date, days: int) -> list[int]:
    first, _ = window(last, days)
    return [int(value) for day, value in dated if first <= day <= last]
