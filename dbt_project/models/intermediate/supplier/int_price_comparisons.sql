with priced as (
    select
        lines.supplier_invoice_line_id,
        lines.supplier_id,
        lines.category,
        lines.business_unit_id,
        lines.invoiced_on,
        cast(lines.quantity * lines.unit_price as decimal(28,12)) as paid_amount,
        lines.currency as paid_currency,
        cast(lines.quantity * agreed.unit_price as decimal(28,12)) as agreed_amount,
        agreed.currency as agreed_currency
    from {{ ref('fct_supplier_invoices') }} as lines
    inner join {{ ref('int_agreed_prices') }} as agreed on agreed.purchase_order_line_id = lines.purchase_order_line_id
    where lines.kind = 'invoice' and lines.quantity is not null
),

-- Both prices at the rates of the invoice's day.
converted as (
    select
        priced.supplier_invoice_line_id,
        priced.supplier_id,
        priced.category,
        priced.business_unit_id,
        priced.invoiced_on,
        {{ reporting_amount('priced.paid_amount', 'priced.paid_currency', 'paid_rates', digits=12) }} as reporting_paid_amount,
        {{ reporting_amount('priced.agreed_amount', 'priced.agreed_currency', 'agreed_rates', digits=12) }} as reporting_agreed_amount
    from priced
    left join {{ ref('int_fx_rate_spans') }} as paid_rates
        on {{ fx_rate_join('paid_rates', 'priced.paid_currency', 'priced.invoiced_on') }}
    left join {{ ref('int_fx_rate_spans') }} as agreed_rates
        on {{ fx_rate_join('agreed_rates', 'priced.agreed_currency', 'priced.invoiced_on') }}
)

select
    converted.supplier_invoice_line_id,
    converted.supplier_id,
    converted.category,
    converted.business_unit_id,
    converted.invoiced_on,
    converted.reporting_paid_amount,
    converted.reporting_agreed_amount
from converted
where converted.reporting_paid_amount is not null and converted.reporting_agreed_amount is not null
