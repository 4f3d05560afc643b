select
    documents.client_invoice_id,
    core.source_system,
    core.source_instance,
    core.native_id,
    clients.client_key,
    documents.client_id,
    core.invoice_number,
    documents.kind,
    core.credited_invoice_id,
    core.contract_number,
    core.status_code,
    documents.invoiced_on,
    documents.due_on,
    documents.net_amount,
    documents.gross_amount,
    documents.currency,
    documents.reporting_net_amount,
    documents.reporting_gross_amount,
    settlements.due_amount,
    settlements.paid_amount,
    settlements.paid_in_time_amount,
    settlements.unpaid_amount
from {{ ref('int_client_documents') }} as documents
inner join {{ ref('core_client_invoice') }} as core on core.client_invoice_id = documents.client_invoice_id
inner join {{ ref('dim_clients') }} as clients on clients.client_id = documents.client_id
left join {{ ref('int_client_invoice_settlements') }} as settlements
    on settlements.client_invoice_id = documents.client_invoice_id
