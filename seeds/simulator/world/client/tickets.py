"""Requests of one client to its desk: what people and agents did, and the clocks that ran on it."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from seeds.simulator.world.client.contacts import People
from seeds.simulator.world.client.life import Satisfaction, SlaClock, Ticket, TicketEvent
from seeds.simulator.world.client.profile import Profile, unit_of
from seeds.simulator.world.client.service_clocks import clocks_of
from seeds.simulator.world.company import COUNTRIES, SLA_TARGETS_MINUTES, Company
from seeds.simulator.world.draws import Span, between, clipped, fate, local_instant, lognormal, pick, weighted
from seeds.simulator.world.identifiers import numbered
from seeds.simulator.world.people import with_role
from seeds.simulator.world.schedules import working_time_of
from seeds.simulator.world.timeline import END_AT, START, START_AT

_PRIORITIES = {"urgent": 6, "high": 22, "normal": 52, "low": 20}
_KINDS = {"problem": 12, "incident": 38, "question": 38, "task": 12}
_SUBJECTS = (
    "Cannot log in",
    "Report shows old figures",
    "Invoice question",
    "Export stops half-way",
    "New user needed",
    "Slow since the update",
    "Interface returns an error 500",
    "Wie ändere ich die Adresse?",
    "請求書について",
    "Question about\nthe new release",
)
_WAITING = {"pending": 48, "open": 38, "hold": 14}
_ODD_DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "2023-11-03",
        "2023-11-23",
        "2023-12-22",
        "2024-03-29",
        "2024-04-05",
        "2024-07-03",
        "2024-10-04",
        "2024-10-11",
        "2024-10-25",
        "2024-11-01",
        "2024-12-24",
        "2025-03-07",
        "2025-03-28",
        "2025-10-24",
        "2025-10-31",
        "2025-11-26",
        "2025-12-31",
        "2026-01-23",
        "2026-03-06",
        "2026-03-27",
        "2026-04-03",
        "2026-09-04",
    )
)
"""Days before clocks change or before holidays, in one zone or another."""
_CRM_DOUBLES = 0.02
_DELETED = 0.006


def tickets_of(random: Random, company: Company, profile: Profile, people: People, spans: list[Span]) -> list[Ticket]:
    """All tickets in order of creation."""
    client = profile.client
    if not profile.tickets_a_month or not spans:
        return []
    agents = [each.index for each in with_role(company, "agent", client.business_unit)]
    made = [
        _ticket(random, profile, people, place, at, agents)
        for place, at in enumerate(_creations(random, profile, spans))
    ]
    offers = 0
    for ticket in made:
        if ticket.desk == "zendesk":
            offers += _offer(random, profile, ticket, offers)
    return made


def _creations(random: Random, profile: Profile, spans: list[Span]) -> list[datetime]:
    """Instants of creation: in office hours mostly, but also at night and on the eve of odd days."""
    zone = profile.client.zone
    inside = clipped(spans, START)
    if not inside:
        return []
    lengths = list(accumulate((last - first).days + 1 for first, last in inside))
    made = []
    for _ in range(int(profile.tickets_a_month * lengths[-1] / 30.4 + random.random())):
        place = int(random.random() * lengths[-1])
        span = bisect_right(lengths, place)
        day = inside[span][0] + timedelta(days=place - (lengths[span - 1] if span else 0))
        if day.weekday() > 4 and random.random() < 0.75:
            day -= timedelta(days=2)
        at_night = random.random() < 0.14
        made.append(local_instant(zone, day, int(random.random() * 86_400) if at_night else _office(random)))
    for day in _ODD_DAYS:
        if random.random() < 0.06 and any(first <= day <= last for first, last in inside):
            made.append(local_instant(zone, day, 15 * 3600 + int(random.random() * 7 * 3600)))
    return sorted(at for at in made if START_AT <= at < END_AT)


def _office(random: Random) -> int:
    return 27_000 + int((random.random() + random.random()) * 19_000)


def _ticket(
    random: Random, profile: Profile, people: People, place: int, created: datetime, agents: list[int]
) -> Ticket:
    client = profile.client
    desk = unit_of(client).desk
    schedule = COUNTRIES[client.country][2]
    priority = weighted(random, _PRIORITIES)
    course = _Course(random, schedule, priority, created, profile.slowness)
    events, clocks = _consistent(desk, schedule, priority, course.run())
    changed = [event.value for event in events if event.kind == "priority"]
    statuses = [event.value for event in events if event.kind == "status"]
    agent = None if random.random() < 0.04 else pick(random, agents)
    return Ticket(
        number=numbered(client.index, place),
        desk=desk,
        subject=pick(random, _SUBJECTS),
        kind=weighted(random, _KINDS),
        contact=people.at(random, created).number,
        agent=agent,
        schedule=schedule,
        created_at=created,
        events=events,
        status=statuses[-1] if statuses else "new",
        priority=changed[-1] if changed else priority,
        is_priority_unmapped=random.random() < 0.004,
        is_escalated=random.random() < 0.045,
        clocks=clocks,
        satisfaction=None,
        is_in_crm_too=profile.is_in_crm and random.random() < _CRM_DOUBLES,
        fate=fate(random),
    )


def _consistent(
    desk: str, schedule: int, priority: str, events: list[TicketEvent]
) -> tuple[list[TicketEvent], list[SlaClock]]:
    """The events and clocks; changes of priority are dropped where they cancel or open a clock that was late."""
    clocks = clocks_of(desk, schedule, priority, events)
    for clock in clocks:
        was_late = clock.cancelled_at is not None and clock.elapsed_seconds >= clock.target_minutes * 60
        if was_late or (clock.breached_at is not None and clock.breached_at <= clock.applied_at):
            kept = [event for event in events if event.kind != "priority"]
            return kept, clocks_of(desk, schedule, priority, kept)
    return events, clocks


class _Course:
    """The course of one ticket, step by step, until it is closed or END_AT cuts it off."""

    def __init__(self, random: Random, schedule: int, priority: str, created: datetime, slowness: float) -> None:
        self._random = random
        self._time = working_time_of(schedule)
        self._priority = priority
        self._slowness = slowness
        self._at = created
        self._events = [TicketEvent(created, "comment", "")]

    def run(self) -> list[TicketEvent]:
        """All events in order of time, none at or after END_AT."""
        random = self._random
        if random.random() < _DELETED:
            self._wait(600, 9_000)
            self._add("status", "deleted")
        else:
            self._perhaps_change_priority()
            self._first_reply()
            if random.random() > 0.015:
                self._to_the_end()
        solved = min((event.at for event in self._events if event.value == "solved"), default=END_AT)
        events = sorted(self._events, key=lambda event: event.at)
        return [event for event in events if event.at < (solved if event.kind == "priority" else END_AT)]

    def _to_the_end(self) -> None:
        random = self._random
        for _ in range(pick(random, (0, 0, 1, 1, 2, 3))):
            self._exchange()
        self._solve()
        if random.random() < 0.075:
            slow = random.random() < 0.3
            self._wait(15 * 86_400, 25 * 86_400) if slow else self._wait(3_600, 10 * 86_400)
            self._add("comment", "")
            self._add("status", "open")
            self._reply("next_reply", 0.4)
            if random.random() > 0.05:
                self._solve()
            else:
                return
        if random.random() < 0.85:
            self._wait(26 * 86_400, 28 * 86_400)
            self._add("status", "closed")

    def _add(self, kind: str, value: str) -> None:
        self._events.append(TicketEvent(self._at, kind, value))

    def _wait(self, low: int, high: int) -> None:
        self._at += timedelta(seconds=between(self._random, low, high))

    def _perhaps_change_priority(self) -> None:
        random = self._random
        created = self._events[0].at
        if random.random() < 0.07:
            other = pick(random, [each for each in _PRIORITIES if each != self._priority])
            late = between(random, 60, 2_700) if random.random() < 0.6 else between(random, 3_000, 90_000)
            self._events.append(TicketEvent(created + timedelta(seconds=late), "priority", other))
        if random.random() < 0.25:
            self._events.append(TicketEvent(created + timedelta(seconds=between(random, 30, 1_500)), "note", ""))
        if random.random() < 0.03:
            self._events.append(TicketEvent(created + timedelta(seconds=between(random, 60, 900)), "comment", ""))

    def _reply(self, metric: str, share: float) -> None:
        """A public reply after working time, a share of its target in the median; a few exactly on it."""
        random = self._random
        target = SLA_TARGETS_MINUTES[metric][self._priority] * 60
        if random.random() < 0.012:
            seconds = target
        else:
            seconds = max(45, int(min(6.0 * target, lognormal(random, share * target * self._slowness, 0.9))))
        if random.random() < 0.06:
            self._at += timedelta(seconds=seconds)
        else:
            self._at = self._time.after(self._at, seconds)
        self._add("reply", "")

    def _first_reply(self) -> None:
        self._reply("first_reply", 0.32)
        self._at = max(self._at, self._last("comment"))
        self._add("status", weighted(self._random, _WAITING))

    def _exchange(self) -> None:
        """The requester comes back, perhaps twice, and is answered."""
        random = self._random
        self._at += timedelta(seconds=int(min(9 * 86_400.0, 60 + lognormal(random, 14_000, 1.3))))
        self._add("comment", "")
        self._add("status", "open")
        if random.random() < 0.1:
            self._events.append(TicketEvent(self._at + timedelta(seconds=between(random, 5, 600)), "comment", ""))
        self._reply("next_reply", 0.3)
        self._at = max(self._at, self._last("comment"))
        self._add("status", weighted(random, _WAITING))

    def _solve(self) -> None:
        random = self._random
        seconds = max(60, int(lognormal(random, 0.12 * 60 * SLA_TARGETS_MINUTES["resolution"][self._priority], 1.0)))
        self._at = self._time.after(self._at, int(min(seconds * self._slowness, 900_000)))
        if random.random() < 0.6 or self._last("comment") > self._last("reply"):
            self._add("reply", "")
        self._add("status", "solved")

    def _last(self, kind: str) -> datetime:
        return max(event.at for event in self._events if event.kind == kind)


def _offer(random: Random, profile: Profile, ticket: Ticket, offers: int) -> bool:
    """Offer to rate a solved ticket; True where one was made."""
    solved = next((event.at for event in ticket.events if event.value == "solved"), None)
    if solved is None or random.random() > 0.6:
        return False
    offered = solved + timedelta(seconds=between(random, 82_000, 92_000))
    if offered >= END_AT:
        return False
    answered: datetime | None = None
    if random.random() < 0.42:
        answered = offered + timedelta(seconds=int(86_400 * min(50.0, lognormal(random, 1.5, 1.4))) + 5)
        answered = answered if answered < END_AT else None
    score = ("good" if random.random() < 0.7 + 0.28 * profile.satisfaction else "bad") if answered else None
    ticket.satisfaction = Satisfaction(numbered(profile.client.index, offers), offered, answered, score)
    return True
