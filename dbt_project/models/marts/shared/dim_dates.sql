with run as (
    {{ run_parameters() }}
),

days as (
    {{ day_series('run', add_months('run.as_of_on', 24)) }}
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
    {{ iso_date_part('isodow', 'days.date_day') }} >= 6 as is_weekend
from days
