with targeted as (
    select
        targets.client_id,
        targets.month_start
    from {{ ref('int_revenue_targets') }} as targets
    where targets.reporting_amount is not null
    group by targets.client_id, targets.month_start
),

observations as (
    select
        targets.client_id as party_id,
        targets.month_start as observed_on,
        0 as numerator,
        targets.reporting_amount as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('int_revenue_targets') }} as targets
    where targets.reporting_amount is not null
    union all
    -- Revenue of a month without a target counts on neither side.
    select
        invoices.client_id as party_id,
        invoices.invoiced_on as observed_on,
        invoices.reporting_net_amount as numerator,
        cast(null as decimal(28,6)) as denominator,
        0 as open_count,
        true as is_final
    from {{ ref('fct_client_invoices') }} as invoices
    inner join targeted
        on
            targeted.client_id = invoices.client_id
            and targeted.month_start = {{ month_of('invoices.invoiced_on') }}
)

{{- kpi_figures() }}
