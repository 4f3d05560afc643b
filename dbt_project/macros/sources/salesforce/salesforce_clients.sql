{# Accounts as clients: their newest versions, or all of them with the columns of versions. #}
{% macro salesforce_clients(accounts, are_versions=false) -%}
select
    accounts.source_instance,
    accounts.account_id as native_id,
    accounts.account_name as client_name,
    accounts.parent_account_id as parent_native_id,
    accounts.industry as segment,
    accounts.billing_country as country,
    accounts.owner_id as employee_native_id,
    accounts.business_unit,
    accounts.created_at,
    coalesce(accounts.is_deleted, false) or accounts.master_account_id is not null as is_deleted
    {{- version_columns('accounts', 'accounts.modified_at') if are_versions }}
from {{ accounts }} as accounts
{%- endmacro %}
