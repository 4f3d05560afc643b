-- A cancelled initiative stays, plan and benefit, up to its cancellation; all at the rate of the day of the stock.
with months as (
    select
        initiatives.initiative_number,
        initiatives.business_unit_id,
        initiatives.currency,
        initiatives.last_planned_on,
        initiatives.status,
        initiatives.cancelled_on,
        months.month_start,
        months.stock_on,
        least(months.stock_on, coalesce(initiatives.cancelled_on, months.stock_on)) as counted_to
    from {{ ref('int_initiatives') }} as initiatives
    inner join {{ ref('int_months') }} as months on months.month_end >= initiatives.approved_on
),

valued as (
    select
        months.initiative_number,
        months.month_start,
        benefits.currency = months.currency as is_own_currency,
        benefits.planned_amount,
        benefits.realised_amount,
        {{ reporting_amount('benefits.planned_amount', 'benefits.currency', 'rates') }} as reporting_planned_amount,
        {{ reporting_amount('benefits.realised_amount', 'benefits.currency', 'rates') }} as reporting_realised_amount
    from months
    inner join {{ ref('fct_benefits') }} as benefits
        on benefits.initiative_number = months.initiative_number
        and benefits.is_monetary
        and benefits.month_end_on <= months.counted_to
    left join {{ ref('int_fx_rate_spans') }} as rates
        on {{ fx_rate_join('rates', 'benefits.currency', 'months.stock_on') }}
),

sums as (
    select
        valued.initiative_number,
        valued.month_start,
        sum(valued.planned_amount) as planned_amount,
        sum(valued.realised_amount) filter (where valued.is_own_currency) as realised_amount,
        sum(valued.reporting_planned_amount) as reporting_planned_amount,
        sum(valued.reporting_realised_amount) as reporting_realised_amount,
        -- An amount without a rate leaves the whole unknown.
        count(*) filter (where valued.planned_amount <> 0 and valued.reporting_planned_amount is null)
        + count(*) filter (where valued.realised_amount <> 0 and valued.reporting_realised_amount is null) = 0 as is_known
    from valued
    group by valued.initiative_number, valued.month_start
)

select
    months.initiative_number,
    months.month_start,
    months.business_unit_id,
    months.stock_on,
    sums.is_known,
    cast(coalesce(sums.reporting_planned_amount, 0) as decimal(28,6)) as reporting_planned_amount,
    cast(coalesce(sums.reporting_realised_amount, 0) as decimal(28,6)) as reporting_realised_amount,
    coalesce(sums.planned_amount, 0) <> 0 as has_plan,
    case
        when sums.is_known
            then coalesce(sums.reporting_realised_amount, 0) * 100
            < coalesce(sums.reporting_planned_amount, 0) * {{ var('below_plan_percent') }}
        else coalesce(sums.realised_amount, 0) * 100 < coalesce(sums.planned_amount, 0) * {{ var('below_plan_percent') }}
    end as is_below_plan,
    coalesce(months.cancelled_on > months.stock_on, true)
    and (coalesce(months.status, 'unmapped') <> 'completed' or months.stock_on < months.last_planned_on) as is_running
from months
inner join sums on sums.initiative_number = months.initiative_number and sums.month_start = months.month_start
