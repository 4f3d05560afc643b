"""What was planted in the sample extracts has become of each record what is due of it (docs/simulated-extracts.md)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from seeds.simulator import sample as slice_of_company
from seeds.simulator.simulate import simulate

SEEN_ELSEWHERE = {"quarantined", "warned", "deduplicated"}
"""Outcomes that show in quarantine, in warnings and in the number of staged rows."""

OUTCOMES = {
    ("coupa", "contracts_csv", "Expires is one day late"): """
        select count(*) = 1 and bool_and(core.ends_on = csv.expires_on - 1)
        from core.core_supplier_contract as core
        inner join staging.stg_coupa__contracts_csv as csv on csv.contract_number = core.contract_number
        where core.source_system = 'coupa' and core.contract_number = $record
    """,
    ("coupa", "invoices", "an invoice of status abandoned"): """
        select bool_and(not is_counted_status) from core.core_supplier_invoice_line
        where source_system = 'coupa' and invoice_native_id = $record
    """,
    ("coupa", "invoices", "an invoice of status draft"): """
        select bool_and(not is_counted_status) from core.core_supplier_invoice_line
        where source_system = 'coupa' and invoice_native_id = $record
    """,
    ("coupa", "invoices", "supplier in no file"): """
        select bool_and(facts.supplier_id = 'unknown')
        from marts.fct_supplier_invoices as facts
        inner join core.core_supplier_invoice_line as core using (supplier_invoice_line_id)
        where core.source_system = 'coupa' and core.invoice_native_id = $record
    """,
    ("coupa", "purchase_orders", "a draft"): """
        select bool_and(not core.is_counted_status and facts.purchase_order_line_id is null)
        from core.core_purchase_order_line as core
        left join marts.fct_purchase_order_lines as facts using (purchase_order_line_id)
        where core.source_system = 'coupa' and core.order_native_id = $record
    """,
    ("coupa", "purchase_orders", "line status in_clarification"): """
        select count(*) = 1 from core.core_purchase_order_line
        where source_system = 'coupa' and order_native_id = $record and status = 'unmapped'
    """,
    ("coupa", "purchase_orders", "supplier in no file"): """
        select bool_and(supplier_id = 'unknown') from marts.fct_purchase_order_lines
        where order_id = 'coupa/default/' || $record
    """,
    ("coupa", "receipts", "a voided receipt"): """
        select bool_and(core.is_deleted and facts.receipt_id is null)
        from core.core_receipt as core
        left join marts.fct_receipts as facts using (receipt_id)
        where core.source_system = 'coupa' and core.native_id = $record
    """,
    ("sap", "ekbe", "a receipt that is reversed"): """
        select bool_and(is_deleted and kind = 'receipt') from core.core_receipt
        where source_system = 'sap' and native_id like '%/' || $record || '/%'
    """,
    ("sap", "ekbe", "the reversal of a receipt"): """
        select bool_and(is_deleted and kind = 'reversal') from core.core_receipt
        where source_system = 'sap' and native_id like '%/' || $record || '/%'
    """,
    ("sap", "ekko", "LIFNR in no file"): """
        select bool_and(supplier_id = 'unknown') from marts.fct_purchase_order_lines
        where order_id = 'sap/default/' || $record
    """,
    ("sap", "ekko", "MANDT of the test system"): """
        select count(*) = 1 and count(core.order_native_id) = 0
        from staging.stg_sap__ekko as staged
        left join core.core_purchase_order_line as core on core.order_native_id = staged.purchasing_document_id
        where staged.purchasing_document_id = $record
    """,
    ("sap", "ekpo", "LOEKZ S: blocked, not cancelled"): """
        select bool_and(status <> 'cancelled') from core.core_purchase_order_line
        where source_system = 'sap' and native_id = regexp_replace($record, '/(.*)', '/000\\10')
    """,
    ("sap", "konp", "a deleted condition"): """
        select bool_and(core.is_deleted)
        from core.core_contract_price as core
        inner join staging.stg_sap__a016 as spans
            on core.native_id = spans.purchasing_document_id || '/' || spans.purchasing_item_id || '/PB00/'
                || spans.valid_to || '/' || split_part($record, '/', 2)
        where spans.condition_record_id = split_part($record, '/', 1)
    """,
    ("sap", "lfa1", "a second record, marked for deletion"): """
        select is_deleted and not is_active from core.core_supplier where source_system = 'sap' and native_id = $record
    """,
    ("sap", "rbkp", "LIFNR in no file"): """
        select bool_and(facts.supplier_id = 'unknown')
        from marts.fct_supplier_invoices as facts
        inner join core.core_supplier_invoice_line as core using (supplier_invoice_line_id)
        where core.source_system = 'sap' and core.invoice_native_id like $record || '/%'
    """,
    ("sap", "rbkp", "a parked invoice"): """
        select bool_and(not is_counted_status) from core.core_supplier_invoice_line
        where source_system = 'sap' and invoice_native_id like $record || '/%'
    """,
    ("sap", "rbkp", "the reversal of an invoice"): """
        select bool_and(not core.is_counted_status and not reversed.is_counted_status)
        from core.core_supplier_invoice as core
        inner join staging.stg_sap__rbkp as heads
            on core.native_id = heads.invoice_document_id || '/' || heads.invoice_year
        inner join core.core_supplier_invoice as reversed
            on reversed.source_system = 'sap' and reversed.native_id like heads.reversal_document_id || '/%'
        where core.source_system = 'sap' and heads.invoice_document_id = $record
    """,
}
"""By system, object and fault: a query that is true of the record where it has become what it should."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], list[str]]:
    """Records by system, object and fault."""
    home = tmp_path_factory.mktemp("extracts")
    simulate(home, slice_of_company.SCALE, slice_of_company.SEED, 0, has_truth=False, progress=lambda _: None)
    records = defaultdict(list)
    for fault in json.loads((home / "truth" / "planted.json").read_text(encoding="utf-8")):
        if fault["outcome"] not in SEEN_ELSEWHERE:
            records[fault["system"], fault["object"], fault["fault"]].append(fault["record"])
    return records


@pytest.fixture(scope="module")
def warehouse(sample: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(sample / "warehouse.duckdb"), read_only=True) as con:
        yield con


@pytest.mark.parametrize("fault", OUTCOMES, ids=" ".join)
def test_each_record_has_become_what_it_should(
    warehouse: duckdb.DuckDBPyConnection, planted: dict[tuple[str, str, str], list[str]], fault: tuple[str, str, str]
) -> None:
    answers = {record: warehouse.execute(OUTCOMES[fault], {"record": record}).fetchone() for record in planted[fault]}

    assert answers == dict.fromkeys(planted[fault], (True,))
    assert answers


def test_no_fault_of_a_system_is_forgotten(planted: dict[tuple[str, str, str], list[str]]) -> None:
    systems = {system for system, _, _ in OUTCOMES}

    assert {fault for fault in planted if fault[0] in systems} == set(OUTCOMES)
