"""One client and what lies behind its behaviour, traits that no system exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from seeds.simulator.world.client.company_names import INDUSTRIES, SUFFIXES, company_name, domain_of
from seeds.simulator.world.company import BUSINESS_UNITS, COUNTRIES, BusinessUnit, Company
from seeds.simulator.world.draws import between, lognormal, pick, weighted
from seeds.simulator.world.identifiers import salesforce_id, stripe_id, sys_id
from seeds.simulator.world.parties import Client, NativeId
from seeds.simulator.world.people import with_role
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.timeline import END, START, utc

INSTANCE = "default"
_COUNTRY_WEIGHTS = {"US": 30, "CA": 7, "DE": 18, "FR": 9, "GB": 13, "SE": 6, "TR": 6, "JP": 6, "AU": 5}
_SEGMENT_WEIGHTS = {"enterprise": 18, "mid_market": 40, "small_business": 42}
_SIZES_USD = {"enterprise": 240_000, "mid_market": 48_000, "small_business": 9_000}
_USERS = {"enterprise": 11.5, "mid_market": 4.2, "small_business": 1.9}
_TICKETS_A_MONTH = {"enterprise": 3.1, "mid_market": 1.4, "small_business": 0.55}
_UNIT_WEIGHTS = {"Software": 40, "Managed Services": 22, "Manufacturing": 20, "Logistics": 18}
_FAMILY_EVERY = 18
_DIVISIONS = {4: "Services", 5: "Labs"}
OUTCOMES = (
    "linked", "late", "early", "replaced", "family", "extended", "automatic", "notice_lost", "notice_linked",
    "returned", "terminated", "run_out", "pending", "amended", "evergreen",
)  # fmt: skip
"""How a client's first contract goes on, in turn, so that a small world shows every way (see contracts)."""


@dataclass(slots=True)
class Profile:
    """A client with its traits."""

    client: Client
    joined: date
    """First day as a client: its first contract's start."""
    is_in_crm: bool
    """Has a Salesforce account; without one it has no contracts, opportunities, meetings or feedback cases."""
    is_prospect: bool
    """Has a Salesforce account and opportunities, but never signed."""
    merges_contracts: bool
    """Two contracts of it are followed by a single one."""
    outcome: str
    """How its first contract goes on: one of OUTCOMES."""
    size_usd: float
    """Annual value of its first contract, about."""
    loyalty: float
    """0 to 1: how readily it renews."""
    slowness: float
    """Factor on the time that its tickets take; 1 is usual."""
    payment: float
    """0 to 1: share of its invoices paid in time."""
    satisfaction: float
    """0 to 1."""
    users: int
    tickets_a_month: float
    is_invoiced: bool


def profile_of(company: Company, index: int) -> Profile:
    """The client with an index from 1, and its traits."""
    random = stream(company.seed, "client", index)
    place = index % _FAMILY_EVERY
    is_child = place in _DIVISIONS
    in_family = is_child or place == 3
    client = _party(company, index, random, in_family)
    segment = client.segments[0][1]
    is_in_crm = in_family or index % 29 != 11
    is_prospect = is_in_crm and index % 25 == 9
    outcome = OUTCOMES[index % len(OUTCOMES)]
    if outcome == "pending" and index % 60 > 30:
        outcome = "linked"
    joined = _joined(random, outcome)
    client.created_at = utc(joined - timedelta(days=between(random, 25, 220)), between(random, 25_000, 65_000))
    profile = Profile(
        client=client,
        joined=joined,
        is_in_crm=is_in_crm,
        is_prospect=is_prospect,
        merges_contracts=index % 23 == 7,
        outcome=outcome,
        size_usd=max(1_200.0, lognormal(random, _SIZES_USD[segment], 0.6)),
        loyalty=0.35 + 0.6 * random.random(),
        slowness=lognormal(random, 1.0, 0.3),
        payment=0.6 + 0.4 * random.random(),
        satisfaction=0.2 + 0.7 * random.random(),
        users=0 if index % 13 == 6 or is_prospect else max(1, int(lognormal(random, _USERS[segment], 0.6))),
        tickets_a_month=0.0 if index % 19 == 8 or is_prospect else lognormal(random, _TICKETS_A_MONTH[segment], 0.7),
        is_invoiced=index % 27 != 13 and not is_prospect,
    )
    _add_ids(profile, random)
    return profile


