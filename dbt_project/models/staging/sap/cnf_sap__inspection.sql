{{ config(materialized='view') }}

with clients as (
    {{ sap_clients() }}
),

verdicts as (
    {{ value_map('sap', 'inspection_verdict') }}
),

-- A lot names the document of a receipt, not its item.
receipts as (
    select
        history.source_instance,
        history.client_code,
        history.purchasing_document_id,
        history.purchasing_item_id,
        history.document_year as receipt_year,
        history.document_id as receipt_document_id,
        min(history.document_item_id) as document_item_id
    from {{ ref('stg_sap__ekbe') }} as history
    where history.event_code = '1'
    group by
        history.source_instance,
        history.client_code,
        history.purchasing_document_id,
        history.purchasing_item_id,
        history.document_year,
        history.document_id
)

select
    lots.source_instance,
    lots.inspection_lot_id as native_id,
    receipts.purchasing_document_id || '/' || receipts.purchasing_item_id || '/' || receipts.receipt_year
    || '/' || receipts.receipt_document_id || '/' || receipts.document_item_id as receipt_native_id,
    lots.supplier_id as supplier_native_id,
    cast(null as varchar) as status_code,
    decisions.verdict_code as decision_code,
    {{ mapped('decisions.verdict_code', 'verdicts') }} as decision,
    decisions.decided_on,
    lots.lot_quantity as inspected_quantity,
    lots.rejected_quantity,
    false as is_deleted
from {{ ref('stg_sap__qals') }} as lots
inner join clients on lots.client_code = clients.client_code
left join {{ ref('stg_sap__qave') }} as decisions on {{ sap_same('lots', 'decisions', ['inspection_lot_id']) }}
left join receipts
    on {{ sap_same('lots', 'receipts', ['purchasing_document_id', 'purchasing_item_id', 'receipt_year', 'receipt_document_id']) }}
left join verdicts on decisions.verdict_code = verdicts.source_value
