-- Amounts are observed in millionths, because shares of a successor have more digits than amounts.
with observations as (
    select
        renewals.client_id as party_id,
        renewals.counted_on as observed_on,
        amounts.renewed_amount * 1000000 as numerator,
        amounts.due_amount * 1000000 as denominator,
        case when renewals.outcome = 'pending' then 1 else 0 end as open_count,
        renewals.outcome <> 'pending' as is_final,
        renewals.outcome = 'pending' as is_undecided
    from {{ ref('int_client_renewals') }} as renewals
    left join {{ ref('int_client_renewal_values') }} as amounts
        on
            amounts.client_contract_id = renewals.client_contract_id
            and amounts.end_number = renewals.end_number
)

{{- kpi_figures() }}
