"""Suppliers in Coupa."""

from __future__ import annotations

from datetime import timedelta

from seeds.simulator.world.company import Company
from seeds.simulator.world.parties import Supplier
from seeds.simulator.world.people import mail_name, person
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.supplier.suppliers import supplier_party
from seeds.simulator.world.timeline import START_AT
from seeds.simulator.writers.coupa.common import SYSTEM, instant, open_pages, pages, supplier_number
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column

SUPPLIERS = pages(
    "suppliers",
    "One row a version of a supplier.",
    (
        Column("id", "Identifier.", "integer", is_required=True),
        Column("created-at", "Instant of creation.", "timestamp"),
        Column("updated-at", "Instant of the last change.", "timestamp", is_required=True),
        Column("name", "Legal name.", is_required=True),
        Column("display-name", "Name that people see.", is_required=True),
        Column("number", "Number in the ERP system; for some the LIFNR of SAP."),
        Column("status", "active, inactive or draft."),
        Column("on-hold", "No new orders for now.", "boolean"),
        Column("parent", "{id, name} of the parent company.", "json"),
        Column("primary-address", "{city, country {code}}.", "json"),
        Column("primary-contact", "{name-fullname, email}.", "json", personal_data="contact"),
        Column("payment-term", "{code}.", "json"),
        Column("website", "Address in the web."),
    ),
)


class Suppliers:
    """Writes the supplier of each life that has a record here."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the pages."""
        self._company = company
        self._export = export
        self._sink = open_pages(export, SUPPLIERS)

    def write(self, life: SupplierLife) -> None:
        """The newest version; for some an older one under another name before it."""
        supplier = life.supplier
        record = next((each for each in supplier.ids if each.system == SYSTEM), None)
        if record is None or record.created_at is None:
            return
        random = stream(self._company.seed, "coupa supplier", supplier.index)
        first, last = person(random)
        domain = f"{supplier.name.split()[0].lower()}{supplier.index}.example"
        changed_at = max(record.created_at, START_AT) + timedelta(days=int(random.random() * 200), seconds=77)
        values = {
            "id": int(record.native_id),
            "created-at": instant(record.created_at),
            "updated-at": instant(changed_at),
            "name": supplier.legal_name,
            "display-name": supplier.name,
            "number": supplier_number(supplier),
            "status": "inactive" if supplier.status == "inactive" else "active",
            "on-hold": supplier.status == "on_hold",
            "parent": self._parent(supplier),
            "primary-address": {"city": "Port Example", "country": {"code": supplier.country}},
            "primary-contact": {"name-fullname": f"{first} {last}", "email": f"{mail_name(first, last)}@{domain}"},
            "payment-term": {"code": f"Net {supplier.payment_days}"},
            "website": f"https://www.{domain}",
        }
        if supplier.index % 9 == 1 and self._export.shows(record.created_at):
            older = {**values, "display-name": f"{supplier.name} (new)", "updated-at": instant(record.created_at)}
            self._sink.write(older)
            self._export.plant(
                SUPPLIERS, self._sink, record.native_id, "an older version of the record", "deduplicated"
            )
        if self._export.shows(changed_at):
            self._sink.write(values)

    def _parent(self, supplier: Supplier) -> dict[str, object] | None:
        if supplier.parent is None:
            return None
        parent = supplier_party(self._company, supplier.parent)
        return {"id": int(parent.native(SYSTEM) or 0), "name": parent.legal_name}
