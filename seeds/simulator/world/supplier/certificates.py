"""Certificates that a supplier must hold, and those it has shown."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from seeds.simulator.world.parties import Supplier
from seeds.simulator.world.supplier.life import Certificate, RequiredCertificate
from seeds.simulator.world.supplier.purchasing import numbers_of
from seeds.simulator.world.timeline import END, START, add_months

_KINDS = ("ISO 9001", "ISO 14001", "ISO 27001", "Insurance", "REACH declaration")


def required_certificates_of(supplier: Supplier, random: Random) -> list[RequiredCertificate]:
    """Two to four kinds; some asked for later, some no longer. None of internal suppliers."""
    if supplier.is_internal:
        return []
    first = int(random.random() * len(_KINDS))
    made = []
    for place in range(2 + int(random.random() * 3)):
        since = START if random.random() < 0.8 else add_months(START, 3 + int(random.random() * 24))
        until = date(2026, 6, 30) if random.random() < 0.1 else None
        made.append(RequiredCertificate(_KINDS[(first + place) % len(_KINDS)], since, until))
    return made


def certificates_of(supplier: Supplier, required: list[RequiredCertificate], random: Random) -> list[Certificate]:
    """Certificates of a year or three, one after the other, some with a gap; some kinds never shown."""
    numbers = numbers_of(supplier.index)
    made = []
    for kind in required:
        if random.random() < 0.1:
            continue
        start = kind.valid_from - timedelta(days=int(random.random() * 300))
        while start <= END:
            end = add_months(start, 12 if random.random() < 0.6 else 36) - timedelta(days=1)
            made.append(Certificate(next(numbers), kind.kind, start, end))
            gap = int(random.random() * 90) if random.random() < 0.3 else 0
            overlap = 20 if random.random() < 0.2 else 0
            start = end + timedelta(days=1 + gap - overlap)
            if random.random() < 0.08:
                break
    return sorted(made, key=lambda each: (each.valid_from, each.number))
