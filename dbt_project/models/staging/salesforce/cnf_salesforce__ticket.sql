{{ config(materialized='view') }}

with feedback as (
    {{ value_map('salesforce', 'feedback_kind') }}
),

statuses as (
    {{ value_map('salesforce', 'case_status') }}
),

priorities as (
    {{ value_map('salesforce', 'case_priority') }}
)

-- Cases of a kind that is feedback are no requests.
select
    cases.source_instance,
    cases.case_id as native_id,
    cases.account_id as client_native_id,
    cast(null as varchar) as supplier_native_id,
    cast(null as varchar) as business_unit,
    cases.contact_id as contact_native_id,
    cases.case_number as ticket_number,
    cases.desk_ticket_number as duplicate_of,
    cases.type_code as kind_code,
    cases.status_code,
    {{ mapped('cases.status_code', 'statuses') }} as status,
    cases.priority_code,
    {{ mapped('cases.priority_code', 'priorities') }} as priority,
    cases.created_at as opened_at,
    cast(null as timestamp) as first_public_reply_at,
    -- A case knows one end; a reopened one has none.
    case when cases.is_closed then cases.closed_at end as solved_at,
    case when cases.is_closed then cases.closed_at end as closed_at,
    cases.owner_id as employee_native_id,
    cast(null as varchar) as team,
    cast(null as varchar) as schedule_native_id,
    coalesce(cases.is_escalated, false) as is_escalated,
    cast(null as bigint) as reopen_count,
    coalesce(cases.is_deleted, false) as is_deleted
from {{ ref('stg_salesforce__case') }} as cases
left join feedback on cases.type_code = feedback.source_value
left join statuses on cases.status_code = statuses.source_value
left join priorities on cases.priority_code = priorities.source_value
where feedback.source_value is null
