"""What was planted in the sample extracts has become of each record what is due of it (docs/simulated-extracts.md)."""

from __future__ import annotations

import re
from collections import defaultdict

import duckdb
import pytest

from tests.scenarios.conftest import Company

SEEN_ELSEWHERE = {"quarantined", "warned", "deduplicated"}
"""Outcomes that show in quarantine, in warnings and in the number of staged rows."""

OUTCOMES = {
    ("company_files", "escalations", "names a party of no file"): """
        select count(*) = 1 and bool_and(coalesce(facts.client_id, facts.supplier_id) = 'unknown')
        from marts.fct_escalations as facts where facts.native_id = $record
    """,
    ("company_files", "innovations", "status parked"): """
        select count(*) = 1 and bool_and(status = 'unmapped') from core.core_innovation where native_id = $record
    """,
    ("company_files", "obligations", "names a party of no file"): """
        select count(*) = 1 and bool_and(supplier_id = 'unknown') from marts.fct_obligations where native_id = $record
    """,
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
    ("delighted", "survey_responses", "account_id names an account that no file holds, and no person is named"): """
        select count(*) = 1 and bool_and(client_id = 'unknown')
        from marts.fct_survey_responses where native_id = $record
    """,
    ("delighted", "survey_responses", "account_id names an account that was merged into another"): """
        select count(*) = 1 and bool_and(members.client_id = facts.client_id and facts.client_id <> core.client_id)
        from marts.fct_survey_responses as facts
        inner join core.core_survey_response as core using (survey_response_id)
        inner join identity.idn_client_members as members on members.member_id = core.client_id
        where facts.native_id = $record
    """,
    ("delighted", "survey_responses", "score is null: opened, and not answered"): """
        select count(*) = 1 and bool_and(answered_at is null and score is null)
        from core.core_survey_response where source_system = 'delighted' and native_id = $record
    """,
    ("salesforce", "account", "a duplicate merged into"): """
        select count(*) = 1 and bool_and(members.client_id = survivors.client_id)
        from identity.idn_client_members as members
        inner join core.core_client as clients on clients.client_id = members.member_id
        inner join core.core_party_link as links
            on links.party_id = clients.client_id and links.evidence_code = 'merged'
        inner join identity.idn_client_members as survivors on survivors.member_id = links.other_id
        where clients.source_system = 'salesforce' and clients.native_id = $record
    """,
    ("salesforce", "case", "AccountId names an account that no file holds"): """
        select count(*) = 1 and bool_and(client_id = 'unknown') from marts.fct_feedback_cases where native_id = $record
    """,
    ("salesforce", "case", "the same request stands at servicenow, which counts"): """
        select count(*) = 1 and bool_and(not is_counted) from marts.fct_tickets where native_id = $record
    """,
    ("salesforce", "case", "the same request stands at zendesk, which counts"): """
        select count(*) = 1 and bool_and(not is_counted) from marts.fct_tickets where native_id = $record
    """,
    ("salesforce", "contact", "AccountId has 15 characters"): """
        select count(*) = 1 and bool_and(length(client_native_id) = 18)
        from core.core_contact where source_system = 'salesforce' and native_id = $record
    """,
    ("salesforce", "contact", "a duplicate merged into"): """
        select count(*) = 1 and bool_and(merged.is_deleted and survivors.contact_id is not null)
        from core.core_contact as merged
        left join core.core_contact as survivors on survivors.contact_id = merged.merged_into_id
        where merged.source_system = 'salesforce' and merged.native_id = $record
    """,
    ("salesforce", "contract", "AccountId has 15 characters"): """
        select count(*) = 1 and bool_and(client_id <> 'unknown')
        from marts.fct_client_contracts where native_id = $record
    """,
    ("salesforce", "event", "AccountId has 15 characters"): """
        select count(*) = 1 and bool_and(client_id <> 'unknown') from marts.fct_interactions where native_id = $record
    """,
    ("salesforce", "event", "AccountId names an account that no file holds"): """
        select count(*) = 1 and bool_and(client_id = 'unknown') from marts.fct_interactions where native_id = $record
    """,
    ("salesforce", "opportunity", "AccountId names an account that no file holds"): """
        select count(*) = 1 and bool_and(client_id = 'unknown') from marts.fct_opportunities where native_id = $record
    """,
    ("salesforce", "opportunity", "Type is Strategic Pilot"): """
        select count(*) = 1 and bool_and(not is_renewal) from marts.fct_opportunities where native_id = $record
    """,
    ("salesforce", "opportunity", "in the recycle bin"): """
        select bool_and(core.is_deleted and facts.opportunity_id is null)
        from core.core_opportunity as core
        left join marts.fct_opportunities as facts using (opportunity_id)
        where core.source_system = 'salesforce' and core.native_id = $record
    """,
    ("salesforce", "task", "AccountId has 15 characters"): """
        select count(*) = 1 and bool_and(client_id <> 'unknown') from marts.fct_interactions where native_id = $record
    """,
    ("salesforce", "task", "AccountId names an account that no file holds"): """
        select count(*) = 1 and bool_and(client_id = 'unknown') from marts.fct_interactions where native_id = $record
    """,
    ("servicenow", "dmn_demand", "business_unit names what no file holds"): """
        select count(*) = 1 and bool_and(business_unit_id = 'unknown')
        from marts.fct_demand_requests where request_number = $record
    """,
    ("servicenow", "incident", "company names what no file holds"): """
        select count(*) = 1 and bool_and(facts.client_id = 'unknown')
        from marts.fct_tickets as facts
        inner join core.core_ticket as core using (ticket_id)
        where core.source_system = 'servicenow' and core.ticket_number = $record
    """,
    ("servicenow", "incident", "priority is 9"): """
        select count(*) = 1 and bool_and(priority = 'unmapped')
        from core.core_ticket where source_system = 'servicenow' and ticket_number = $record
    """,
    ("stripe", "charges", "declined, before it was paid"): """
        select count(*) = 1 and bool_and(not is_counted_status) from core.core_client_payment where native_id = $record
    """,
    ("stripe", "charges", "taken twice and given back in full"): """
        select bool_and(charges.amount = refunds.amount)
        from core.core_client_payment as charges
        left join (
            select refunded_native_id, sum(amount) as amount from core.core_client_payment
            where kind = 'refund' and is_counted_status group by all
        ) as refunds on refunds.refunded_native_id = charges.native_id
        where charges.native_id = $record
    """,
    ("stripe", "customers", "metadata names an account that was merged into another"): """
        select count(*) = 1 and bool_and(members.client_id = links.client_id)
        from identity.idn_client_members as members
        inner join core.core_party_link as core on core.party_id = members.member_id
        inner join identity.idn_client_members as links on links.member_id = core.other_id
        where core.source_system = 'stripe' and core.party_native_id = $record
    """,
    ("stripe", "invoices", "customer is one that no file holds"): """
        select count(*) = 1 and bool_and(clients.client_id is null and coalesce(facts.client_id, 'unknown') = 'unknown')
        from core.core_client_invoice as invoices
        left join core.core_client as clients on clients.client_id = invoices.client_id
        left join marts.fct_client_invoices as facts on facts.client_invoice_id = invoices.client_invoice_id
        where invoices.native_id = $record
    """,
    ("zendesk", "tickets", "organization_id names an organization that no file holds"): """
        select count(*) = 1 and bool_and(client_id = 'unknown') from marts.fct_tickets where native_id = $record
    """,
    ("zendesk", "tickets", "priority is blocker"): """
        select count(*) = 1 and bool_and(priority = 'unmapped')
        from core.core_ticket where source_system = 'zendesk' and native_id = $record
    """,
}
"""By system, object and fault: a query that is true of the record where it has become what it should."""


