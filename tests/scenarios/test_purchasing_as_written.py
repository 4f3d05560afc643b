"""Files of Coupa and SAP as customers have them, down to what core says of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.command import rapport

pytestmark = pytest.mark.heavy
TAKEN = "20260501T000000Z"
SAP = {
    "T001": ["MANDT,BUKRS,BUTXT,LAND1,WAERS", "100,1000,Bakery,JP,JPY"],
    "T023T": ["MANDT,SPRAS,MATKL,WGBEZ", "100,D,01,Mehl", "100,E,01,Flour"],
    "MARA": ["MANDT,MATNR,MTART,MATKL,MEINS", "100,000000000000001234,ROH,01,KG"],
    # Numbers with the zeros of their field, and without them, as in SE16N and in a spreadsheet.
    "LFA1": [
        "MANDT,LIFNR,NAME1,LAND1,ERDAT,SPERM,LOEVM,KONZS",
        "100,7200001,Mill GmbH,DE,20240229,,,7200009",
        "100,0007200009,Mill Holding AG,DE,00000000,X,,",
    ],
    "EKKO": [
        "MANDT,EBELN,BUKRS,BSTYP,LOEKZ,AEDAT,LIFNR,WAERS,BEDAT,KDATB,KDATE,KTWRT,FRGKE",
        "100,4500000001,1000,F,,20260301,0007200001,JPY,20260301,00000000,00000000,0.00,",
        "100,4600000001,1000,K,,20251201,7200001,JPY,20251201,20260101,99991231,10000.00,G",
    ],
    "EKPO": [
        "MANDT,EBELN,EBELP,LOEKZ,MATNR,MATKL,MENGE,MEINS,NETPR,PEINH,NETWR,ELIKZ,KONNR,KTPNR",
        "100,4500000001,10,,1234,01,71.000,KG,12.34,100,8.76,,4600000001,00020",
        "100,4600000001,00010,,,01,0.000,KG,0.00,1,0.00,,,00000",
        "100,4600000001,00020,,000000000000001234,01,0.000,KG,0.00,1,0.00,,,00000",
    ],
    "EKET": ["MANDT,EBELN,EBELP,ETENR,EINDT,SLFDT,MENGE", "100,4500000001,00010,1,20260325,20260320,71.000"],
    "EKBE": [
        "MANDT,EBELN,EBELP,VGABE,GJAHR,BELNR,BUZEI,BEWTP,BWART,BUDAT,MENGE,WRBTR,WAERS,SHKZG,LFGJA,LFBNR,LFPOS,CPUDT,CPUTM",
        "100,4500000001,00010,1,2026,5000000001,0001,E,101,20260318,71.000,8.76,JPY,S,0000,,0000,20260319,000102",
        "100,4500000001,00010,1,2026,5000000002,0001,E,122,20260321,1.000,0.12,JPY,H,2026,5000000001,0001,20260321,235959",
        "100,4500000001,00010,2,2026,5105600001,0001,Q,,20260322,71.000,8.76,JPY,S,0000,,0000,20260322,120000",
    ],
    "RBKP": [
        "MANDT,BELNR,GJAHR,XRECH,BLDAT,BUDAT,BUKRS,LIFNR,XBLNR,WAERS,RMWWR,WMWST1,ZFBDT,ZBD1T,ZBD2T,ZBD3T,RBSTAT,STBLG,ZLSPR",
        "100,5105600001,2026,X,20260320,20260322,1000,7200001,R-1,JPY,9.64,0.88,20260320,14,30,0,5,,",
    ],
    "RSEG": [
        "MANDT,BELNR,GJAHR,BUZEI,EBELN,EBELP,MATNR,BUKRS,MENGE,BSTME,WRBTR,SHKZG",
        "100,5105600001,2026,1,4500000001,10,1234,1000,71.000,KG,8.76,S",
    ],
    # A payment run clears the invoice and names none.
    "BSAK": [
        "MANDT,BUKRS,LIFNR,GJAHR,BELNR,BUZEI,AUGDT,AUGBL,BLART,BLDAT,BUDAT,WAERS,WRBTR,SHKZG,ZFBDT,REBZG,REBZJ",
        "100,1000,0007200001,2026,5105600001,001,20260417,2000000001,RE,20260320,20260322,JPY,9.64,H,20260320,,0000",
        "100,1000,0007200001,2026,2000000001,001,20260417,2000000001,ZP,20260417,20260417,JPY,9.64,S,20260417,,0000",
    ],
    "A016": ["MANDT,KAPPL,KSCHL,EVRTN,EVRTP,DATBI,DATAB,KNUMH", "100,M,PB00,4600000001,20,99991231,20260101,17"],
    "KONP": ["MANDT,KNUMH,KOPOS,KSCHL,KBETR,KONWA,KPEIN,KMEIN,LOEVM_KO", "100,0000000017,01,PB00,120.00,JPY,1000,KG,"],
}
CONFIRMATIONS = """Table:          EKES

