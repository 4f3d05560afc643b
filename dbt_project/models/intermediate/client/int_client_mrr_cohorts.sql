with run as (
    {{ run_parameters() }}
),

monthly as (
    select
        mrr.client_id,
        mrr.month_start,
        mrr.currency,
        sum(mrr.annual_amount) as annual_amount,
        bool_or(mrr.is_pending) as is_pending
    from {{ ref('int_client_mrr') }} as mrr
    group by mrr.client_id, mrr.month_start, mrr.currency
),

grains as (
    select
        'month' as period_grain,
        1 as months
    union all
    select
        't12m' as period_grain,
        12 as months
),

-- Each month's end closes the period that ends with it and opens the one that follows.
ends as (
    select
        monthly.client_id,
        grains.period_grain,
        grains.months,
        monthly.month_start,
        monthly.currency,
        cast(0 as decimal(28,6)) as opening_amount,
        monthly.annual_amount as closing_amount,
        monthly.is_pending
    from monthly
    cross join grains
    union all
    select
        monthly.client_id,
        grains.period_grain,
        grains.months,
        {{ add_months('monthly.month_start', 'grains.months') }} as month_start,
        monthly.currency,
        monthly.annual_amount as opening_amount,
        cast(0 as decimal(28,6)) as closing_amount,
        monthly.is_pending
    from monthly
    cross join grains
    cross join run
    where {{ add_months('monthly.month_start', 'grains.months') }} <= run.as_of_on
),

by_currency as (
    select
        ends.client_id,
        ends.period_grain,
        ends.month_start,
        ends.currency,
        {{ add_days(add_months('ends.month_start', '1 - ends.months'), -1) }} as opening_on,
        cast(sum(ends.opening_amount) as decimal(28,6)) as opening_amount,
        cast(sum(ends.closing_amount) as decimal(28,6)) as closing_amount,
        bool_or(ends.is_pending) as is_pending
    from ends
    group by ends.client_id, ends.period_grain, ends.months, ends.month_start, ends.currency
),

converted as (
    select
        by_currency.client_id,
        by_currency.period_grain,
        by_currency.month_start,
        by_currency.opening_on,
        by_currency.opening_amount > 0 as is_opening,
        by_currency.closing_amount > 0 as is_closing,
        {{ reporting_amount('by_currency.opening_amount', 'by_currency.currency', 'rates') }} as opening_amount,
        {{ reporting_amount('by_currency.closing_amount', 'by_currency.currency', 'rates') }} as closing_amount,
        by_currency.is_pending
    from by_currency
    left join {{ ref('int_fx_rate_spans') }} as rates
        on {{ fx_rate_join('rates', 'by_currency.currency', 'by_currency.opening_on') }}
)

select
    converted.client_id,
    converted.period_grain,
    converted.month_start,
    converted.opening_on,
    coalesce(bool_or(converted.is_opening), false) as is_opening,
    coalesce(bool_or(converted.is_closing), false) as is_closing,
    -- Both ends at the opening's rate; a currency without one is left out at both.
    cast(sum(converted.opening_amount) as decimal(28,6)) as opening_annual_amount,
    cast(sum(converted.closing_amount) as decimal(28,6)) as closing_annual_amount,
    not bool_or(converted.is_pending) as is_final
from converted
group by converted.client_id, converted.period_grain, converted.month_start, converted.opening_on
