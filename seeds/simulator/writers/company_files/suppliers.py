"""What the company keeps on its suppliers in files of its own."""

from __future__ import annotations

from seeds.simulator.world.company import Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import PARTY_STRIDE
from seeds.simulator.world.supplier.life import Obligation, SupplierContract, SupplierLife
from seeds.simulator.world.supplier.purchasing import UNITS_BY_ID
from seeds.simulator.world.supplier.suppliers import supplier_party
from seeds.simulator.writers.company_files.plain import (
    PARTY,
    PARTY_KEY,
    SEMICOLON,
    day,
    file,
    flag,
    local_day,
    number,
    open_file,
    party,
)
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.sap.values import contract_number
from seeds.simulator.writers.shapes import Column

_CATEGORY = Column("category", "Purchasing category.", is_required=True)
_SPAN = (
    Column("valid_from", "First day.", "date", is_required=True),
    Column("valid_to", "Last day; empty is open.", "date"),
)
OBLIGATIONS = file(
    "obligations",
    "One row something that a supplier owes us, or we owe it, by a day.",
    ("obligation_id",),
    (
        Column("obligation_id", "Identifier.", is_required=True),
        *PARTY,
        Column("contract_system", "System of the contract it comes from."),
        Column("contract_id", "The contract's key there."),
        Column("obligor", "supplier or us.", is_required=True),
        Column("title", "What is owed."),
        Column("due_on", "Day it is due.", "date", is_required=True),
        Column("met_on", "Day it was met.", "date"),
        Column("is_waived", "yes or no.", "boolean"),
    ),
    is_semicolon=True,
)
REQUIRED_CERTIFICATES = file(
    "required_certificates",
    "One row a kind of certificate that a supplier must hold in a span of days.",
    (*PARTY_KEY, "certificate", "valid_from"),
    (*PARTY, Column("certificate", "Kind of certificate.", is_required=True), *_SPAN),
)
CERTIFICATES = file(
    "certificates",
    "One row a certificate that a supplier has shown.",
    ("certificate_id",),
    (
        Column("certificate_id", "Identifier.", is_required=True),
        *PARTY,
        Column("certificate", "Kind of certificate.", is_required=True),
        *_SPAN,
    ),
    is_semicolon=True,
)
INNOVATIONS = file(
    "innovations",
    "One row a proposal of a supplier.",
    ("innovation_id",),
    (
        Column("innovation_id", "Identifier.", is_required=True),
        *PARTY,
        _CATEGORY,
        Column("business_unit", "Unit it was proposed to."),
        Column("title", "What is proposed."),
        Column("proposed_on", "Day of the proposal.", "date", is_required=True),
        Column("decided_on", "Day of the decision.", "date"),
        Column("status", "proposed, accepted or rejected.", is_required=True),
        Column("value", "Worth, as far as known.", "decimal"),
        Column("currency", "Its currency."),
    ),
)
SAVINGS_INITIATIVES = file(
    "savings_initiatives",
    "One row a negotiated price of an item.",
    ("initiative_id",),
    (
        Column("initiative_id", "Identifier.", is_required=True),
        *PARTY,
        Column("kind", "saving, or avoidance where there was no earlier price.", is_required=True),
        Column("item", "Item: source-part-num in Coupa, MATNR in SAP.", is_required=True),
        Column("unit_of_measure", "Unit that the price is for."),
        _CATEGORY,
        Column("business_unit", "Unit that buys it.", is_required=True),
        Column("baseline_price", "Earlier price, or first quote, of one unit.", "decimal", is_required=True),
        Column("negotiated_amount", "Saving expected over 12 months.", "decimal"),
        Column("currency", "Currency of both.", is_required=True),
        Column("effective_on", "First day on which orders have the new price.", "date", is_required=True),
    ),
)
SECOND_SUPPLIERS = file(
    "second_suppliers",
    "One row another supplier qualified for what a supplier delivers in a category, in a span of days.",
    (*PARTY_KEY, "category", "valid_from"),
    (
        *PARTY,
        _CATEGORY,
        Column("qualified_system", "System whose key names the other supplier.", is_required=True),
        Column("qualified_instance", "Instance of that system.", is_required=True),
        Column("qualified_id", "The other supplier's key there.", is_required=True),
        *_SPAN,
    ),
)
CONTINGENCY_PLANS = file(
    "contingency_plans",
    "One row a plan for a supplier's failing in a category, in a span of days.",
    (*PARTY_KEY, "category", "valid_from"),
    (*PARTY, _CATEGORY, *_SPAN),
)
REMEDIATION_PLANS = file(
    "remediation_plans",
    "One row a plan to mend the relationship with a supplier.",
    ("plan_id",),
    (
        Column("plan_id", "Identifier.", is_required=True),
        *PARTY,
        Column("opened_on", "Day it began.", "date", is_required=True),
        Column("closed_on", "Day it ended.", "date"),
        Column("outcome", "open, succeeded or failed."),
    ),
)


