"""Suppliers, and the whole life of each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from seeds.simulator.world.assessments import supplier_assessments
from seeds.simulator.world.client.clients import client_party
from seeds.simulator.world.company import COUNTRIES, Company
from seeds.simulator.world.identifiers import sys_id
from seeds.simulator.world.parties import Client, NativeId, Supplier
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.supplier.certificates import certificates_of, required_certificates_of
from seeds.simulator.world.supplier.contracts import contracts_of
from seeds.simulator.world.supplier.invoices import invoices_of
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.supplier.obligations import obligations_of
from seeds.simulator.world.supplier.orders import orders_of
from seeds.simulator.world.supplier.purchasing import UNITS_BY_ID, assortment_of, conduct_of, units_of
from seeds.simulator.world.supplier.relations import (
    contingency_plans_of,
    escalations_of,
    innovations_of,
    remediation_plans_of,
    second_suppliers_of,
)
from seeds.simulator.world.supplier.savings import savings_of
from seeds.simulator.world.timeline import END, START, utc

_ALSO_CLIENT = 4
"""Index of the one supplier that is a client too: the first one that ServiceNow knows, by the very same record."""
_INTERNAL = 3
"""Index of the one supplier that is a company of our own group."""
_PARENTS = {2: 1, 7: 3, 9: 1}
"""By the last digit of the index: how far below the parent's index is; 2 belongs to 1, 7 to 4, 9 to 8."""
_MAIN_CATEGORIES = {
    1: "Electronics",
    2: "Electronics",
    3: "Utilities and fees",
    4: "IT services",
    5: "Chemicals",
    6: "Machined parts",
    7: "Packaging",
    8: "Freight",
    9: "Electronics",
    0: "Machined parts",
}
_SECOND_CATEGORIES = {1: "Packaging", 4: "Electronics", 8: "Packaging", 0: "Chemicals"}
_SINGULAR = {5: ("Utilities and fees",), 6: ("Lab services",), 15: ("Utilities and fees",)}
"""By index: what hardly anybody else sells, so that some categories hang on one supplier."""
_TURKISH = 5
_JAPANESE = 8
_STEMS = (
    "Hartmann",
    "Shoreline",
    "Dunmore",
    "Sensotek",
    "Kestrel",
    "Altmark",
    "Bluefin",
    "Corvus",
    "Delmont",
    "Eastgate",
    "Fjordlink",
    "Granite",
    "Halden",
    "Ironbridge",
    "Juniper",
    "Kaizen",
    "Lodestar",
    "Mirabel",
    "Norrland",
    "Ostrava",
    "Pinewood",
    "Quarry",
    "Rheinfels",
    "Silverlake",
    "Tamarind",
    "Umbra",
    "Vantage",
    "Westhaven",
    "Yarrow",
    "Zephyr",
)
_TRADES = {
    "Electronics": "Circuits",
    "Machined parts": "Precision",
    "Chemicals": "Chemicals",
    "Packaging": "Packaging",
    "Freight": "Freight",
    "Lab services": "Laboratories",
    "IT services": "Systems",
    "Utilities and fees": "Utilities",
}
_FORMS = {
    "US": "Inc.",
    "CA": "Inc.",
    "DE": "GmbH",
    "FR": "SAS",
    "GB": "Ltd",
    "SE": "AB",
    "TR": "A.Ş.",
    "JP": "K.K.",
    "AU": "Pty Ltd",
}


def supplier_party(company: Company, index: int) -> Supplier:
    """Supplier number `index` (1 to company.suppliers) and its records in all systems."""
    random = stream(company.seed, "supplier", index)
    country = _country(index, random)
    main = _MAIN_CATEGORIES[index % 10]
    second = _SINGULAR.get(index) or ((_SECOND_CATEGORIES[index % 10],) if index % 10 in _SECOND_CATEGORIES else ())
    stem = _STEMS[(index * 7 + company.seed) % len(_STEMS)]
    turn = index // len(_STEMS)
    name = f"{stem} {_TRADES[main]}" + (f" {turn + 1}" if turn else "")
    if index == _INTERNAL:
        name = "Meridian Shared Services"
    created_at = utc(START - timedelta(days=60 + int(random.random() * 900)), random.random() * 86_400)
    supplier = Supplier(
        index=index,
        name=name,
        legal_name=f"{name} {_FORMS[country]}",
        country=country,
        currency=COUNTRIES[country][1],
        payment_days=(14, 30, 30, 45, 60)[int(random.random() * 5)],
        parent=_parent(index),
        is_internal=index == _INTERNAL,
        status="inactive" if index % 20 == 13 else "on_hold" if index % 20 == 17 else "active",
        created_at=created_at,
        categories=(main, *second),
    )
    supplier.ids = _records(supplier, created_at, random)
    if index == _ALSO_CLIENT:
        _become(supplier, client_that_supplies(company))
    return supplier


