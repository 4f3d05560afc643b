"""Company codes, material groups, materials and suppliers in SAP."""

from __future__ import annotations

from seeds.simulator.world.company import BUSINESS_UNITS, CATEGORIES, Company
from seeds.simulator.world.parties import NativeId, Supplier
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.supplier.purchasing import CATEGORIES_BY_ID
from seeds.simulator.world.supplier.suppliers import supplier_party
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.sap.values import CLIENT, SYSTEM, day, is_here, open_table, table
from seeds.simulator.writers.shapes import Column

T001 = table(
    "T001",
    "One row a company code.",
    ("BUKRS",),
    (
        Column("BUKRS", "Company code.", is_required=True),
        Column("BUTXT", "Name: the business unit."),
        Column("LAND1", "Country."),
        Column("WAERS", "Currency."),
    ),
    "snapshot",
)
T023T = table(
    "T023T",
    "One row the name of a material group in a language.",
    ("SPRAS", "MATKL"),
    (
        Column("SPRAS", "Language.", is_required=True),
        Column("MATKL", "Material group.", is_required=True),
        Column("WGBEZ", "Name: the purchasing category."),
    ),
    "snapshot",
)
MARA = table(
    "MARA",
    "One row a material.",
    ("MATNR",),
    (
        Column("MATNR", "Material.", is_required=True),
        Column("MTART", "Type."),
        Column("MATKL", "Material group."),
        Column("MEINS", "Base unit of measure."),
    ),
    "snapshot",
)
LFA1 = table(
    "LFA1",
    "One row a supplier.",
    ("LIFNR",),
    (
        Column("LIFNR", "Number, ten digits.", is_required=True),
        Column("NAME1", "Legal name.", is_required=True),
        Column("LAND1", "Country."),
        Column("ORT01", "Town."),
        Column("KTOKK", "Account group."),
        Column("ERDAT", "Day of creation.", "date"),
        Column("SPERM", "X: blocked for new orders."),
        Column("LOEVM", "X: marked for deletion."),
        Column("KONZS", "Number of the parent company."),
        Column("UPDAT", "Day of the last change.", "date"),
    ),
    is_confirmed=True,
)
FREIGHT_CHARGE = "FREIGHT-CHARGE"
"""Material of charges that stand on an invoice beside what was ordered."""


class Masters:
    """Writes what other tables name."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the tables."""
        self._company = company
        self._export = export
        self._suppliers = open_table(export, LFA1)
        self._materials = open_table(export, MARA)

    def write_company(self) -> None:
        """Company codes, material groups."""
        codes, groups = (open_table(self._export, shape) for shape in (T001, T023T))
        for unit in BUSINESS_UNITS:
            if is_here(unit.id):
                codes.write([CLIENT, unit.company_code, unit.id, unit.country, unit.currency])
        for category in CATEGORIES:
            groups.write([CLIENT, "E", category.material_group, category.id])
        self._materials.write([CLIENT, FREIGHT_CHARGE, "DIEN", CATEGORIES_BY_ID["Freight"].material_group, "EA"])

    def write(self, life: SupplierLife) -> None:
        """The supplier's records and the materials it was asked for here."""
        for record in life.supplier.ids:
            if record.system == SYSTEM:
                self._write_supplier(life.supplier, record)
        materials: dict[str, tuple[str, str]] = {}
        for order in life.orders:
            if is_here(order.business_unit):
                materials.update((line.item, (line.category, line.unit)) for line in order.lines)
        for invoice in life.invoices:
            if is_here(invoice.business_unit):
                for line in invoice.lines:
                    if line.item is not None:
                        materials.setdefault(line.item, (line.category, CATEGORIES_BY_ID[line.category].unit))
        for contract in life.contracts:
            if is_here(contract.business_unit):
                for price in contract.prices:
                    unit = CATEGORIES_BY_ID[contract.category].unit
                    materials.setdefault(price.item, (contract.category, unit))
        for material, (category, unit) in sorted(materials.items()):
            self._materials.write([CLIENT, material, "ROH", CATEGORIES_BY_ID[category].material_group, unit])

    def _write_supplier(self, supplier: Supplier, record: NativeId) -> None:
        is_faulty = supplier.index % 11 == 4
        is_duplicate = record.native_id != supplier.native(SYSTEM)
        created_on = record.created_at.date() if record.created_at else None
        parent = supplier_party(self._company, supplier.parent).native(SYSTEM) if supplier.parent else None
        self._suppliers.write(
            [
                CLIENT,
                record.native_id,
                supplier.legal_name,
                supplier.country,
                "PORT EXAMPLE",
                "KRED",
                day(created_on),
                "X" if supplier.status != "active" else "",
                "X" if is_duplicate else "",
                parent or "",
                "20231301" if is_faulty else day(created_on),
            ]
        )
        if is_faulty:
            self._export.plant(LFA1, self._suppliers, record.native_id, "UPDAT is no date", "warned")
        if is_duplicate:
            self._export.plant(
                LFA1, self._suppliers, record.native_id, "a second record, marked for deletion", "not_counted"
            )
