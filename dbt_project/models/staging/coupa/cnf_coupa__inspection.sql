{{ config(materialized='view') }}

with decisions as (
    {{ value_map('coupa', 'inspection_decision') }}
)

select
    inspections.source_instance,
    cast(inspections.inspection_id as varchar) as native_id,
    cast(inspections.receipt_id as varchar) as receipt_native_id,
    cast(inspections.supplier_id as varchar) as supplier_native_id,
    inspections.status_code,
    inspections.decision_code,
    {{ mapped('inspections.decision_code', 'decisions') }} as decision,
    inspections.decided_on,
    inspections.inspected_quantity,
    inspections.rejected_quantity,
    false as is_deleted
from {{ ref('stg_coupa__inspections') }} as inspections
left join decisions on inspections.decision_code = decisions.source_value
