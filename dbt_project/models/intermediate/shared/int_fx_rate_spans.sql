with rates as (
    select
        rates.from_currency,
        rates.rate_on,
        rates.rate,
        lead(rates.rate_on) over (partition by rates.from_currency order by rates.rate_on) as next_rate_on
    from {{ ref('stg_reference__fx_rates') }} as rates
    where rates.to_currency = '{{ var("reporting_currency") }}'
)

select
    rates.from_currency,
    rates.rate_on as valid_from,
    least(
        {{ add_days('rates.rate_on', var('max_rate_age_days')) }},
        coalesce({{ add_days('rates.next_rate_on', -1) }}, date '9999-12-31')
    ) as valid_to,
    rates.rate
from rates
