"""supplier_defect_ppm: rejected of a million received (KPIS.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from seeds.simulator.truth.family import Frame, tally_for
from seeds.simulator.truth.figures import Figure, figures
from seeds.simulator.truth.kpis import LOWER, SUPPLIER_GROUPS, Aggregation, Kpi
from seeds.simulator.truth.observations import Observation
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.truth.supplier.events import order_lines, subject_of_order, unit_price
from seeds.simulator.truth.supplier.quarters import by_quarter
from seeds.simulator.truth.supplier.rejections import rejected_of
from seeds.simulator.world.supplier.life import SupplierLife

DEFECT_PPM = Kpi(
    "supplier_defect_ppm",
    "ppm",
    LOWER,
    Aggregation.RATIO,
    factor=1_000_000,
    groups=SUPPLIER_GROUPS,
    is_within_one_unit=True,
)


class Defects:
    """Rejected and received by receipt month; a group of several units weighs by order price."""

    kpis = (DEFECT_PPM,)

    def __init__(self, frame: Frame, directory: SupplierDirectory) -> None:
        """Count quantities and, beside them, what they are worth."""
        self._frame, self._directory = frame, directory
        self._quantities, self._worths = tally_for(DEFECT_PPM), tally_for(DEFECT_PPM)

    def take(self, life: SupplierLife) -> None:
        """Each receipt is a fact; at the order day's rate, and without one it has no worth."""
        for order, line in order_lines(life, self._frame.as_of):
            if line.quantity is None:
                continue
            subject = subject_of_order(self._directory, life, order, line)
            rate = self._frame.rates.on(order.currency, order.ordered_on)
            for receipt, rejected in rejected_of(line, self._frame.as_of):
                parts = Fraction(rejected), Fraction(receipt.quantity)
                self._quantities.add(Observation(subject, receipt.moved_on, *parts, unit_of_measure=line.unit))
                if rate is not None:
                    worth = unit_price(line) * Fraction(rate)
                    self._worths.add(Observation(subject, receipt.moved_on, parts[0] * worth, parts[1] * worth))

    def shares_by_quarter(self) -> dict[tuple[str, date], Fraction]:
        """Rejected of received, by supplier and first day of the quarter; by worth where units differ."""
        by_worth = by_quarter(self._worths)
        shares = {}
        for key, quantities in by_quarter(self._quantities).items():
            whole = quantities if len(quantities.units) == 1 else by_worth.get(key)
            if whole and whole.denominator:
                shares[key] = Fraction(whole.numerator or 0) / Fraction(whole.denominator)
        return shares

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """By quantity within one unit of measure, else by worth."""
        frame = self._frame
        by_worth = {
            (each.entity_type, each.entity_id, each.period): each
            for each in figures(kpi, self._worths, frame.groups_of, frame.as_of)
        }
        for each in figures(kpi, self._quantities, frame.groups_of, frame.as_of):
            if each.denominator is not None:
                yield each
            elif (each.entity_type, each.entity_id, each.period) in by_worth:
                yield by_worth[each.entity_type, each.entity_id, each.period]
