"""People at one client."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from random import Random

from seeds.simulator.world.draws import between, pick
from seeds.simulator.world.identifiers import numbered
from seeds.simulator.world.parties import Client, Contact
from seeds.simulator.world.people import mail_name, person
from seeds.simulator.world.timeline import END_AT

_HOW_MANY = {"enterprise": (8, 22), "mid_market": (4, 11), "small_business": (2, 5)}
_TITLES = (
    ("Head of Operations", "Operations"),
    ("Chief Financial Officer", "Finance"),
    ("Procurement Manager", "Procurement"),
    ("IT Administrator", "IT"),
    ("Analyst", "Operations"),
    ("Director of Technology", "IT"),
    ("Office Manager", "Administration"),
    ("Project Lead", "Operations"),
)


class People:
    """The contacts of a client, and who of them could take part in something at an instant."""

    def __init__(self, everybody: list[Contact]) -> None:
        """Deleted contacts and duplicates take part in nothing."""
        self.everybody = everybody
        self._active = [each for each in everybody if not each.is_deleted and each.merged_into is None]
        self._since = [each.created_at for each in self._active]

    def at(self, random: Random, instant: datetime, favourites: float = 0.6) -> Contact:
        """A contact who was known at an instant; the first few are met more often."""
        known = max(1, bisect_right(self._since, instant))
        if random.random() < favourites:
            known = min(known, 3)
        return self._active[int(random.random() * known)]


def people_of(random: Random, client: Client) -> People:
    """The contacts of a client, in order of their creation."""
    low, high = _HOW_MANY[client.segments[-1][1]]
    at_first = max(2, low // 2)
    how_many = between(random, low, high)
    days = sorted(between(random, 0, 900) for _ in range(how_many - at_first))
    made: list[Contact] = []
    for place in range(how_many):
        late = timedelta(days=days[place - at_first], seconds=1) if place >= at_first else timedelta()
        at = client.created_at + late + timedelta(seconds=60 * place)
        if at < END_AT:
            made.append(_contact(random, client, place, at))
    for place in range(2, len(made)):
        if random.random() < 0.02:
            made[place].is_deleted = True
    _add_duplicate(random, client, made)
    return People(made)


def _contact(random: Random, client: Client, place: int, at: datetime) -> Contact:
    first, last = person(random)
    title, department = pick(random, _TITLES)
    return Contact(
        number=numbered(client.index, place),
        first_name=first,
        last_name=last,
        email=f"{mail_name(first, last)}{place or ''}@{client.domain}",
        title=title,
        department=department,
        created_at=at,
    )


def _add_duplicate(random: Random, client: Client, made: list[Contact]) -> None:
    if random.random() < 0.2:
        survivor = made[0]
        at = min(made[-1].created_at + timedelta(days=between(random, 1, 90)), END_AT - timedelta(hours=1))
        made.append(
            Contact(
                number=numbered(client.index, len(made)),
                first_name=survivor.first_name[0] + ".",
                last_name=survivor.last_name,
                email=survivor.email.upper(),
                title=survivor.title,
                department=survivor.department,
                created_at=at,
                is_deleted=True,
                merged_into=survivor.number,
            )
        )