-------------------------------------------------------
|MANDT|EBELN     |EBELP|ETENS|EBTYP|EINDT     |MENGE  |
-------------------------------------------------------
|100  |4500000001|   10|    1|AB   |19.03.2026| 71,000|
|100  |4500000001|   10|    2|LA   |30.03.2026| 71,000|
-------------------------------------------------------
"""
ORDER = {
    "id": 1,
    "po-number": "PO1",
    "status": "issued",
    "created-at": "2026-03-04T23:30:00-07:00",
    "updated-at": "2026-03-05T00:00:00-07:00",
    "supplier": {"id": 7},
    "currency": {"code": "EUR"},
    "order-lines": [
        {
            "id": 11,
            "line-num": "1",
            "type": "OrderQuantityLine",
            "status": "partially_received",
            "need-by-date": "2026-04-10T00:00:00-07:00",
            "quantity": "9",
            "price": "1.50",
            "total": "13.50",
            "received": "4",
            "schedule-lines": [
                {"id": 111, "delivery-date": "2026-04-01T00:00:00-07:00", "quantity": "4"},
                {"id": 112, "delivery-date": "2026-04-10T00:00:00-07:00", "quantity": "5"},
            ],
        },
        {
            "id": 12,
            "line-num": "2",
            "type": "OrderAmountLine",
            "status": "received",
            "need-by-date": "2026-04-10T00:00:00-07:00",
            "quantity": None,
            "price": "800.00",
            "total": "800.00",
            "received": "800.00",
        },
    ],
}
RECEIPT = {
    "id": 5,
    "type": "ReceivingAmountConsumption",
    "status": "created",
    "quantity": None,
    "total": "800.00",
    "transaction-date": "2026-04-09T00:00:00-07:00",
    "created-at": "2026-04-09T10:00:00-07:00",
    "updated-at": "2026-04-09T10:00:00-07:00",
    "order-line": {"id": 12},
}
SUPPLIER = {
    "id": 7,
    "name": "Mill GmbH",
    "display-name": "Mill",
    "number": "7200001",
    "status": "active",
    "created-at": "2026-01-01T00:00:00-07:00",
    "updated-at": "2026-01-01T00:00:00-07:00",
}
CONTRACTS = (
    '"Contract #","Contract Name","Status","Supplier","Supplier Number","Starts","Expires","Currency Code",'
    '"Maximum Value","Updated Date"\n'
    '"C9","Flour, ""fine""","published","Mill GmbH","7200001","2026-01-01","2027-01-01","EUR",'
    '"1&nbsp;250&nbsp;000.00","2026-01-02T00:00:00-07:00"\n'
)


