{%- set columns = raw_columns('salesforce', 'opportunity_history') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.Id }} as opportunity_history_id,
        {{ columns.OpportunityId }} as opportunity_id,
        {{ columns.StageName }} as stage_name,
        {{ columns.Amount }} as amount,
        {{ columns.Probability }} as probability_percent,
        {{ columns.CloseDate }} as close_on,
        {{ columns.IsDeleted }} as is_deleted,
        {{ columns.CreatedDate }} as changed_at,
        {{ columns.SystemModstamp }} as modified_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('salesforce', 'opportunity_history') }} as raw
)

{{ newest_versions('versions', key=['opportunity_history_id'], cursor=['modified_at']) }}
