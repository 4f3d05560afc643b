"""Recurring revenue at month's ends, and what became of the clients that had some (KPIS.md, section 4).

client_mrr, client_logo_churn, client_gross_revenue_churn, client_gross_revenue_retention,
client_net_revenue_retention, client_concentration_hhi, client_clv_predicted
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from seeds.simulator.truth.client.contracts import Contracts
from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.figures import UNSLICED, Figure, Group, concentration, figures
from seeds.simulator.truth.kpis import HIGHER, LOWER, Aggregation, Class, Kpi
from seeds.simulator.truth.numbers import Number, rounded
from seeds.simulator.truth.observations import Observation, Subject, Tally
from seeds.simulator.truth.periods import EVER, T12M, Period, month_at, period_at
from seeds.simulator.world.company import RULES
from seeds.simulator.world.timeline import add_months, month_of

MONTHS_A_YEAR = 12
_DAY = timedelta(days=1)

MRR = Kpi("client_mrr", "currency", HIGHER, Aggregation.SUM, Class.STOCK, divisor=MONTHS_A_YEAR)
LOGO_CHURN = Kpi("client_logo_churn", "percent", LOWER, Aggregation.RATIO, Class.COHORT)


def _of_revenue(kpi_id: str, direction: str) -> Kpi:
    """A ratio of monthly amounts that are observed as annual ones."""
    return Kpi(
        kpi_id,
        "percent",
        direction,
        Aggregation.RATIO,
        Class.COHORT,
        divisor=MONTHS_A_YEAR,
        denominator_divisor=MONTHS_A_YEAR,
    )


GROSS_CHURN = _of_revenue("client_gross_revenue_churn", LOWER)
GROSS_RETENTION = _of_revenue("client_gross_revenue_retention", HIGHER)
NET_RETENTION = _of_revenue("client_net_revenue_retention", HIGHER)
CONCENTRATION = Kpi(
    "client_concentration_hhi", "index", LOWER, Aggregation.SPECIAL, Class.STOCK, groups=("segment", "portfolio")
)
CLV_PREDICTED = Kpi("client_clv_predicted", "currency", HIGHER, Aggregation.SUM, Class.STOCK)


@dataclass(slots=True)
class Recurring:
    """What recurs a year on a day, by currency, of the contracts that count then."""

    annual: dict[str, Decimal] = field(default_factory=dict)
    contracts: list[tuple[str, Decimal, bool]] = field(default_factory=list)
    """Currency, annual value, and whether it is past its end and pending."""

    @property
    def is_active(self) -> bool:
        """Some value recurs, in whatever currency; no rate is needed to know that."""
        return any(amount > 0 for amount in self.annual.values())

    @property
    def is_final(self) -> bool:
        """No contract is pending."""
        return not any(is_pending for _, _, is_pending in self.contracts)


def recurring_on(contracts: Contracts, day: date) -> Recurring:
    """What recurs on a day."""
    found = Recurring()
    for contract, is_pending in contracts.recurring(day):
        found.contracts.append((contract.currency, contract.annual_value, is_pending))
        found.annual[contract.currency] = found.annual.get(contract.currency, Decimal(0)) + contract.annual_value
    return found


class MonthEnds:
    """What recurs of one client at the end of each month, or at as_of, and at the end of the month before the first."""

    def __init__(self, frame: ClientFrame, facts: ClientFacts) -> None:
        """Look at every month from the first contract's to that of as_of."""
        contracts = Contracts(facts.contracts, frame.today)
        self.months = frame.months_from(_first(contracts, frame))
        self._at = {each.start: recurring_on(contracts, each.seen_to(frame.as_of)) for each in self.months}

    def closing(self, month: date) -> Recurring:
        """At the end of a month, given by its first day; nothing before the first contract."""
        return self._at.get(month, Recurring())

    def opening(self, month: date, months: int) -> Recurring:
        """At the end of the month that lies so many months earlier."""
        return self.closing(add_months(month, -months))


def _first(contracts: Contracts, frame: ClientFrame) -> date | None:
    first = contracts.first_start
    return first if first is not None and first <= frame.today else None


