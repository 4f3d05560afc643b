"""Coupa, SAP and the company's own files: what they show is the world, and nothing but what is listed is added."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import pytest

from seeds.simulator.world.client.life import Escalation
from seeds.simulator.world.company import BUSINESS_UNITS, Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.history import supplier_as_of, unit_as_of
from seeds.simulator.world.supplier.life import SupplierInvoice, SupplierLife
from seeds.simulator.world.supplier.purchasing import UNITS_BY_ID
from seeds.simulator.world.supplier.suppliers import supplier_life
from seeds.simulator.world.timeline import AS_OF
from seeds.simulator.world.unit.units import unit_life
from seeds.simulator.writers import company_files, coupa, sap
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.planted import Planted, gather
from seeds.simulator.writers.sinks import Tally

WRITERS = {
    coupa.SYSTEM: coupa.CoupaWriter,
    sap.SYSTEM: sap.SapWriter,
    company_files.SYSTEM: company_files.CompanyFilesWriter,
}


@cache
def company() -> Company:
    return Company.of(7, Decimal("0.1"))


@cache
def lives() -> list[SupplierLife]:
    return [supplier_life(company(), index) for index in range(1, company().suppliers + 1)]


def export_all(out: Path, since: datetime | None = None, until: datetime = AS_OF) -> Path:
    tally = Tally()
    exports = [Export(out, system, since, until, tally, Planted(out, system)) for system in WRITERS]
    writers = [WRITERS[export.system](company(), export) for export in exports]
    for writer in writers:
        writer.write_company()
        for life in lives():
            writer.write_supplier(supplier_as_of(life, until))
        for unit in BUSINESS_UNITS:
            writer.write_unit(unit_as_of(unit_life(company(), unit), until))
    for export in exports:
        export.close()
        export.planted.close()
    gather(out, WRITERS)
    return out


@cache
def exported() -> Path:
    return export_all(Path(mkdtemp()))


def coupa_records(object_: str, out: Path | None = None) -> Iterator[dict]:
    """Records of Coupa in the order of pages."""
    paths = (out or exported()).glob(f"coupa/{object_}_2*.json")
    for path in sorted(paths, key=lambda each: (len(each.name), each.name)):
        yield from json.loads(path.read_text())


def newest(records: Iterator[dict]) -> dict[int, dict]:
    kept: dict[int, dict] = {}
    for record in records:
        known = kept.get(record["id"])
        if known is None or known["updated-at"] <= record["updated-at"]:
            kept[record["id"]] = record
    return kept


def sap_rows(table: str) -> list[dict[str, str]]:
    (path,) = exported().glob(f"sap/{table}_*.csv")
    with path.open(newline="") as file:
        return [row for row in csv.DictReader(file) if row["MANDT"] == "100"]


def invoices_of(system: str) -> Iterator[SupplierInvoice]:
    for life in lives():
        for invoice in life.invoices:
            if UNITS_BY_ID[invoice.business_unit].purchasing == system and invoice.fate is not Fate.QUARANTINED:
                yield invoice


def net(invoices: Iterator[SupplierInvoice]) -> dict[str, Decimal]:
    """Net amounts of counted invoices by currency, credit notes negative."""
    sums: dict[str, Decimal] = {}
    for invoice in invoices:
        if not invoice.is_voided:
            sign = -1 if invoice.kind == "credit_note" else 1
            amount = sum((line.net for line in invoice.lines), Decimal(0))
            sums[invoice.currency] = sums.get(invoice.currency, Decimal(0)) + sign * amount
    return sums


def test_the_same_world_gives_the_same_bytes(tmp_path):
    def hashes(out: Path) -> dict[str, str]:
        files = (path for path in out.rglob("*") if path.is_file())
        return {path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}

    assert hashes(export_all(tmp_path)) == hashes(exported())


def test_coupa_shows_what_was_invoiced():
    sums: dict[str, Decimal] = {}
    for record in newest(each for each in coupa_records("invoices") if each["updated-at"] != "yesterday").values():
        if record["status"] in ("voided", "draft", "abandoned"):
            continue
        sign = -1 if record["document-type"] == "Credit Note" else 1
        currency = record["currency"]["code"]
        amount = sum((abs(Decimal(line["total"])) for line in record["invoice-lines"]), Decimal(0))
        sums[currency] = sums.get(currency, Decimal(0)) + sign * amount
    assert sums == net(invoices_of("coupa"))


def test_sap_shows_what_was_invoiced():
    heads = {(row["BELNR"], row["GJAHR"]): row for row in sap_rows("RBKP")}
    sums: dict[str, Decimal] = {}
    for item in sap_rows("RSEG"):
        head = heads[item["BELNR"], item["GJAHR"]]
        if not head["STBLG"] and head["RBSTAT"] == "5":
            sign = 1 if item["SHKZG"] == "S" else -1
            hundreds = 100 if head["WAERS"] == "JPY" else 1
            amount = sign * Decimal(item["WRBTR"]) * hundreds
            sums[head["WAERS"]] = sums.get(head["WAERS"], Decimal(0)) + amount
    assert sums == net(invoices_of("sap"))


def test_sap_shows_what_was_paid():
    paid = {
        str(5_105_600_000 + invoice.number): sum((part.amount for part in invoice.payments), Decimal(0))
        for invoice in invoices_of("sap")
        if invoice.payments
    }
    shown: dict[str, Decimal] = {}
    for row in (*sap_rows("BSIK"), *sap_rows("BSAK")):
        if row["BLART"] == "KZ":
            hundreds = 100 if row["WAERS"] == "JPY" else 1
            shown[row["REBZG"]] = shown.get(row["REBZG"], Decimal(0)) + Decimal(row["WRBTR"]) * hundreds
    assert shown == paid


def test_receipts_less_their_reversals_are_what_moved():
    rows = [row for row in sap_rows("EKBE") if row["VGABE"] == "1"]
    reversed_ = {row["LFBNR"] for row in rows if row["BWART"] == "102"}
    kept = [row for row in rows if row["BWART"] != "102" and row["BELNR"] not in reversed_]
    moved = [
        (str(5_000_000_000 + receipt.number), receipt.kind == "receipt", receipt.quantity)
        for life in lives()
        for order in life.orders
        if UNITS_BY_ID[order.business_unit].purchasing == "sap"
        for line in order.lines
        for receipt in line.receipts
    ]
    assert sorted((row["BELNR"], row["SHKZG"] == "S", Decimal(row["MENGE"])) for row in kept) == sorted(moved)


def test_order_lines_name_an_item_of_a_contract_that_is_there():
    items = {(row["EBELN"], row["EBELP"]): row for row in sap_rows("EKPO")}
    named = [row for row in items.values() if row["KONNR"]]
    assert named
    for row in named:
        contract_item = items[row["KONNR"], row["KTPNR"]]
        assert contract_item["MATKL"] == row["MATKL"]
        assert contract_item["MATNR"] in ("", row["MATNR"])


def test_the_day_of_a_coupa_order_is_the_day_as_written():
    days = {order.number: order.ordered_on for life in lives() for order in life.orders}
    for record in newest(coupa_records("purchase_orders")).values():
        if record["status"] != "draft" and "-13-" not in record["created-at"]:
            assert record["created-at"][:10] == days[record["id"]].isoformat()


def test_lists_downloaded_from_the_screen_keep_the_width_of_their_columns():
    for table in ("EKES", "EBAN"):
        (path,) = exported().glob(f"sap/{table}_*.txt")
        lines = path.read_text().splitlines()
        rows = [line for line in lines if line.startswith("|")]
        assert len({len(row) for row in rows}) == 1
        assert len({row.count("|") for row in rows}) == 1
        assert lines[-1] == "-" * len(rows[0])


def test_exports_day_by_day_add_up_to_the_single_one(tmp_path):
    first = AS_OF - timedelta(days=2)
    drops = [(None, first), (first, AS_OF - timedelta(days=1)), (AS_OF - timedelta(days=1), AS_OF)]
    folders = [export_all(tmp_path / str(place), since, until) for place, (since, until) in enumerate(drops)]
    for object_ in ("purchase_orders", "receipts", "invoices", "payables", "contracts", "supplier_items"):
        together = newest(record for folder in folders for record in coupa_records(object_, folder))
        assert together == newest(coupa_records(object_))


def test_every_planted_fault_names_a_file_and_a_record_in_it():
    planted = json.loads((exported() / "planted.json").read_text())
    texts: dict[str, str] = {}
    for fault in planted:
        text = texts.setdefault(fault["file"], (exported() / fault["file"]).read_text())
        assert fault["record"].split("/")[0] in text, fault


@pytest.mark.parametrize("system", WRITERS)
def test_every_record_has_the_columns_of_its_shape(system):
    shapes = {coupa.SYSTEM: coupa, sap.SYSTEM: sap, company_files.SYSTEM: company_files}[system].SHAPES
    for shape in shapes:
        paths = [path for pattern in shape.file_names for path in exported().glob(f"{system}/{pattern}")]
        assert paths, shape.object
        if paths[0].suffix == ".json":
            for path in paths:
                assert all(tuple(record) == shape.header for record in json.loads(path.read_text()))


def test_company_files_show_escalations_with_their_fate():
    def shown(escalation: Escalation) -> tuple[str, bool, bool]:
        fate = escalation.fate
        return f"ESC-S{escalation.number}", fate is Fate.ORPHAN, fate is Fate.QUARANTINED

    (path,) = exported().glob("company_files/escalations_*.csv")
    with path.open(newline="") as file:
        rows = [
            (row["escalation_id"], row["party_id"].startswith("GONE-"), not row["opened_at"].endswith("Z"))
            for row in csv.DictReader(file)
        ]
    assert rows == [shown(each) for life in lives() for each in life.escalations]
