"""Our own people, and names for everybody else."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from random import Random

from seeds.simulator.world.company import BUSINESS_UNITS, CATEGORIES, COUNTRIES, Company
from seeds.simulator.world.parties import Employee
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.timeline import START_AT

FIRST_NAMES = (
    "Amara",
    "Lucas",
    "Noor",
    "Helen",
    "Mateo",
    "Ingrid",
    "Yuki",
    "Priya",
    "Tomás",
    "Zoë",
    "Emeka",
    "Freya",
    "Hiroshi",
    "Leïla",
    "Oskar",
    "Sofía",
    "Jürgen",
    "Chloe",
    "Kenji",
    "Aylin",
    "Björn",
    "Carmen",
    "Dmitri",
    "Elif",
    "Fatima",
    "Gareth",
    "Hannah",
    "Ivan",
    "Joana",
    "Karim",
    "Lena",
    "Marek",
    "Nadia",
    "Owen",
    "Petra",
    "Quentin",
    "Rosa",
    "Stefan",
    "Tara",
    "Umar",
)
LAST_NAMES = (
    "Diallo",
    "Brandt",
    "Haddad",
    "Cho",
    "García",
    "Lindqvist",
    "Tanaka",
    "Raman",
    "Novák",
    "O'Brien",
    "Okafor",
    "Larsen",
    "Sato",
    "Benali",
    "Nilsson",
    "Moreno",
    "Müller",
    "Dubois",
    "Watanabe",
    "Yılmaz",
    "Åkesson",
    "Ruiz",
    "Sokolov",
    "Demir",
    "Mansour",
    "Hughes",
    "Keller",
    "Petrov",
    "Silva",
    "Aziz",
    "Weiß",
    "Kowalski",
    "Ivanova",
    "Price",
    "Horvat",
    "Laurent",
    "Costa",
    "Braun",
    "Walsh",
    "Farooq",
    "St. John",
    "van der Berg",
    "Nakamura",
    "Jensen",
)
_FOLDED = str.maketrans("áäåéëíïóöøúüñçžýčšğışßÅáÉÖÜ", "aaaeeiiooouunczycsgiss" + "AaEOU")
OWN_DOMAIN = "meridian.example"
_PER_SCALE = {"account_manager": 10, "agent": 14, "requester": 8}


def person(random: Random) -> tuple[str, str]:
    """A first and a last name."""
    return FIRST_NAMES[int(random.random() * len(FIRST_NAMES))], LAST_NAMES[int(random.random() * len(LAST_NAMES))]


def mail_name(first: str, last: str) -> str:
    """The part of an address before the @, in ASCII."""
    folded = f"{first}.{last}".translate(_FOLDED).lower()
    return "".join(letter for letter in folded if letter.isascii() and (letter.isalnum() or letter in ".-"))


@lru_cache(maxsize=4)
def employees(company: Company) -> tuple[Employee, ...]:
    """All employees, by index from 1: one category manager a category, one executive a unit, the rest by scale."""
    roles: list[tuple[str, str]] = [("executive", unit.id) for unit in BUSINESS_UNITS]
    roles += [("category_manager", BUSINESS_UNITS[i % len(BUSINESS_UNITS)].id) for i in range(len(CATEGORIES))]
    for role, per_scale in _PER_SCALE.items():
        for i in range(max(8, int(per_scale * company.scale))):
            roles.append((role, BUSINESS_UNITS[i % len(BUSINESS_UNITS)].id))
    zones = [zone for zone, _, _ in COUNTRIES.values()]
    made = []
    for index, (role, unit) in enumerate(roles, start=1):
        random = stream(company.seed, "employee", index)
        first, last = person(random)
        made.append(
            Employee(
                index=index,
                name=f"{first} {last}",
                email=f"{mail_name(first, last)}.{index}@{OWN_DOMAIN}",
                role=role,
                business_unit=unit,
                zone=zones[int(random.random() * len(zones))],
                is_active=role in ("executive", "category_manager") or random.random() > 0.06,
                created_at=START_AT - timedelta(days=int(random.random() * 900), seconds=int(random.random() * 86_400)),
            )
        )
    return tuple(made)


@lru_cache(maxsize=64)
def with_role(company: Company, role: str, unit: str | None = None) -> tuple[Employee, ...]:
    """The employees of a role, of one unit or of all. Category managers stand in the order of company.CATEGORIES."""
    return tuple(each for each in employees(company) if each.role == role and unit in (None, each.business_unit))
