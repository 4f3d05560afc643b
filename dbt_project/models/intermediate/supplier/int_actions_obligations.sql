with run as (
    {{ run_parameters() }}
)

-- Due today is not missed yet; met late is done.
select
    'obligation_missed' as rule_id,
    obligations.obligation_id as subject_id,
    'supplier' as party_type,
    obligations.supplier_id as party_id,
    coalesce(managers.manager, stakes.owner_id) as owner_id,
    obligations.due_on,
    stakes.reporting_spend_amount as reporting_value_amount,
    case when obligations.obligor = 'us' then 'We have not met our obligation ' else 'The supplier has not met its obligation ' end
    || coalesce(obligations.title, obligations.obligation_id) || ', due on ' || cast(obligations.due_on as varchar) as reason,
    'fct_obligations' as rows_of,
    obligations.obligation_id as row_keys
from {{ ref('fct_obligations') }} as obligations
inner join run on obligations.due_on < run.as_of_on
inner join {{ ref('int_supplier_stakes') }} as stakes on stakes.supplier_id = obligations.supplier_id
left join {{ ref('dim_contracts') }} as contracts on contracts.contract_id = obligations.supplier_contract_id
left join {{ ref('int_category_managers') }} as managers on managers.category = contracts.category
where obligations.met_on is null and not obligations.is_waived and coalesce(obligations.obligor, 'unmapped') in ('supplier', 'us')
