"""What the people of one client are to us: roles in deals and towards the account, each known from an instant on."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from seeds.simulator.world.client.contacts import People
from seeds.simulator.world.client.life import Opportunity, StakeholderRole
from seeds.simulator.world.draws import between, weighted
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.timeline import END_AT

_ROLES = {"decision_maker": 28, "influencer": 26, "gatekeeper": 10, "user": 24, "other": 12}


def roles_of(random: Random, people: People, opportunities: list[Opportunity]) -> list[StakeholderRole]:
    """The roles of a client's contacts. Deals that the figures cannot see name nobody."""
    made = []
    for opportunity in opportunities:
        if opportunity.is_deleted or opportunity.fate is not Fate.LOADED:
            continue
        named: set[int] = set()
        for _ in range(between(random, 0, 2)):
            late = 0 if random.random() < 0.6 else between(random, 86_400, 90 * 86_400)
            at = opportunity.created_at + timedelta(seconds=60 + late)
            number = people.at(random, at).number
            if at < END_AT and number not in named:
                named.add(number)
                made.append(StakeholderRole(number, weighted(random, _ROLES), at, opportunity.number))
    for contact in people.everybody:
        if not contact.is_deleted and random.random() < 0.25:
            at = contact.created_at + timedelta(seconds=between(random, 3600, 200 * 86_400))
            if at < END_AT:
                role = weighted(random, _ROLES)
                made.append(StakeholderRole(contact.number, role, at, None, is_active=random.random() > 0.15))
    made.sort(key=_known)
    return made


def _known(role: StakeholderRole) -> tuple[datetime, int]:
    return role.known_at, role.contact