def deliver(landing: Path) -> None:
    for system in ("sap", "coupa"):
        (landing / system).mkdir(parents=True)
    for table, lines in SAP.items():
        (landing / "sap" / f"{table}_{TAKEN}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (landing / "sap" / f"EKES_{TAKEN}.txt").write_text(CONFIRMATIONS, encoding="utf-8")
    for name, record in (("purchase_orders", ORDER), ("receipts", RECEIPT), ("suppliers", SUPPLIER)):
        (landing / "coupa" / f"{name}_{TAKEN}.json").write_text(json.dumps([record]), encoding="utf-8")
    (landing / "coupa" / f"Contracts_{TAKEN}.csv").write_text(CONTRACTS, encoding="utf-8")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("written") / "workspace"
    deliver(home / "landing")
    answer = rapport("run", home=home)
    assert answer.code == 0, answer.err
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        yield con


def core(warehouse: duckdb.DuckDBPyConnection, entity: str, columns: str, system: str = "sap") -> list[tuple[Any, ...]]:
    query = f"select {columns} from core.core_{entity} where source_system = $system order by native_id"
    return warehouse.execute(query, {"system": system}).fetchall()


def test_numbers_of_sap_are_the_same_with_their_zeros_and_without(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert core(warehouse, "supplier", "native_id, parent_native_id, created_at, is_active") == [
        ("0007200001", "0007200009", datetime(2024, 2, 29), True),
        ("0007200009", None, None, False),
    ]
    assert core(warehouse, "purchase_order_line", "native_id, supplier_native_id, item, category, business_unit") == [
        ("4500000001/00010", "0007200001", "1234", "Flour", "Bakery")
    ]
    assert core(warehouse, "supplier_invoice_line", "purchase_order_line_native_id, item, category") == [
        ("4500000001/00010", "1234", "Flour")
    ]


def test_yen_stand_divided_by_100_and_prices_are_of_so_many_units(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert core(warehouse, "purchase_order_line", "unit_price, line_amount") == [(Decimal("12.34"), Decimal(876))]
    assert core(warehouse, "supplier_contract", "committed_amount, ends_on") == [(Decimal(1_000_000), None)]
    assert core(warehouse, "contract_price", "item, unit_price, valid_to") == [("1234", Decimal(12), None)]
    assert core(warehouse, "supplier_invoice", "gross_amount, tax_amount, due_on") == [
        (Decimal(964), Decimal(88), date(2026, 4, 19))
    ]


def test_what_is_wanted_promised_and_moved_for_an_item_of_sap(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert core(warehouse, "schedule_line", "requested_on, first_promised_on, latest_promised_on, quantity") == [
        (date(2026, 3, 20), date(2026, 3, 19), date(2026, 3, 19), Decimal(71))
    ]
    assert core(warehouse, "receipt", "kind, received_on, posted_at, quantity, original_receipt_native_id") == [
        ("receipt", date(2026, 3, 18), datetime(2026, 3, 19, 0, 1, 2), Decimal(71), None),
        (
            "return",
            date(2026, 3, 21),
            datetime(2026, 3, 21, 23, 59, 59),
            Decimal(1),
            "4500000001/00010/2026/5000000001/0001",
        ),
    ]


def test_a_payment_run_of_sap_pays_the_invoices_that_it_clears(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert core(warehouse, "supplier_payment", "supplier_invoice_native_id, paid_on, amount, currency") == [
        ("5105600001/2026", date(2026, 4, 17), Decimal(964), "JPY")
    ]


def test_an_order_of_coupa_is_of_the_day_that_its_buyer_had(warehouse: duckdb.DuckDBPyConnection) -> None:
    orders = core(warehouse, "purchase_order_line", "native_id, ordered_on, quantity, line_amount, status", "coupa")
    assert orders == [
        ("11", date(2026, 3, 4), Decimal(9), Decimal("13.5"), "open"),
        ("12", date(2026, 3, 4), None, Decimal(800), "closed"),
    ]


def test_deliveries_of_coupa_are_due_one_by_one_and_services_never(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert core(warehouse, "schedule_line", "native_id, requested_on, quantity", "coupa") == [
        ("11/111", date(2026, 4, 1), Decimal(4)),
        ("11/112", date(2026, 4, 10), Decimal(5)),
    ]
    assert core(warehouse, "receipt", "kind, quantity, amount", "coupa") == [("receipt", None, Decimal(800))]


def test_a_contract_that_only_the_csv_of_coupa_shows_ends_when_it_does(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = "native_id, supplier_native_id, contract_name, ends_on, committed_amount, status"
    assert core(warehouse, "supplier_contract", columns, "coupa") == [
        ("C9", "7", 'Flour, "fine"', date(2026, 12, 31), Decimal(1_250_000), "active")
    ]


def test_a_supplier_of_coupa_is_the_one_of_sap_that_its_number_names(warehouse: duckdb.DuckDBPyConnection) -> None:
    clusters = warehouse.execute("select member_id, supplier_id from identity.idn_supplier_members order by all")

    assert clusters.fetchall() == [
        ("coupa/default/7", "sap/default/0007200001"),
        ("sap/default/0007200001", "sap/default/0007200001"),
        ("sap/default/0007200009", "sap/default/0007200009"),
    ]
