{%- set columns = raw_columns('salesforce', 'opportunity') -%}

with versions as (
    select
        raw._instance as source_instance,
        {{ columns.Id }} as opportunity_id,
        {{ columns.AccountId }} as account_id,
        {{ columns.OwnerId }} as owner_id,
        {{ columns.Name }} as opportunity_name,
        {{ columns.StageName }} as stage_name,
        {{ columns.Type }} as opportunity_type,
        {{ columns.IsClosed }} as is_closed,
        {{ columns.IsWon }} as is_won,
        {{ columns.Amount }} as amount,
        {{ columns.CurrencyIsoCode }} as currency,
        {{ columns.Probability }} as probability_percent,
        {{ columns.CloseDate }} as close_on,
        {{ columns.IsDeleted }} as is_deleted,
        {{ columns.CreatedDate }} as created_at,
        {{ columns.SystemModstamp }} as modified_at,
        raw._extracted_at,
        raw._file_id,
        raw._record
    from {{ source('salesforce', 'opportunity') }} as raw
)

{{ newest_versions('versions', key=['opportunity_id'], cursor=['modified_at']) }}
