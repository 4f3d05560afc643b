"""Active users of one client by day, in the time zone of the figures (UTC)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from seeds.simulator.world.client.life import UsageDay
from seeds.simulator.world.draws import Span, clipped
from seeds.simulator.world.timeline import START, month_of

_WEEKEND_SHARE = 0.12
_SEASON = (1.0, 1.0, 1.02, 1.0, 1.0, 0.95, 0.85, 0.8, 1.0, 1.05, 1.05, 0.75)


def usage_of(random: Random, users: int, spans: list[Span]) -> list[UsageDay]:
    """Usage in the spans, by day and user: people differ in zeal, and there are more or fewer of them over time."""
    made: list[UsageDay] = []
    for first, last in clipped(spans, START):
        zeal = [(0.1 + 0.85 * random.random(), 1 + int(random.expovariate(0.18))) for _ in range(users)]
        drift = 0.6 + 0.9 * random.random()
        months = max(1, (last - first).days // 30)
        day = first
        while day <= last:
            month_end = min(last, _next_month(day) - timedelta(days=1))
            level = 1 + (drift - 1) * ((day - first).days // 30) / months
            _month(made, random, day, month_end, zeal, level * _SEASON[day.month - 1])
            day = month_end + timedelta(days=1)
    return made


def _next_month(day: date) -> date:
    return month_of(month_of(day) + timedelta(days=32))


def _month(
    made: list[UsageDay], random: Random, first: date, last: date, zeal: list[tuple[float, int]], level: float
) -> None:
    chances = [(number, min(0.98, share * level), 2 * events) for number, (share, events) in enumerate(zeal, start=1)]
    draw = random.random
    day = first
    one = timedelta(days=1)
    while day <= last:
        factor = 1.0 if day.weekday() < 5 else _WEEKEND_SHARE
        for number, chance, events in chances:
            place = draw()
            if place < chance * factor:
                made.append(UsageDay(day, number, 1 + int(events * draw())))
        day += one
