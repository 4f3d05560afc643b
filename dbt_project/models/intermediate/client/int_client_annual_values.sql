-- An amount without a rate leaves the whole unknown.
select
    contracts.client_id,
    case
        when count(*) filter (where contracts.annual_amount <> 0 and contracts.reporting_annual_amount is null) = 0
            then cast(sum(contracts.reporting_annual_amount) as decimal(28,6))
    end as reporting_annual_amount
from {{ ref('fct_client_contracts') }} as contracts
where contracts.is_in_force
group by contracts.client_id
