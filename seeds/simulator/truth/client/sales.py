"""Opportunities: won, lost, and how long it took (KPIS.md, section 4).

client_upsell_revenue, client_cross_sell_revenue, client_win_rate, client_win_rate_cohort, client_sales_cycle_days,
client_sales_cycle_won_days, client_weighted_pipeline
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from seeds.simulator.truth.client.contracts import Contracts
from seeds.simulator.truth.client.facts import ClientFacts
from seeds.simulator.truth.client.frame import ClientFrame
from seeds.simulator.truth.family import Observed
from seeds.simulator.truth.kpis import HIGHER, LOWER, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import stock_at
from seeds.simulator.world.client.life import Opportunity
from seeds.simulator.world.company import RULES, STAGES

UPSELL = Kpi("client_upsell_revenue", "currency", HIGHER, Aggregation.SUM)
CROSS_SELL = Kpi("client_cross_sell_revenue", "currency", HIGHER, Aggregation.SUM)
WIN_RATE = Kpi("client_win_rate", "percent", HIGHER, Aggregation.RATIO)
WIN_RATE_COHORT = Kpi("client_win_rate_cohort", "percent", HIGHER, Aggregation.RATIO)
CYCLE = Kpi("client_sales_cycle_days", "days", LOWER, Aggregation.MEAN, factor=1)
CYCLE_WON = Kpi("client_sales_cycle_won_days", "days", LOWER, Aggregation.MEDIAN)
PIPELINE = Kpi("client_weighted_pipeline", "currency", HIGHER, Aggregation.SUM, Class.STOCK, divisor=100)

_CLOSED = frozenset(stage.name for stage in STAGES if stage.is_closed)


def sales(frame: ClientFrame) -> Observed[ClientFacts]:
    """All figures of opportunities."""

    def observe(facts: ClientFacts) -> Iterator[tuple[Kpi, Observation]]:
        subject = Subject(facts.party)
        contracts = Contracts(facts.contracts, frame.today)
        for each in facts.opportunities:
            yield from _pipeline(frame, subject, each)
            if each.kind != "renewal":
                yield from _decided(frame, subject, each)
                yield WIN_RATE_COHORT, _cohort(frame, subject, each)
                yield from _won_lines(frame, subject, each, contracts)

    kpis = (UPSELL, CROSS_SELL, WIN_RATE, WIN_RATE_COHORT, CYCLE, CYCLE_WON, PIPELINE)
    return Observed(frame, kpis, observe)


def _decided(frame: ClientFrame, subject: Subject, each: Opportunity) -> Iterator[tuple[Kpi, Observation]]:
    if each.status == "open" or each.close_on > frame.today:
        return
    is_won = each.status == "won"
    days = (each.close_on - each.created_at.date()).days
    yield WIN_RATE, Observation(subject, each.close_on, int(is_won), 1)
    yield CYCLE, Observation(subject, each.close_on, days, 1)
    if is_won:
        yield CYCLE_WON, Observation(subject, each.close_on, days)


def _cohort(frame: ClientFrame, subject: Subject, each: Opportunity) -> Observation:
    """Won by the day that lies 180 days after that of creation; final once that day is over."""
    last = each.created_at.date() + timedelta(days=RULES.win_window_days)
    is_won = each.status == "won" and each.close_on <= min(last, frame.today)
    return Observation(subject, each.created_at.date(), int(is_won), 1, is_final=frame.today > last)


def _won_lines(
    frame: ClientFrame, subject: Subject, each: Opportunity, contracts: Contracts
) -> Iterator[tuple[Kpi, Observation]]:
    """Lines won, by whether the client had their family in force that day; nothing where it had no contract then."""
    if each.status != "won" or each.close_on > frame.today:
        return
    in_force = contracts.in_force(each.close_on)
    families = {family for contract in in_force for family in contract.families}
    for line in each.lines if in_force else ():
        amount = frame.rates.convert(line.amount, each.currency, each.close_on)
        yield UPSELL if line.family in families else CROSS_SELL, Observation(subject, each.close_on, amount)


def _pipeline(frame: ClientFrame, subject: Subject, each: Opportunity) -> Iterator[tuple[Kpi, Observation]]:
    """Amount × percent at each month's end at which it was open, as both stood then."""
    for month in frame.months_from(each.created_at.date()):
        at, day = stock_at(month, frame.as_of), month.seen_to(frame.as_of)
        known = [change for change in each.changes if change.at <= at]
        if not known:
            continue
        if known[-1].stage in _CLOSED:
            if known[-1] is each.changes[-1]:
                return
            continue
        amount = frame.rates.convert(known[-1].amount, each.currency, day)
        weighted = None if amount is None else amount * known[-1].probability
        yield PIPELINE, Observation(subject, day, weighted, open_count=1)
