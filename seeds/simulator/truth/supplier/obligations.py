"""What supplier and company owed each other by a day (KPIS.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator

from seeds.simulator.truth.family import Frame, Observed
from seeds.simulator.truth.kpis import HIGHER, NEUTRAL, SUPPLIER_GROUPS, Aggregation, Class, Kpi
from seeds.simulator.truth.observations import Observation, Subject
from seeds.simulator.truth.periods import months_to
from seeds.simulator.truth.supplier.directory import SupplierDirectory
from seeds.simulator.truth.supplier.events import contracts, is_in_force
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.supplier.life import Obligation, SupplierContract, SupplierLife

SLA_COMPLIANCE = Kpi("supplier_sla_compliance", "percent", HIGHER, Aggregation.RATIO, groups=SUPPLIER_GROUPS)
OWN_COMPLIANCE = Kpi("own_obligation_compliance", "percent", HIGHER, Aggregation.RATIO, groups=SUPPLIER_GROUPS)
WAIVED = Kpi("supplier_obligations_waived", "count", NEUTRAL, Aggregation.COUNT, groups=SUPPLIER_GROUPS)
NOT_DUE = Kpi("supplier_obligations_not_due", "count", NEUTRAL, Aggregation.COUNT, Class.STOCK, groups=SUPPLIER_GROUPS)


def obligations(frame: Frame, directory: SupplierDirectory) -> Observed[SupplierLife]:
    """Due ones by due month; not yet due ones, of contracts in force, at each month's end."""

    def observe(life: SupplierLife) -> Iterator[tuple[Kpi, Observation]]:
        known = contracts(life, frame.as_of)
        for obligation in life.obligations:
            if obligation.fate is Fate.QUARANTINED:
                continue
            subject = Subject(directory.party_of(life.supplier, obligation.fate))
            contract = known.get(obligation.contract) if obligation.contract is not None else None
            if obligation.due_on <= frame.as_of.date():
                yield from _due(subject, obligation, frame)
            if obligation.obligor == "supplier" and contract is not None and not obligation.is_waived:
                yield from _not_due(subject, obligation, contract, frame)

    return Observed(frame, (SLA_COMPLIANCE, OWN_COMPLIANCE, WAIVED, NOT_DUE), observe)


def _due(subject: Subject, obligation: Obligation, frame: Frame) -> Iterator[tuple[Kpi, Observation]]:
    """Open past its day is missed; waived ones are counted apart."""
    if obligation.is_waived:
        if obligation.obligor == "supplier":
            yield WAIVED, Observation(subject, obligation.due_on, 1)
        return
    met_on = obligation.met_on if obligation.met_on and obligation.met_on <= frame.as_of.date() else None
    is_met = met_on is not None and met_on <= obligation.due_on
    kpi = SLA_COMPLIANCE if obligation.obligor == "supplier" else OWN_COMPLIANCE
    is_over = frame.as_of.date() > obligation.due_on
    yield (
        kpi,
        Observation(subject, obligation.due_on, int(is_met), 1, open_count=int(met_on is None), is_final=is_over),
    )


def _not_due(
    subject: Subject, obligation: Obligation, contract: SupplierContract, frame: Frame
) -> Iterator[tuple[Kpi, Observation]]:
    for month in months_to(contract.start, frame.as_of):
        day = month.seen_to(frame.as_of)
        if day < obligation.due_on and is_in_force(contract, day):
            yield NOT_DUE, Observation(subject, day, 1)
