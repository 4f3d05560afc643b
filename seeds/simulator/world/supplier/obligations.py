"""What supplier and company owe each other by a day."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from seeds.simulator.world.draws import clear_of_as_of, fate
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import Supplier
from seeds.simulator.world.supplier.life import Obligation, SupplierContract
from seeds.simulator.world.supplier.purchasing import numbers_of
from seeds.simulator.world.timeline import END, START, add_months

_TITLES = {
    "supplier": ("Quarterly service report", "Availability of 99.5 %", "Emission figures", "Insurance renewed"),
    "us": ("Forecast handed over", "Access for service staff", "Joint review held"),
}
_FIXED_FATES = {(1, 2): Fate.QUARANTINED, (1, 4): Fate.ORPHAN}


def obligations_of(supplier: Supplier, contracts: list[SupplierContract], random: Random) -> list[Obligation]:
    """One to three a quarter, the last ones not yet due at END; met, met late, missed, waived, on either side."""
    numbers = numbers_of(supplier.index)
    made: list[Obligation] = []
    quarter = START
    while quarter < add_months(END, 4):
        for _ in range(1 + int(random.random() * 3)):
            due = clear_of_as_of(quarter + timedelta(days=int(random.random() * 90)))
            obligation = _obligation(next(numbers), due, contracts, random)
            obligation.fate = _FIXED_FATES.get((supplier.index, len(made)), fate(random))
            made.append(obligation)
        quarter = add_months(quarter, 3)
    return sorted(made, key=lambda each: (each.due_on, each.number))


def _obligation(number: int, due: date, contracts: list[SupplierContract], random: Random) -> Obligation:
    obligor = "us" if random.random() < 0.25 else "supplier"
    titles = _TITLES[obligor]
    named = [each.number for each in contracts if each.start <= due and each.status in ("active", "ended")]
    chance = random.random()
    met: date | None = None
    if chance < 0.8:
        met = due - timedelta(days=int(random.random() * 12))
    elif chance < 0.9:
        met = due + timedelta(days=1 + int(random.random() * 25))
    return Obligation(
        number=number,
        contract=named[-1] if named and random.random() < 0.7 else None,
        obligor=obligor,
        title=titles[int(random.random() * len(titles))],
        due_on=due,
        met_on=met if met is not None and met <= END else None,
        is_waived=chance > 0.96,
    )
