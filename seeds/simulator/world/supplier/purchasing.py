"""What a supplier sells to whom: its items with their prices over time, and how well it keeps its word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from random import Random

from seeds.simulator.world.company import BUSINESS_UNITS, CATEGORIES, ZERO_DECIMAL_CURRENCIES, BusinessUnit, Category
from seeds.simulator.world.identifiers import numbered
from seeds.simulator.world.parties import Supplier

PURCHASING_ZONES = {"coupa": "Europe/Berlin", "sap": "UTC"}
"""Zone in which a purchasing system writes days as instants, so that an order's day is that of its creation there."""
UNITS_BY_ID = {unit.id: unit for unit in BUSINESS_UNITS}
CATEGORIES_BY_ID = {category.id: category for category in CATEGORIES}
_LOTS = {"EA": Decimal(1), "KG": Decimal("0.125"), "HUR": Decimal("0.5")}
_STEPS = {"EA": 1, "KG": 8, "HUR": 2}
"""Prices are whole numbers of steps, in minor units of money, so that lots × price is exact to the minor unit."""
_MONEY_WORTH = {"USD": 1.0, "EUR": 0.92, "GBP": 0.8, "JPY": 150.0, "SEK": 10.6, "TRY": 30.0}
_USUAL_PRICES = {
    "Electronics": (4.0, 180.0),
    "Machined parts": (2.0, 140.0),
    "Chemicals": (2.0, 18.0),
    "Packaging": (0.3, 4.0),
    "Freight": (150.0, 900.0),
    "Lab services": (60.0, 160.0),
    "IT services": (70.0, 190.0),
    "Utilities and fees": (40.0, 600.0),
}
_NOUNS = {
    "Electronics": ("PCB assembly", "Power module", "Optical encoder", "Sensor board", "Connector M12"),
    "Machined parts": ("Flange DN50", "Valve body", "Spindle, turned", "Bearing seat", "Guide rail"),
    "Chemicals": ("Isopropanol 99 %", "Coolant concentrate", "Epoxy resin", "Degreaser"),
    "Packaging": ("Carton 400x300", "Foam insert", "Pallet wrap", "Label, thermal"),
    "Freight": ("Full truck load", "Sea container 20'", "Express parcel pallet"),
    "Lab services": ("Material test", "Calibration", "Emission measurement"),
    "IT services": ("Network engineer", "Application support", "Security review"),
    "Utilities and fees": ("Standing charge", "Licence fee", "Metered supply"),
}


def numbers_of(party_index: int) -> Iterator[int]:
    """Numbers of the events of one kind of a party, in the order in which they are made."""
    return (numbered(party_index, local) for local in count())


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency."""
    return Decimal(1) if currency in ZERO_DECIMAL_CURRENCIES else Decimal("0.01")


def rounded(amount: Decimal, currency: str) -> Decimal:
    """An amount to the minor unit, ties away from zero."""
    return amount.quantize(minor_unit(currency), ROUND_HALF_UP)


@dataclass(slots=True)
class Item:
    """Something one supplier sells to one business unit, always in one unit of measure and currency."""

    code: str
    description: str
    category: str
    unit: str
    business_unit: str
    currency: str
    lot: Decimal
    """Quantities are multiples of it."""
    price_unit: int
    step: Decimal
    """Prices of `price_unit` units are multiples of it."""
    prices: list[tuple[date, int]]
    """Steps of the price from a day on; the first entry is the day from which the item can be ordered."""

    def steps_on(self, day: date) -> int:
        """Price in steps on a day on which the item can be ordered."""
        return next(steps for since, steps in reversed(self.prices) if since <= day)

    def price_of(self, steps: int) -> Decimal:
        """Price of one unit, exact."""
        return self.step * steps / self.price_unit


@dataclass(slots=True)
class Assortment:
    """A supplier's items by business unit."""

    units: list[str]
    items: dict[str, list[Item]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a supplier behaves; shares from 0 to 1."""

    on_time: float
    defects: float
    overcharges: float
    confirms: float


def conduct_of(random: Random) -> Conduct:
    """The conduct of one supplier."""
    return Conduct(
        on_time=0.7 + 0.29 * random.random(),
        defects=0.01 + 0.09 * random.random() ** 2,
        overcharges=0.02 + 0.08 * random.random(),
        confirms=0.5 + 0.45 * random.random(),
    )


def units_of(index: int) -> list[str]:
    """Business units that a supplier sells to: of Coupa alone, of SAP alone, or of both."""
    coupa = [unit.id for unit in BUSINESS_UNITS if unit.purchasing == "coupa"]
    sap = [unit.id for unit in BUSINESS_UNITS if unit.purchasing == "sap"]
    turn = index % 6
    if turn in (1, 4):
        return [*coupa, *sap] if index % 4 == 1 else [coupa[index % 2], sap[index // 2 % 2]]
    return (coupa if turn in (2, 5) else sap) if index % 5 else [(coupa if turn in (2, 5) else sap)[index // 5 % 2]]


def assortment_of(supplier: Supplier, start: date, random: Random) -> Assortment:
    """The items of a supplier, four to seven a business unit."""
    units = units_of(supplier.index)
    made = Assortment(units)
    serial = count(1)
    for unit_id in units:
        made.items[unit_id] = [
            _item(supplier, UNITS_BY_ID[unit_id], CATEGORIES_BY_ID[name], next(serial), start, random.random)
            for name in supplier.categories
            for _ in range(3 + int(random.random() * 3))
        ]
    return made


def _item(
    supplier: Supplier, unit: BusinessUnit, category: Category, serial: int, start: date, chance: Callable[[], float]
) -> Item:
    low, high = _USUAL_PRICES[category.id]
    nouns = _NOUNS[category.id]
    is_by_hundred = category.id == "Packaging" and unit.purchasing == "sap"
    minor = minor_unit(supplier.currency)
    step = minor * (1 if is_by_hundred else _STEPS[category.unit])
    price = (low + (high - low) * chance() ** 2) * _MONEY_WORTH[supplier.currency] * (100 if is_by_hundred else 1)
    return Item(
        code=f"{category.material_group}-{supplier.index:05d}-{serial:02d}",
        description=f"{nouns[int(chance() * len(nouns))]} {serial:02d}",
        category=category.id,
        unit=category.unit,
        business_unit=unit.id,
        currency=supplier.currency,
        lot=Decimal(100) if is_by_hundred else _LOTS[category.unit],
        price_unit=100 if is_by_hundred else 1,
        step=step,
        prices=[(start, max(12, int(price / float(step))))],
    )
