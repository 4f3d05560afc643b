with earned as (
    select
        documents.client_id,
        {{ month_of('documents.invoiced_on') }} as month_start,
        sum(documents.reporting_net_amount * margins.margin_percent) as percent_amount,
        count(documents.reporting_net_amount * margins.margin_percent) as documents
    from {{ ref('int_client_documents') }} as documents
    left join {{ ref('int_client_rules') }} as margins
        on
            margins.client_id = documents.client_id
            and documents.invoiced_on between margins.valid_from and margins.valid_to
    group by documents.client_id, {{ month_of('documents.invoiced_on') }}
),

firsts as (
    select
        earned.client_id,
        min(earned.month_start) as first_month
    from earned
    group by earned.client_id
)

select
    firsts.client_id,
    months.month_start,
    months.stock_on,
    cast(sum(earned.percent_amount) over (
        partition by firsts.client_id order by months.month_start rows between unbounded preceding and current row
    ) as decimal(28,6)) as percent_amount,
    cast(sum(coalesce(earned.documents, 0)) over (
        partition by firsts.client_id order by months.month_start rows between unbounded preceding and current row
    ) as bigint) as documents
from firsts
inner join {{ ref('int_months') }} as months on months.month_start >= firsts.first_month
left join earned on earned.client_id = firsts.client_id and earned.month_start = months.month_start
