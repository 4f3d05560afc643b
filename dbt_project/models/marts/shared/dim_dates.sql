{%- set first_month = var('fiscal_year_first_month') %}
with run as (
    {{ run_parameters() }}
),

days as (
    {{ day_series('run', add_months('run.as_of_on', 24)) }}
),

-- Of several schedules with the day off, under several names, the first name in the alphabet.
holidays as (
    select
        days.date_day,
        min(coalesce(holidays.holiday_name, 'unknown')) as holiday_name
    from days
    inner join {{ ref('core_working_holiday') }} as holidays
        on days.date_day between holidays.starts_on and holidays.ends_on
    group by days.date_day
),

fiscal as (
    select
        days.date_day,
        cast((extract(month from days.date_day) + 12 - {{ first_month }}) % 12 + 1 as bigint) as fiscal_month_number
    from days
)

select
    days.date_day,
    {{ month_of('days.date_day') }} as month_start,
    cast(date_trunc('quarter', days.date_day) as date) as quarter_start,
    cast(extract(year from days.date_day) as bigint) as calendar_year,
    cast(extract(month from days.date_day) as bigint) as month_number,
    cast(extract(day from days.date_day) as bigint) as day_of_month,
    cast({{ iso_date_part('isodow', 'days.date_day') }} as bigint) as iso_day_of_week,
    cast({{ iso_date_part('week', 'days.date_day') }} as bigint) as iso_week,
    cast({{ iso_date_part('isoyear', 'days.date_day') }} as bigint) as iso_year,
    {{ iso_date_part('isodow', 'days.date_day') }} >= 6 as is_weekend,
    cast(extract(year from days.date_day) as bigint)
    + case when {{ first_month }} > 1 and extract(month from days.date_day) >= {{ first_month }} then 1 else 0 end as fiscal_year,
    {{ whole_quotient('fiscal.fiscal_month_number + 2', 3) }} as fiscal_quarter_number,
    fiscal.fiscal_month_number,
    holidays.holiday_name is not null as is_holiday,
    holidays.holiday_name
from days
inner join fiscal on fiscal.date_day = days.date_day
left join holidays on holidays.date_day = days.date_day
