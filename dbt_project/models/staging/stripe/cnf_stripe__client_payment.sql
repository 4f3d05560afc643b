{{ config(materialized='view') }}

with places as (
    {{ value_map('stripe', 'decimal_places') }}
),

counted as (
    {{ value_map('stripe', 'payment_is_counted') }}
),

movements as (
    select
        charges.source_instance,
        charges.charge_id as native_id,
        charges.invoice_id,
        'payment' as kind,
        cast(null as varchar) as refunded_native_id,
        charges.status_code,
        charges.created_at,
        charges.amount_minor_units,
        charges.currency_code
    from {{ ref('stg_stripe__charges') }} as charges
    union all
    select
        refunds.source_instance,
        refunds.refund_id as native_id,
        charges.invoice_id,
        'refund' as kind,
        refunds.charge_id as refunded_native_id,
        refunds.status_code,
        refunds.created_at,
        refunds.amount_minor_units,
        refunds.currency_code
    from {{ ref('stg_stripe__refunds') }} as refunds
    left join {{ ref('stg_stripe__charges') }} as charges
        on refunds.source_instance = charges.source_instance and refunds.charge_id = charges.charge_id
)

select
    movements.source_instance,
    movements.native_id,
    movements.invoice_id as client_invoice_native_id,
    movements.kind,
    movements.refunded_native_id,
    movements.created_at as paid_at,
    {{ stripe_amount('movements.amount_minor_units', 'places') }} as amount,
    upper(movements.currency_code) as currency,
    counted.canonical_value = 'true' as is_counted_status
from movements
left join places on places.source_value = movements.currency_code
left join counted on counted.source_value = movements.status_code
