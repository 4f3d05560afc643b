"""How far spend hangs on few suppliers (KPIS.md, section 5): concentration and single sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from seeds.simulator.truth.family import Frame
from seeds.simulator.truth.figures import UNSLICED, Figure, Group, concentration
from seeds.simulator.truth.kpis import LOWER, Aggregation, Class, Kpi
from seeds.simulator.truth.numbers import quotient, rounded
from seeds.simulator.truth.periods import EVER, Period, months_to
from seeds.simulator.truth.supplier.directory import Spend, SupplierDirectory
from seeds.simulator.world.company import RULES
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.timeline import add_months

HHI = Kpi(
    "supplier_concentration_hhi",
    "index",
    LOWER,
    Aggregation.SPECIAL,
    Class.STOCK,
    groups=("category", "portfolio"),
)
SINGLE_SOURCE = Kpi(
    "supplier_single_source_share",
    "percent",
    LOWER,
    Aggregation.SPECIAL,
    Class.STOCK,
    groups=("category", "business_unit", "portfolio"),
)


class Concentration:
    """Both figures look at spend by ultimate parent, internal suppliers left out."""

    kpis = (HHI, SINGLE_SOURCE)

    def __init__(self, frame: Frame, directory: SupplierDirectory) -> None:
        """Spend is in the directory already."""
        self._frame, self._directory = frame, directory

    def take(self, life: SupplierLife) -> None:
        """Nothing of its own."""

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """By month over the 12 months that end with it; all time is everything, of single sources the newest."""
        pools: dict[Group, list[Spend]] = defaultdict(list)
        for line in self._directory.spend:
            if not self._directory.is_internal(line.party):
                for group in _groups(line):
                    if group[0] in kpi.groups:
                        pools[group].append(line)
        figure = _concentration if kpi is HHI else _single_source
        for group, lines in pools.items():
            months = months_to(min(line.on for line in lines), self._frame.as_of)
            for month in months:
                window = _between(lines, add_months(month.start, -11), month.last)
                yield from figure(group, month, window, self._directory.ultimate_parent)
            whole = lines if kpi is HHI else _between(lines, add_months(months[-1].start, -11), months[-1].last)
            yield from figure(group, EVER, whole, self._directory.ultimate_parent)


def _groups(line: Spend) -> tuple[Group, ...]:
    return (("category", line.category), ("business_unit", line.business_unit), ("portfolio", "all"))


def _between(lines: Sequence[Spend], first: date, last: date) -> list[Spend]:
    return [line for line in lines if first <= line.on <= last]


def _net(lines: Sequence[Spend], parent_of: Callable[[str], str]) -> dict[str, Fraction]:
    """Net spend by ultimate parent; negative net spend is 0."""
    net: dict[str, Fraction] = defaultdict(Fraction)
    for line in lines:
        if line.amount is not None:
            net[parent_of(line.party)] += line.amount
    return {party: max(amount, Fraction(0)) for party, amount in net.items()}


def _known(lines: Sequence[Spend]) -> int:
    return sum(1 for line in lines if line.amount is not None)


def _concentration(
    group: Group, period: Period, lines: Sequence[Spend], parent_of: Callable[[str], str]
) -> Iterator[Figure]:
    """Of nothing 0, of unknown amounts alone null."""
    known = _known(lines)
    value = None if lines and not known else rounded(concentration(dict(_net(lines, parent_of))))
    yield Figure(*group, *UNSLICED, period, None, None, value, known, 0, True)


def _single_source(
    group: Group, period: Period, lines: Sequence[Spend], parent_of: Callable[[str], str]
) -> Iterator[Figure]:
    """Spend in categories with one active supplier, or with one above 80 %, of all spend."""
    by_category: dict[str, list[Spend]] = defaultdict(list)
    for line in lines:
        by_category[line.category].append(line)
    single = whole = Fraction(0)
    for each in by_category.values():
        net = [amount for amount in _net(each, parent_of).values() if amount > 0]
        total = sum(net, Fraction(0))
        whole += total
        if net and (len(net) == 1 or max(net) > Fraction(RULES.single_source_share) * total):
            single += total
    if whole:
        parts = rounded(single), rounded(whole), quotient(100 * single, whole)
        yield Figure(*group, *UNSLICED, period, *parts, _known(lines), 0, True)