def recurring_revenue(frame: ClientFrame) -> Observed[ClientFacts]:
    """client_mrr, churn and retention."""

    def observe(facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        ends = MonthEnds(frame, facts)
        subject = Subject(facts.party)
        for month in ends.months:
            day = month.seen_to(frame.as_of)
            for currency, annual, is_pending in ends.closing(month.start).contracts:
                yield (
                    MRR,
                    Observation(
                        subject,
                        day,
                        frame.rates.convert(annual, currency, day),
                        open_count=int(is_pending),
                        is_final=not is_pending,
                    ),
                )
            for grain, months in (("month", 1), (T12M, MONTHS_A_YEAR)):
                yield from _cohort(frame, subject, ends, month, grain, months)

    return Observed(frame, (MRR, LOGO_CHURN, GROSS_CHURN, GROSS_RETENTION, NET_RETENTION), observe)


def _cohort(
    frame: ClientFrame, subject: Subject, ends: MonthEnds, month: Period, grain: str, months: int
) -> Iterator[tuple[Kpi, Observation]]:
    """One client with recurring revenue at the opening, against the closing; both ends at the opening's rate."""
    opening, closing = ends.opening(month.start, months), ends.closing(month.start)
    if not opening.is_active:
        return
    day, is_final = month.seen_to(frame.as_of), opening.is_final and closing.is_final

    def observation(numerator: Number, denominator: Number) -> Observation:
        return Observation(subject, day, numerator, denominator, is_final=is_final, grain=grain)

    yield LOGO_CHURN, observation(int(not closing.is_active), 1)
    opening_day = period_at(grain, month.start).first - _DAY
    before = _converted(frame, opening, opening_day)
    if not before:
        return
    after = _converted(frame, closing, opening_day) or Decimal(0)
    yield GROSS_CHURN, observation(max(Decimal(0), before - after), before)
    yield GROSS_RETENTION, observation(min(before, after), before)
    yield NET_RETENTION, observation(after, before)


def _converted(frame: ClientFrame, what: Recurring, day: date) -> Decimal | None:
    known = [frame.rates.convert(amount, currency, day) for currency, amount in what.annual.items()]
    return sum((each for each in known if each is not None), Decimal(0)) if any(k is not None for k in known) else None


class Concentration:
    """Concentration of recurring revenue on ultimate parents, of each segment and of the portfolio."""

    kpis = (CONCENTRATION,)

    def __init__(self, frame: ClientFrame) -> None:
        """Start empty."""
        self._frame = frame
        self._amounts: dict[tuple[Group, date], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self._known: dict[tuple[Group, date], list[bool]] = defaultdict(list)
        self._unsettled: set[tuple[Group, date]] = set()
        self._of_party: list[tuple[str, date, Decimal | None, bool]] = []

    def take(self, facts: ClientFacts) -> None:
        """Note each contract's value at each month's end."""
        ends = MonthEnds(self._frame, facts)
        for month in ends.months:
            day = month.seen_to(self._frame.as_of)
            for currency, annual, is_pending in ends.closing(month.start).contracts:
                amount = self._frame.rates.convert(annual, currency, day)
                self._of_party.append((facts.party, day, amount, is_pending))

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """The index of every month from the first value on, and the newest as that of all time."""
        directory = self._frame.directory
        for party, day, amount, is_pending in self._of_party:
            for group in directory.groups_of(Subject(party), day):
                if group[0] in kpi.groups:
                    place = (group, month_of(day))
                    self._known[place].append(amount is not None)
                    if amount is not None:
                        self._amounts[place][directory.ultimate_parent(party)] += amount
                    if is_pending:
                        self._unsettled.add(place)
        firsts: dict[Group, date] = {}
        for group, month in self._known:
            firsts[group] = min(month, firsts.get(group, month))
        for group, first in firsts.items():
            months = self._frame.months_from(first)
            for month_period in months:
                yield self._figure(group, month_period.start, month_period)
            yield self._figure(group, months[-1].start, EVER)

    def _figure(self, group: Group, month: date, period: Period) -> Figure:
        known = self._known.get((group, month), [])
        is_unknown = bool(known) and not any(known)
        value = None if is_unknown else rounded(concentration(dict(self._amounts.get((group, month), {}))))
        return Figure(
            *group, *UNSLICED, period, None, None, value, sum(known), 0, (group, month) not in self._unsettled
        )


@dataclass(slots=True)
class _Worth:
    """What the prediction needs to know of a client at a month's end."""

    party: str
    month: date
    mean: Fraction | None
    """Mean of the monthly amounts of the months in force; None where none is known."""
    is_active: bool


class PredictedValue:
    """client_clv_predicted: what a client will yet bring if segments go on losing clients as in the last 12 months."""

    kpis = (CLV_PREDICTED,)

    def __init__(self, frame: ClientFrame) -> None:
        """Start empty."""
        self._frame = frame
        self._worths: list[_Worth] = []
        self._opened: dict[tuple[str, date], int] = defaultdict(int)
        self._churned: dict[tuple[str, date], int] = defaultdict(int)
        self._unsettled: set[date] = set()

    def take(self, facts: ClientFacts) -> None:
        """Note the client's worth at each month's end, and whether its segment lost it in the month."""
        ends = MonthEnds(self._frame, facts)
        monthly: dict[date, Decimal | None] = {}
        for month in ends.months:
            day, closing = month.seen_to(self._frame.as_of), ends.closing(month.start)
            if closing.is_active:
                monthly[month.start] = _converted(self._frame, closing, day)
            opening = ends.opening(month.start, 1)
            if opening.is_active:
                segment = self._frame.directory.segment_on(facts.party, month.first)
                for group in (segment, ""):
                    self._opened[group, month.start] += 1
                    self._churned[group, month.start] += int(not closing.is_active)
            window = _last_12(month.start)
            known = [each for each in (monthly.get(m) for m in window) if each is not None]
            mean = Fraction(sum(known, Decimal(0))) / (MONTHS_A_YEAR * len(known)) if known else None
            if not closing.is_final:
                self._unsettled.add(month.start)
            self._worths.append(_Worth(facts.party, month.start, mean, closing.is_active))

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """Worth × margin × expected months, summed over the members of each group."""
        tally = Tally(has_denominator=False, keeps_values=False)
        started: set[str] = set()
        for worth in self._worths:
            if worth.is_active:
                started.add(worth.party)
            if worth.party in started:
                tally.add(self._observation(worth))
        return figures(kpi, tally, self._frame.groups_of, self._frame.as_of)

    def _observation(self, worth: _Worth) -> Observation:
        day = month_at(worth.month).seen_to(self._frame.as_of)
        is_final = not any(month in self._unsettled for month in _last_12(worth.month))
        if not worth.is_active:
            return Observation(Subject(worth.party), day, 0, sample=0, is_final=is_final)
        segment = self._frame.segment_on(worth.party, day)
        if segment is None or worth.mean is None:
            return Observation(Subject(worth.party), day, None, is_final=is_final)
        expected = expected_months(*self._lost(segment.id, worth.month), *self._lost("", worth.month))
        value = worth.mean * Fraction(margin_on(segment.margins, day)) * expected
        return Observation(Subject(worth.party), day, value, is_final=is_final)

    def _lost(self, group: str, month: date) -> tuple[int, int]:
        window = _last_12(month)
        return sum(self._churned.get((group, m), 0) for m in window), sum(
            self._opened.get((group, m), 0) for m in window
        )


def expected_months(churned: int, opened: int, all_churned: int, all_opened: int) -> Fraction:
    """1 / c, at most the cap; c = (C + 12 × p) / (M + 12), where p is the portfolio's own C / M."""
    share = Fraction(all_churned, all_opened) if all_opened else Fraction(0)
    rate = (churned + MONTHS_A_YEAR * share) / (opened + MONTHS_A_YEAR)
    cap = Fraction(RULES.clv_max_months)
    return min(cap, 1 / rate) if rate else cap


def margin_on(margins: tuple[tuple[date, Decimal], ...], day: date) -> Decimal:
    """The share of revenue that is margin on a day."""
    return [share for since, share in margins if since <= day][-1]


def _last_12(month: date) -> list[date]:
    return [add_months(month, -back) for back in range(MONTHS_A_YEAR)]
