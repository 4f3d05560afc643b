{{ config(materialized='view') }}

select
    lines.source_instance,
    lines.opportunity_line_item_id as native_id,
    lines.opportunity_id as opportunity_native_id,
    lines.product_id as product_native_id,
    products.product_family,
    lines.quantity,
    lines.unit_price,
    lines.total_amount as amount,
    opportunities.currency,
    lines.created_at,
    coalesce(lines.is_deleted, false) as is_deleted
from {{ ref('stg_salesforce__opportunity_line_item') }} as lines
left join {{ ref('stg_salesforce__opportunity') }} as opportunities
    on lines.source_instance = opportunities.source_instance and lines.opportunity_id = opportunities.opportunity_id
left join {{ ref('stg_salesforce__product2') }} as products
    on lines.source_instance = products.source_instance and lines.product_id = products.product_id
