with observations as (
    select
        suppliers.ultimate_parent_id as party_id,
        spend.category,
        spend.spent_on as observed_on,
        spend.reporting_amount as numerator,
        true as is_final
    from {{ ref('int_spend_lines') }} as spend
    inner join {{ ref('dim_suppliers') }} as suppliers on suppliers.supplier_id = spend.supplier_id
    {%- if not var('concentration_includes_internal_suppliers') %}
    where not suppliers.is_internal
    {%- endif %}
)

{{- kpi_concentration(['category']) }}
