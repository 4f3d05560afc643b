with answers as (
    select
        months.month_start,
        months.stock_on,
        responses.client_id,
        responses.survey_response_id,
        responses.nps_points,
        row_number() over (
            partition by
                months.month_start,
                responses.client_id,
                responses.person_key,
                case when responses.person_key is null then responses.survey_response_id end
            order by responses.answered_at desc, length(responses.native_id) desc, responses.native_id desc
        ) as from_the_newest
    from {{ ref('int_months') }} as months
    inner join {{ ref('fct_survey_responses') }} as responses
        on responses.answered_on >= {{ add_months(add_days('months.stock_on', 1), -12) }}
        and responses.answered_on <= months.stock_on
    where responses.is_counted and responses.nps_points is not null
)

-- Of answers in one instant that of the highest number; anonymous ones each count.
select
    answers.month_start,
    answers.stock_on,
    answers.client_id,
    answers.survey_response_id,
    answers.nps_points
from answers
where answers.from_the_newest = 1
