-- Rules of a segment; of one that has none of its own, those of every other one.
with own_rules as (
    select rules.segment
    from {{ ref('stg_reference__segment_rules') }} as rules
    group by rules.segment
),

segments as (
    select
        segments.client_id,
        segments.segment,
        coalesce(own_rules.segment, '*') as rule_segment,
        segments.valid_from,
        segments.valid_to
    from {{ ref('int_client_segments') }} as segments
    left join own_rules on own_rules.segment = segments.segment
    where segments.segment <> 'unknown'
)

select
    segments.client_id,
    segments.segment,
    greatest(segments.valid_from, rules.valid_from) as valid_from,
    least(segments.valid_to, rules.valid_to) as valid_to,
    rules.margin_percent,
    rules.meetings_a_month,
    rules.is_review_required,
    rules.is_top
from segments
inner join {{ ref('stg_reference__segment_rules') }} as rules
    on
        rules.segment = segments.rule_segment
        and rules.valid_from <= segments.valid_to
        and rules.valid_to >= segments.valid_from
