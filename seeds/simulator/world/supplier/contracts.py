"""Contracts with a supplier and the prices agreed in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from seeds.simulator.world.company import REPORTING_CURRENCY, Company
from seeds.simulator.world.identifiers import PARTY_STRIDE
from seeds.simulator.world.parties import Supplier
from seeds.simulator.world.supplier.life import ContractPrice, SupplierContract
from seeds.simulator.world.supplier.purchasing import UNITS_BY_ID, Assortment, Item, minor_unit, numbers_of, rounded
from seeds.simulator.world.timeline import END, END_AT, START, add_months, utc

_EVERGREEN = 2
"""Number of a contract that is evergreen in every world: the first one of supplier 2."""
_OTHER_UNITS = {"EA": "BOX", "KG": "TO", "HUR": "DAY"}


def contracts_of(
    company: Company, supplier: Supplier, assortment: Assortment, random: Random
) -> list[SupplierContract]:
    """Chains of contracts a business unit and category: with and without gaps, ended early, never begun, in draft."""
    numbers = numbers_of(supplier.index)
    made: list[SupplierContract] = []
    for unit in assortment.units:
        for category in supplier.categories:
            if random.random() < 0.72 or supplier.index <= 2:
                items = [item for item in assortment.items[unit] if item.category == category]
                made += _chain(company, supplier, unit, category, items, numbers, random)
    return sorted(made, key=lambda each: (each.start, each.number))


def _chain(
    company: Company,
    supplier: Supplier,
    unit: str,
    category: str,
    items: list[Item],
    numbers: Iterator[int],
    random: Random,
) -> list[SupplierContract]:
    is_sap = UNITS_BY_ID[unit].purchasing == "sap"
    currency = supplier.currency if supplier.index % 4 else _another(supplier.currency)
    made: list[SupplierContract] = []
    start = START - timedelta(days=int(random.random() * 300))
    while start < END:
        contract = _contract(next(numbers), unit, category, supplier.name, currency, start, random, is_sap)
        if contract.status in ("active", "ended"):
            contract.prices = _prices(company, contract, items, random)
        made.append(contract)
        last = _in_force_to(contract)
        if last is None:
            break
        start = last + timedelta(days=1 + (int(random.random() * 120) if random.random() < 0.4 else 0))
    if random.random() < 0.25 or supplier.index <= 2:
        odd = _contract(next(numbers), unit, category, supplier.name, currency, made[-1].start, random, is_sap)
        odd.status = "draft" if (supplier.index + odd.number // PARTY_STRIDE) % 2 else "cancelled"
        odd.auto_renew, odd.terminated_on = False, None
        made.append(odd)
    return made


def _contract(
    number: int, unit: str, category: str, name: str, currency: str, start: date, random: Random, is_sap: bool
) -> SupplierContract:
    months = (12, 12, 18, 24, 36)[int(random.random() * 5)]
    end: date | None = add_months(start, months) - timedelta(days=1)
    auto_renew = not is_sap and random.random() < 0.25
    if number == _EVERGREEN or (not auto_renew and random.random() < 0.06):
        auto_renew, end = False, None
    terminated_on = None
    if random.random() < 0.1:
        stop = start + timedelta(days=90 + int(random.random() * 200))
        terminated_on = stop if stop <= END and (end is None or stop < end) else None
    is_over = terminated_on is not None or (end is not None and end < END and not auto_renew)
    created_at = utc(start - timedelta(days=5 + int(random.random() * 60)), random.random() * 80_000)
    return SupplierContract(
        number=number,
        business_unit=unit,
        title=f"{category}, {name}, {start.year}",
        category=category,
        status="ended" if is_over else "active",
        start=start,
        end=end,
        terminated_on=terminated_on,
        auto_renew=auto_renew,
        notice_days=0 if is_sap else (30, 60, 90, 180)[int(random.random() * 4)],
        currency=currency,
        committed_value=Decimal(10_000 * (1 + int(random.random() * 40))),
        prices=[],
        created_at=min(created_at, END_AT - timedelta(days=1)),
    )


def _in_force_to(contract: SupplierContract) -> date | None:
    if contract.terminated_on is not None:
        return contract.terminated_on
    return None if contract.auto_renew else contract.end


def _prices(company: Company, contract: SupplierContract, items: list[Item], random: Random) -> list[ContractPrice]:
    """Prices valid only while the contract is in force, so that it is plain whether a price held on a day."""
    prices = []
    last = _in_force_to(contract)
    for item in items:
        if random.random() < 0.2:
            continue
        since = contract.start
        steps = next((steps for day, steps in reversed(item.prices) if day <= since), None)
        if steps is None:
            continue
        price = _converted(company, item.price_of(steps), item.currency, contract.currency)
        unit = _OTHER_UNITS[item.unit] if random.random() < 0.06 else item.unit
        middle = add_months(since, 6)
        if random.random() < 0.3 and (last is None or middle < last):
            prices.append(ContractPrice(item.code, unit, price, since, middle - timedelta(days=1)))
            price = _fine(price * (Decimal("0.97") if random.random() < 0.5 else Decimal("1.02")), contract.currency)
            since = middle
        prices.append(ContractPrice(item.code, unit, price, since, last))
    return prices


def _converted(company: Company, price: Decimal, currency: str, wanted: str) -> Decimal:
    if currency == wanted:
        return price
    worth = Decimal(1) if currency == REPORTING_CURRENCY else company.rates[currency][0][1]
    wanted_worth = Decimal(1) if wanted == REPORTING_CURRENCY else company.rates[wanted][0][1]
    return max(rounded(price * worth / wanted_worth, wanted), minor_unit(wanted))


def _fine(price: Decimal, currency: str) -> Decimal:
    """A price to a hundredth of the minor unit, so that the price of a hundred is exact in money."""
    return price.quantize(minor_unit(currency) / 100, ROUND_HALF_UP)


def _another(currency: str) -> str:
    return "USD" if currency == "EUR" else "EUR"