def _party(company: Company, index: int, random: Random, in_family: bool) -> Client:
    place = index % _FAMILY_EVERY
    parent = index - place + 3 if place in _DIVISIONS else None
    name = company_name(parent or index)
    if parent:
        name = f"{name} {_DIVISIONS[place]}"
    country = weighted(random, _COUNTRY_WEIGHTS)
    zone, currency, _ = COUNTRIES[country]
    unit = weighted(random, _UNIT_WEIGHTS)
    segment = "enterprise" if in_family and random.random() < 0.4 else weighted(random, _SEGMENT_WEIGHTS)
    return Client(
        index=index,
        name=name,
        legal_name=f"{name} {SUFFIXES[country]}",
        domain=domain_of(name),
        industry=pick(random, INDUSTRIES),
        country=country,
        zone=zone,
        currency=currency,
        business_unit=unit,
        segments=_segments(random, segment),
        owner=pick(random, with_role(company, "account_manager", unit)).index,
        parent=parent,
        created_at=utc(START),
    )


def _segments(random: Random, first: str) -> list[tuple[date, str]]:
    segments = [(date(2015, 1, 1), first)]
    if random.random() < 0.14:
        neighbours = {"enterprise": "mid_market", "mid_market": "enterprise", "small_business": "mid_market"}
        since = START + timedelta(days=between(random, 120, 900))
        if random.random() < 0.5:
            since = since.replace(day=1)
        segments.append((since, neighbours[first]))
    return segments


def _joined(random: Random, outcome: str) -> date:
    if outcome == "pending":
        return date(2025, 9, between(random, 3, 28))
    if random.random() < 0.58:
        return _month_day(random, START - timedelta(days=between(random, 20, 330)))
    return _month_day(random, START + timedelta(days=between(random, 10, 1_030)))


def _month_day(random: Random, day: date) -> date:
    """Most contracts start with a month; none on a day that some month lacks, nor on 1 March (of leap years' ends)."""
    start = day.replace(day=1 if random.random() < 0.7 else between(random, 2, 28))
    return start if (start.month, start.day) != (3, 1) else start.replace(day=2)


def _add_ids(profile: Profile, random: Random) -> None:
    client = profile.client
    index = client.index
    created = client.created_at
    desk_created = created + timedelta(seconds=between(random, 3 * 86_400, 60 * 86_400))
    if index % 17 == 4 or index % 31 == 12:
        desk_created = created - timedelta(seconds=between(random, 86_400, 90 * 86_400))
    stripe_created = utc(profile.joined, between(random, 20_000, 70_000)) - timedelta(days=between(random, 0, 15))
    account = salesforce_id("001", index)
    if profile.is_in_crm:
        client.ids.append(_id("salesforce", account, created))
        if index % 11 == 2:
            client.ids.append(_duplicate(index, account, created, random))
    if profile.tickets_a_month or index % 38 == 8:
        desk = unit_of(client).desk
        native = str(8_813_400_000_000 + index) if desk == "zendesk" else sys_id("core_company", index)
        client.ids.append(_id(desk, native, min(desk_created, utc(END))))
    if profile.is_invoiced:
        client.ids.append(_id("stripe", stripe_id("cus_", index), min(stripe_created, utc(END))))
    if profile.users:
        names_account = profile.is_in_crm and random.random() < 0.4
        client.ids.append(_id("usage", account if names_account else f"tnt_{index:06d}", None))


def _id(system: str, native: str, created: datetime | None) -> NativeId:
    return NativeId(system, INSTANCE, native, created)


def _duplicate(index: int, survivor: str, created: datetime, random: Random) -> NativeId:
    late = min(created + timedelta(seconds=between(random, 86_400, 300 * 86_400)), datetime(2026, 8, 1, tzinfo=UTC))
    return NativeId("salesforce", INSTANCE, salesforce_id("001", 10_000_000 + index), late, merged_into=survivor)


def unit_of(client: Client) -> BusinessUnit:
    """The business unit that serves a client."""
    return next(unit for unit in BUSINESS_UNITS if unit.id == client.business_unit)
