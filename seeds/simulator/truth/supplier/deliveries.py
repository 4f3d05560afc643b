"""On-time delivery by line, quantity and value; whole orders; lead time (KPIS.md, section 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from seeds.simulator.truth.family import Frame, Observed
from seeds.simulator.truth.kpis import HIGHER, LOWER, SUPPLIER_GROUPS, Aggregation, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.supplier.allocation import Filled, allocate
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.truth.supplier.events import movements, order_lines, subject_of_order, unit_price
from seeds.simulator.truth.supplier.matching import matched_lines
from seeds.simulator.truth.supplier.rejections import rejected_of
from seeds.simulator.world.company import BUSINESS_UNITS
from seeds.simulator.world.supplier.life import Order, OrderLine, SupplierLife

_SHARE = (Aggregation.RATIO,)
OTD_LINES = Kpi("supplier_otd_lines", "percent", HIGHER, *_SHARE, slices=("mode", "country"), groups=SUPPLIER_GROUPS)
OTD_QUANTITY = Kpi(
    "supplier_otd_quantity",
    "percent",
    HIGHER,
    *_SHARE,
    slices=("mode", "country"),
    groups=SUPPLIER_GROUPS,
    is_within_one_unit=True,
)
OTD_VALUE = Kpi("supplier_otd_value", "percent", HIGHER, *_SHARE, slices=("mode", "country"), groups=SUPPLIER_GROUPS)
OTIF = Kpi("supplier_otif", "percent", HIGHER, *_SHARE, groups=SUPPLIER_GROUPS)
PERFECT = Kpi("supplier_perfect_order_rate", "percent", HIGHER, *_SHARE, groups=SUPPLIER_GROUPS)
LEAD_TIME = Kpi("supplier_lead_time_days", "days", LOWER, Aggregation.MEDIAN, groups=SUPPLIER_GROUPS)

_UNITS_WITH_COUNTRY = frozenset(unit.id for unit in BUSINESS_UNITS if unit.purchasing == "coupa")
"""SAP's tables name a plant and no country."""


def deliveries(frame: Frame, directory: SupplierDirectory) -> Observed[SupplierLife]:
    """Schedule lines due, order lines completed, orders whose last line is due."""

    def observe(life: SupplierLife) -> Iterator[tuple[Kpi, Observation]]:
        whole: dict[int, list[tuple[Order, OrderLine, list[Filled]]]] = defaultdict(list)
        for order, line in order_lines(life, frame.as_of):
            if not line.schedule:
                continue
            filled = allocate(line.schedule, movements(line, frame.as_of), frame.as_of)
            subject = subject_of_order(directory, life, order, line)
            yield from _lines(frame, subject, order, line, filled)
            yield from _lead_time(subject, order, filled)
            whole[order.number].append((order, line, filled))
        unmatched = {line.order_line for _, line, is_match in matched_lines(life, frame.as_of) if not is_match}
        for lines in whole.values():
            yield from _order(frame, directory, life, lines, unmatched)

    return Observed(frame, (OTD_LINES, OTD_QUANTITY, OTD_VALUE, OTIF, PERFECT, LEAD_TIME), observe)


def _lines(
    frame: Frame, subject: Subject, order: Order, line: OrderLine, filled: Iterable[Filled]
) -> Iterator[tuple[Kpi, Observation]]:
    rate = frame.rates.on(order.currency, order.ordered_on)
    slices = (("country", order.ship_to_country),) if order.business_unit in _UNITS_WITH_COUNTRY else ()
    for due in filled:
        if due.due_on > frame.as_of.date():
            continue
        is_final, is_open = due.is_final(frame.as_of), int(not due.is_full)

        def seen(
            numerator: Fraction,
            denominator: Fraction,
            unit: str | None = None,
            due: Filled = due,
            is_final: bool = is_final,
            is_open: int = is_open,
        ) -> Observation:
            return Observation(
                subject,
                due.due_on,
                numerator,
                denominator,
                open_count=is_open,
                is_final=is_final,
                slices=slices,
                unit_of_measure=unit,
            )

        on_time, quantity = Fraction(due.on_time_quantity), Fraction(due.quantity)
        yield OTD_LINES, seen(Fraction(due.is_on_time), Fraction(1))
        yield OTD_QUANTITY, seen(on_time, quantity, line.unit)
        if rate is not None:
            worth = unit_price(line) * Fraction(rate)
            yield OTD_VALUE, seen(on_time * worth, quantity * worth)


def _lead_time(subject: Subject, order: Order, filled: list[Filled]) -> Iterator[tuple[Kpi, Observation]]:
    if all(each.is_full for each in filled):
        last = max(part.day for each in filled for part in each.parts)
        yield LEAD_TIME, Observation(subject, last, (last - order.ordered_on).days)


def _order(
    frame: Frame,
    directory: SupplierDirectory,
    life: SupplierLife,
    lines: list[tuple[Order, OrderLine, list[Filled]]],
    unmatched: set[int | None],
) -> Iterator[tuple[Kpi, Observation]]:
    """An order with lines that fall due counts on its last due day, in the category of its first such line.

    Invoices of all its lines must match, those by amount included.
    """
    order, first, _ = min(lines, key=lambda each: each[1].position)
    dues = [due for _, _, filled in lines for due in filled]
    last = max(due.due_on for due in dues)
    if last > frame.as_of.date():
        return
    is_otif = all(due.is_on_time for due in dues)
    is_rejected = any(rejected for _, line, _ in lines for _, rejected in rejected_of(line, frame.as_of))
    is_perfect = is_otif and not is_rejected and not any(line.number in unmatched for line in order.lines)
    subject = subject_of_order(directory, life, order, first)
    is_final = all(due.is_final(frame.as_of) for due in dues)
    is_open = int(not all(due.is_full for due in dues))
    for kpi, is_met in ((OTIF, is_otif), (PERFECT, is_perfect)):
        yield kpi, Observation(subject, last, int(is_met), 1, open_count=is_open, is_final=is_final)
