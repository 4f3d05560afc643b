"""Purchase orders of a supplier: what was ordered when, for which days, and what the supplier promised."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

from seeds.simulator.world.company import BusinessUnit
from seeds.simulator.world.draws import clear_of_as_of, fate
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import Supplier
from seeds.simulator.world.supplier.deliveries import deliver
from seeds.simulator.world.supplier.life import Order, OrderLine, Promise, ScheduleLine, SupplierContract
from seeds.simulator.world.supplier.purchasing import (
    PURCHASING_ZONES,
    UNITS_BY_ID,
    Assortment,
    Conduct,
    Item,
    numbers_of,
    rounded,
)
from seeds.simulator.world.timeline import END, END_AT, START, utc

_DAYS = (END - START).days + 1
_FIXED_FATES = {(2, 7): Fate.QUARANTINED, (2, 11): Fate.ORPHAN, (3, 7): Fate.QUARANTINED, (3, 11): Fate.ORPHAN}
"""By index of the supplier and place of the order, so that the smallest world has some in Coupa and in SAP."""
_LINE_COUNTS = (1, 1, 1, 2, 2, 3, 4)


@dataclass(slots=True)
class _Numbers:
    lines: Iterator[int]
    receipts: Iterator[int]


def orders_of(
    supplier: Supplier,
    assortment: Assortment,
    contracts: list[SupplierContract],
    conduct: Conduct,
    last_day: date,
    random: Random,
) -> list[Order]:
    """All orders, in order of days; deliveries included."""
    count = 60 + int(random.random() * 200)
    days = sorted(START + timedelta(days=int(random.random() * _DAYS)) for _ in range(count))
    numbers = numbers_of(supplier.index)
    inner = _Numbers(numbers_of(supplier.index), numbers_of(supplier.index))
    choices = _ContractChoices(contracts)
    orders = []
    for place, day in enumerate(days):
        if day > last_day:
            break
        unit = UNITS_BY_ID[assortment.units[int(random.random() * len(assortment.units))]]
        items = [item for item in assortment.items[unit.id] if item.prices[0][0] <= day]
        order = Order(
            number=next(numbers),
            business_unit=unit.id,
            ordered_on=day,
            created_at=_created_at(unit, day, random),
            currency=supplier.currency,
            ship_to_country=unit.country,
            is_cancelled=random.random() < 0.012,
            lines=[],
            fate=_FIXED_FATES.get((supplier.index, place), fate(random)),
        )
        order.lines = _lines(order, items, choices, conduct, inner, random)
        orders.append(order)
    return orders


def _lines(
    order: Order,
    items: list[Item],
    choices: _ContractChoices,
    conduct: Conduct,
    numbers: _Numbers,
    random: Random,
) -> list[OrderLine]:
    wanted = min(len(items), _LINE_COUNTS[int(random.random() * len(_LINE_COUNTS))])
    first = int(random.random() * len(items))
    lines = []
    for position in range(1, wanted + 1):
        item = items[(first + position) % len(items)]
        line = _line(order, item, position, next(numbers.lines), choices, random)
        _schedule(order, item, line, random)
        if line.quantity is not None:
            _promise(order, line, conduct, random)
            if not (line.is_cancelled or order.is_cancelled or order.fate is not Fate.LOADED):
                line.receipts = deliver(order, line, item, conduct, numbers.receipts, random)
        lines.append(line)
    return lines


def _line(order: Order, item: Item, position: int, number: int, choices: _ContractChoices, random: Random) -> OrderLine:
    is_coupa = UNITS_BY_ID[order.business_unit].purchasing == "coupa"
    steps = item.steps_on(order.ordered_on)
    # Goods of small worth are ordered by the thousand, dear ones by the piece.
    lots = max(1, int(random.lognormvariate(7.6, 0.9) / max(1.0, float(item.step * steps) / _worth(order.currency))))
    quantity: Decimal | None = item.lot * lots
    price = item.step * steps
    amount = item.lot * lots * price / item.price_unit
    if is_coupa and item.unit == "HUR" and random.random() < 0.35:
        amount = rounded(amount, order.currency)
        price, quantity = amount, None
    return OrderLine(
        number=number,
        position=position,
        item=item.code,
        description=item.description,
        category=item.category,
        unit=item.unit,
        quantity=quantity,
        price=price,
        price_unit=item.price_unit,
        amount=rounded(amount, order.currency),
        contract=choices.pick(order, item.category, random),
        is_cancelled=random.random() < 0.015,
        schedule=[],
    )


def _worth(currency: str) -> float:
    return {"JPY": 150.0, "SEK": 10.0, "TRY": 30.0}.get(currency, 1.0)


def _schedule(order: Order, item: Item, line: OrderLine, random: Random) -> None:
    if line.quantity is None:
        return
    requested = clear_of_as_of(order.ordered_on + timedelta(days=5 + int(random.random() * 40)))
    lots = int(line.quantity / item.lot)
    if lots < 4 or random.random() > 0.15:
        line.schedule = [ScheduleLine(1, line.quantity, requested)]
        return
    first = item.lot * max(1, int(lots * (0.3 + 0.4 * random.random())))
    later = clear_of_as_of(requested + timedelta(days=7 + int(random.random() * 30)))
    line.schedule = [ScheduleLine(1, first, requested), ScheduleLine(2, line.quantity - first, later)]


def _promise(order: Order, line: OrderLine, conduct: Conduct, random: Random) -> None:
    """Promises of lines with one day only: a confirmation cannot say which of several schedule lines it is of."""
    if len(line.schedule) > 1 or random.random() > conduct.confirms:
        return
    schedule = line.schedule[0]
    at = order.created_at + timedelta(hours=4 + int(random.random() * 90))
    promised = schedule.requested_on + timedelta(days=max(-3, int(random.gauss(1, 3))))
    while at < END_AT:
        schedule.promises.append(Promise(at, clear_of_as_of(max(promised, order.ordered_on))))
        if random.random() < 0.8 or len(schedule.promises) > 2:
            break
        at += timedelta(days=1 + int(random.random() * 12), hours=int(random.random() * 5))
        promised += timedelta(days=2 + int(random.random() * 14))
    if schedule.promises and random.random() < 0.06:
        changed = schedule.promises[-1].confirmed_at.date() + timedelta(days=1 + int(random.random() * 6))
        line.changed_after_confirmation_on = changed if changed <= END else None


class _ContractChoices:
    """Which contract an order line names: mostly the newest that had begun, in force or not; at times a wrong one."""

    def __init__(self, contracts: list[SupplierContract]) -> None:
        self._begun: dict[tuple[str, str], tuple[list[date], list[int]]] = {}
        self._odd: dict[tuple[str, str], int] = {}
        for contract in contracts:
            place = (contract.business_unit, contract.category)
            if contract.status in ("draft", "cancelled"):
                self._odd[place] = contract.number
                continue
            starts, numbers = self._begun.setdefault(place, ([], []))
            starts.append(contract.start)
            numbers.append(contract.number)

    def pick(self, order: Order, category: str, random: Random) -> int | None:
        """Number of a contract, or None."""
        place = (order.business_unit, category)
        chance = random.random()
        if chance < 0.03 and place in self._odd:
            return self._odd[place]
        starts, numbers = self._begun.get(place, ([], []))
        begun = bisect_right(starts, order.ordered_on)
        return numbers[begun - 1] if begun and chance < 0.7 else None


def _created_at(unit: BusinessUnit, day: date, random: Random) -> datetime:
    """An instant of the day in the zone of the purchasing system: its day in UTC may be the one before."""
    seconds = int(random.random() * 20 * 3600)
    return (_midnight(PURCHASING_ZONES[unit.purchasing], day) + timedelta(seconds=seconds)).astimezone(UTC)


@lru_cache(maxsize=4096)
def _midnight(zone: str, day: date) -> datetime:
    if zone == "UTC":
        return utc(day)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
