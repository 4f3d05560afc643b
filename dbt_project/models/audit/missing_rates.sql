with amounts as (
    select
        'fct_opportunities' as table_name,
        opportunities.currency,
        opportunities.amount
    from {{ ref('fct_opportunities') }} as opportunities
    where
        opportunities.status in ('won', 'lost')
        and opportunities.amount is not null
        and opportunities.closed_on is not null
        and opportunities.reporting_amount is null
    union all
    select
        'fct_purchase_order_lines' as table_name,
        lines.currency,
        lines.line_amount as amount
    from {{ ref('fct_purchase_order_lines') }} as lines
    where
        lines.line_amount is not null
        and lines.ordered_on is not null
        and lines.reporting_line_amount is null
    union all
    select
        'fct_supplier_invoices' as table_name,
        invoices.currency,
        invoices.net_amount as amount
    from {{ ref('fct_supplier_invoices') }} as invoices
    where invoices.net_amount is not null and invoices.reporting_net_amount is null
)

select
    amounts.table_name,
    amounts.currency,
    count(*) as row_count,
    cast(sum(amounts.amount) as decimal(28,6)) as amount
from amounts
group by amounts.table_name, amounts.currency
