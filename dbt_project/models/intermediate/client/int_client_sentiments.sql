with nps as (
    select
        answers.client_id,
        answers.month_start,
        sum(answers.nps_points) as points,
        count(*) as answers
    from {{ ref('int_nps_answers_12_months') }} as answers
    group by answers.client_id, answers.month_start
),

-- Good ratings of 90 days.
csat as (
    select
        responses.client_id,
        months.month_start,
        sum(case when responses.is_satisfied then 1 else 0 end) as points,
        count(*) as answers
    from {{ ref('fct_survey_responses') }} as responses
    inner join {{ ref('int_months') }} as months
        on
            responses.answered_on > {{ add_days('months.stock_on', -90) }}
            and responses.answered_on <= months.stock_on
    where responses.is_counted and responses.survey_type = 'csat' and responses.is_satisfied is not null
    group by responses.client_id, months.month_start
),

-- Promoter scores are made 0 to 100 by counting a promoter twice and a passive once of two.
parts as (
    select
        nps.client_id,
        nps.month_start,
        'nps' as survey_type,
        nps.points + nps.answers as points,
        2 * nps.answers as most_points,
        nps.answers
    from nps
    union all
    select
        csat.client_id,
        csat.month_start,
        'csat' as survey_type,
        csat.points,
        csat.answers as most_points,
        csat.answers
    from csat
),

placed as (
    select
        parts.client_id,
        parts.month_start,
        parts.survey_type,
        parts.points,
        parts.most_points,
        parts.answers,
        segments.segment
    from parts
    inner join {{ ref('int_months') }} as months on months.month_start = parts.month_start
    inner join {{ ref('int_client_segments') }} as segments
        on
            segments.client_id = parts.client_id
            and months.stock_on between segments.valid_from and segments.valid_to
),

pooled as (
    select
        placed.segment,
        placed.month_start,
        placed.survey_type,
        sum(placed.points) as points,
        sum(placed.most_points) as most_points
    from placed
    group by placed.segment, placed.month_start, placed.survey_type
),

-- Few answers are pulled to the segment's figure, which weighs as much as five: (n × x + 5 × mean) / (n + 5).
pulled as (
    select
        placed.client_id,
        placed.month_start,
        placed.survey_type,
        placed.answers,
        {{ divide(
            'placed.answers * placed.points * pooled.most_points + 5 * pooled.points * placed.most_points',
            '(placed.answers + 5) * placed.most_points * pooled.most_points', 100, scale=12) }} as value
    from placed
    inner join pooled
        on
            pooled.segment = placed.segment
            and pooled.month_start = placed.month_start
            and pooled.survey_type = placed.survey_type
)

select
    pulled.client_id,
    pulled.month_start,
    cast(sum(pulled.answers) as bigint) as answers,
    {{ divide('sum(pulled.value)', 'count(*)', scale=12, digits=12) }} as value
from pulled
group by pulled.client_id, pulled.month_start
