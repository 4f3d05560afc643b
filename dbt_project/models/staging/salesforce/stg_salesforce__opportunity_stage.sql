{%- set columns = raw_columns('salesforce', 'opportunity_stage') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.ApiName }} as stage_name,
        {{ columns.MasterLabel }} as stage_label,
        {{ columns.IsClosed }} as is_closed,
        {{ columns.IsWon }} as is_won,
        {{ columns.DefaultProbability }} as default_probability_percent,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('salesforce', 'opportunity_stage') }} as raw
)

{{ newest_versions('versions', key=['stage_name']) }}