class SupplierFiles:
    """Writes the files on suppliers."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the files."""
        self._company, self._export = company, export
        self._obligations = open_file(export, OBLIGATIONS, SEMICOLON)
        self._required = open_file(export, REQUIRED_CERTIFICATES)
        self._certificates = open_file(export, CERTIFICATES, SEMICOLON)
        self._innovations = open_file(export, INNOVATIONS)
        self._savings = open_file(export, SAVINGS_INITIATIVES)
        self._seconds = open_file(export, SECOND_SUPPLIERS)
        self._contingency = open_file(export, CONTINGENCY_PLANS)
        self._remediation = open_file(export, REMEDIATION_PLANS)

    def write(self, life: SupplierLife) -> None:
        """One supplier."""
        contracts = {contract.number: contract for contract in life.contracts}
        for obligation in life.obligations:
            self._write_obligation(life, obligation, contracts)
        key = party(life.supplier.ids)
        for required in life.required_certificates:
            self._required.write([*key, required.kind, day(required.valid_from), day(required.valid_to)])
        for shown in life.certificates:
            span = [local_day(shown.valid_from), local_day(shown.valid_to)]
            self._certificates.write([f"CERT-{shown.number}", *key, shown.kind, *span])
        self._write_initiatives(life, key)
        self._write_plans(life, key)

    def _write_obligation(
        self, life: SupplierLife, obligation: Obligation, contracts: dict[int, SupplierContract]
    ) -> None:
        contract = contracts.get(obligation.contract) if obligation.contract is not None else None
        name = f"OBL-{obligation.number}"
        due_on = "end of quarter" if obligation.fate is Fate.QUARANTINED else local_day(obligation.due_on)
        self._obligations.write(
            [
                name,
                *party(life.supplier.ids, obligation.fate is Fate.ORPHAN),
                *(_contract(contract) if contract else ["", ""]),
                obligation.obligor,
                obligation.title,
                due_on,
                local_day(obligation.met_on),
                flag(obligation.is_waived),
            ]
        )
        if obligation.fate is Fate.QUARANTINED:
            self._export.plant(OBLIGATIONS, self._obligations, name, "due_on is no date", "quarantined")
        elif obligation.fate is Fate.ORPHAN:
            self._export.plant(OBLIGATIONS, self._obligations, name, "names a party of no file", "unknown")

    def _write_initiatives(self, life: SupplierLife, key: list[str]) -> None:
        for each in life.innovations:
            is_unknown = each.status == "proposed" and each.number // PARTY_STRIDE % 3 == 1
            self._innovations.write(
                [
                    f"INN-{each.number}",
                    *key,
                    each.category,
                    each.business_unit,
                    each.title,
                    day(each.proposed_on),
                    day(each.decided_on),
                    "parked" if is_unknown else each.status,
                    number(each.value),
                    each.currency,
                ]
            )
            if is_unknown:
                self._export.plant(INNOVATIONS, self._innovations, f"INN-{each.number}", "status parked", "mapped")
        for saving in life.savings:
            self._savings.write(
                [
                    f"SAV-{saving.number}",
                    *key,
                    saving.kind,
                    saving.item,
                    saving.unit,
                    saving.category,
                    saving.business_unit,
                    number(saving.baseline_price),
                    number(saving.negotiated_amount),
                    saving.currency,
                    day(saving.effective_on),
                ]
            )

    def _write_plans(self, life: SupplierLife, key: list[str]) -> None:
        for second in life.second_suppliers:
            other = party(supplier_party(self._company, second.qualified).ids)
            self._seconds.write([*key, second.category, *other, day(second.valid_from), day(second.valid_to)])
        for plan in life.contingency_plans:
            self._contingency.write([*key, plan.category, day(plan.valid_from), day(plan.valid_to)])
        for mending in life.remediation_plans:
            span = [day(mending.opened_on), day(mending.closed_on)]
            self._remediation.write([f"REM-{mending.number}", *key, *span, mending.outcome])


def _contract(contract: SupplierContract) -> list[str]:
    system = UNITS_BY_ID[contract.business_unit].purchasing
    return [system, contract_number(contract.number) if system == "sap" else str(contract.number)]
