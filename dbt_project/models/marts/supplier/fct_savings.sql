with saved as (
    select
        deliveries.savings_initiative_id,
        deliveries.receipt_id,
        initiatives.source_system,
        initiatives.source_instance,
        initiatives.native_id,
        members.supplier_id,
        coalesce(initiatives.business_unit, 'unknown') as business_unit_id,
        initiatives.category,
        initiatives.kind,
        deliveries.purchase_order_line_id,
        deliveries.received_on,
        deliveries.kept_quantity,
        initiatives.baseline_price,
        initiatives.currency as baseline_currency,
        cast(initiatives.baseline_price * deliveries.kept_quantity as decimal(28,12)) as baseline_amount,
        deliveries.paid_amount,
        deliveries.order_currency as paid_currency
    from {{ ref('int_savings_deliveries') }} as deliveries
    inner join {{ ref('core_savings_initiative') }} as initiatives
        on initiatives.savings_initiative_id = deliveries.savings_initiative_id
    inner join {{ ref('idn_supplier_members') }} as members on members.member_id = initiatives.supplier_id
),

-- One rate for both prices: that of the receipt's day.
converted as (
    select
        saved.savings_initiative_id,
        saved.receipt_id,
        {{ reporting_amount('saved.baseline_amount', 'saved.baseline_currency', 'baseline_rates', digits=12) }} as baseline_amount,
        {{ reporting_amount('saved.paid_amount', 'saved.paid_currency', 'paid_rates', digits=12) }} as paid_amount
    from saved
    left join {{ ref('int_fx_rate_spans') }} as baseline_rates
        on {{ fx_rate_join('baseline_rates', 'saved.baseline_currency', 'saved.received_on') }}
    left join {{ ref('int_fx_rate_spans') }} as paid_rates
        on {{ fx_rate_join('paid_rates', 'saved.paid_currency', 'saved.received_on') }}
)

select
    saved.savings_initiative_id,
    saved.receipt_id,
    saved.source_system,
    saved.source_instance,
    saved.native_id,
    suppliers.supplier_key,
    saved.supplier_id,
    units.business_unit_key,
    saved.business_unit_id,
    saved.category,
    saved.kind,
    saved.purchase_order_line_id,
    saved.received_on,
    saved.kept_quantity,
    saved.baseline_price,
    saved.baseline_currency,
    saved.paid_amount,
    saved.paid_currency,
    cast(converted.baseline_amount - converted.paid_amount as decimal(38,12)) as reporting_saving_amount
from saved
inner join converted
    on converted.savings_initiative_id = saved.savings_initiative_id and converted.receipt_id = saved.receipt_id
inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = saved.supplier_id
inner join {{ ref('dim_business_units') }} as units on units.business_unit_id = saved.business_unit_id