def supplier_life(company: Company, index: int) -> SupplierLife:
    """Everything that happened with one supplier."""
    supplier = supplier_party(company, index)
    random = stream(company.seed, "supplier life", index)
    conduct = conduct_of(random)
    assortment = assortment_of(supplier, START - timedelta(days=400), random)
    life = SupplierLife(supplier)
    life.savings = savings_of(supplier, assortment, random)
    life.contracts = contracts_of(company, supplier, assortment, random)
    life.orders = orders_of(supplier, assortment, life.contracts, conduct, last_order_day(supplier), random)
    life.invoices = invoices_of(supplier, assortment, life.orders, conduct, random)
    life.obligations = obligations_of(supplier, life.contracts, random)
    life.escalations = escalations_of(supplier, random)
    life.required_certificates = required_certificates_of(supplier, random)
    life.certificates = certificates_of(supplier, life.required_certificates, random)
    life.innovations = innovations_of(supplier, assortment.units, random)
    life.assessments = supplier_assessments(company, supplier)
    life.remediation_plans = remediation_plans_of(supplier, random)
    life.contingency_plans = contingency_plans_of(supplier, random)
    life.second_suppliers = second_suppliers_of(company, supplier, random)
    return life


def last_order_day(supplier: Supplier) -> date:
    """Last day on which the supplier may get an order; inactive ones have none in the last year."""
    return END - timedelta(days=400) if supplier.status == "inactive" else END


@lru_cache(maxsize=4)
def client_that_supplies(company: Company) -> Client | None:
    """The one client that is a supplier too, with one record for both in ServiceNow; None in a world without any."""
    clients = (client_party(company, index) for index in range(1, company.clients + 1))
    return next((client for client in clients if client.native("servicenow")), None)


def _become(supplier: Supplier, client: Client | None) -> None:
    """The supplier under the names and the ServiceNow record of a client."""
    if client is None:
        return
    supplier.name, supplier.legal_name = client.name, client.legal_name
    supplier.ids = [each for each in supplier.ids if each.system != "servicenow"]
    supplier.ids += [each for each in client.ids if each.system == "servicenow" and not each.merged_into]


def _country(index: int, random: Random) -> str:
    turn = index % 12
    if turn == _TURKISH:
        return "TR"
    if turn == _JAPANESE:
        return "JP"
    return ("DE", "US", "GB", "FR", "SE", "CA")[int(random.random() * 6)]


def _parent(index: int) -> int | None:
    below = _PARENTS.get(index % 10)
    return None if below is None else index - below


def _records(supplier: Supplier, created_at: datetime, random: Random) -> list[NativeId]:
    """Records in the systems that need the supplier; the earliest one may be in any of them."""
    index = supplier.index
    # A parent has a record wherever its children have one, so that each of them can name it.
    family = [index, *(index + below for below in set(_PARENTS.values()) if _parent(index + below) == index)]
    systems = {UNITS_BY_ID[unit].purchasing for member in family for unit in units_of(member)}
    records = []
    if "coupa" in systems:
        at = created_at + timedelta(days=int(random.random() * 40))
        records.append(NativeId("coupa", "default", str(1000 + index), at))
    if "sap" in systems:
        at = utc(created_at.date() + timedelta(days=int(random.random() * 40)))
        records.append(NativeId("sap", "default", lifnr(index), at))
        if index in (6, 16):
            # A second master record, marked for deletion, that no order names.
            records.append(NativeId("sap", "default", f"{7_900_000 + index:010d}", at + timedelta(days=9)))
    if index % 2 == 0 or index == 1:
        at = created_at + timedelta(days=int(random.random() * 60) - 10)
        records.append(NativeId("servicenow", "default", sys_id("core_company", 10_000_000 + index), at))
    return records


def lifnr(index: int) -> str:
    """Number of a supplier in SAP, with leading zeros."""
    return f"{7_200_000 + index:010d}"