SEEN_AT_SCALE_ONLY = {
    ("delighted", "survey_responses", "account_id names an account that no file holds, and no person is named"),
    ("salesforce", "case", "AccountId names an account that no file holds"),
    ("salesforce", "task", "AccountId names an account that no file holds"),
    ("stripe", "customers", "metadata names an account that was merged into another"),
    ("zendesk", "tickets", "organization_id names an organization that no file holds"),
}
"""Faults that the sample is too small to have."""


def place(fault: dict[str, str]) -> tuple[str, str, str]:
    return fault["system"], fault["object"], fault["record"]


@pytest.fixture(scope="module")
def planted(company: Company) -> dict[tuple[str, str, str], list[str]]:
    """Records by system, object and fault."""
    records = defaultdict(list)
    quarantined = {place(fault) for fault in company.planted if fault["outcome"] == "quarantined"}
    for fault in company.planted:
        if fault["outcome"] not in SEEN_ELSEWHERE and place(fault) not in quarantined:
            # The fault of a merged record names the surviving one.
            kind = re.sub(r"(a duplicate merged into) \w+$", r"\1", fault["fault"])
            records[fault["system"], fault["object"], kind].append(fault["record"])
    return records


def test_each_record_has_become_what_it_should(
    company: Company, planted: dict[tuple[str, str, str], list[str]]
) -> None:
    with duckdb.connect(str(company.warehouse), read_only=True) as warehouse:
        wrong = {
            (*fault, record)
            for fault, records in planted.items()
            for record in records
            if warehouse.execute(OUTCOMES[fault], {"record": record}).fetchone() != (True,)
        }

    assert wrong == set()


def test_every_fault_that_is_planted_has_its_outcome(
    company: Company, planted: dict[tuple[str, str, str], list[str]]
) -> None:
    assert set(OUTCOMES) - set(planted) == (SEEN_AT_SCALE_ONLY if company.is_sample else set())
