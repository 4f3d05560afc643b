with records as (
    {{- client_records(ref('int_client_record_spans'), also=['valid_from', 'valid_to']) }}
),

-- Figures count a client in the segment that the office assigned; a day without any begins a span as well.
starts as (
    select
        segments.client_id,
        segments.valid_from as starts_on
    from {{ ref('int_client_segments') }} as segments
),

{{- history_turns('client') }},

values_of_records as (
    select
        turns.client_id,
        turns.valid_from,
        {{ first_known('client_name') }} as client_name,
        {{ first_known('parent_client_id') }} as parent_client_id,
        {{ first_known('segment') }} as segment,
        {{ first_known('country') }} as country,
        {{ first_known('business_unit') }} as business_unit,
        {{ first_known('relationship_manager_id') }} as relationship_manager_id
    from turns
    inner join records
        on records.client_id = turns.client_id and turns.valid_from between records.valid_from and records.valid_to
    group by turns.client_id, turns.valid_from
),

states as (
    select
        clients.client_id,
        clients.valid_from,
        clients.client_name,
        clients.parent_client_id,
        clients.segment,
        segments.segment as assigned_segment,
        clients.country,
        clients.business_unit,
        coalesce(clients.relationship_manager_id, 'unknown') as relationship_manager_id
    from values_of_records as clients
    left join {{ ref('int_client_segments') }} as segments
        on segments.client_id = clients.client_id and clients.valid_from between segments.valid_from and segments.valid_to
),

{{- history_of_states('client', {
    'client_name': "'unknown'",
    'parent_client_id': 'cast(null as varchar)',
    'segment': 'cast(null as varchar)',
    'assigned_segment': "'unknown'",
    'country': 'cast(null as varchar)',
    'business_unit': 'cast(null as varchar)',
    'relationship_manager_id': "'unknown'",
}) }}
