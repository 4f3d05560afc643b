{{ config(materialized='view') }}

with clients as (
    {{ sap_clients() }}
),

counted as (
    {{ value_map('sap', 'invoice_is_counted') }}
),

factors as (
    {{ value_map('sap', 'currency_factor') }}
)

select
    heads.source_instance,
    heads.invoice_document_id || '/' || heads.invoice_year as native_id,
    heads.invoice_number,
    heads.supplier_id as supplier_native_id,
    heads.company_code as buying_company,
    case when heads.invoice_code = 'X' then 'invoice' else 'credit_note' end as kind,
    heads.status_code,
    heads.invoiced_on,
    heads.posted_on,
    -- The last of the three terms that is given is the net one.
    case
        when heads.invoice_code = 'X'
            then {{ add_days(
                'heads.terms_from_on',
                'coalesce(nullif(heads.terms_3_days, 0), nullif(heads.terms_2_days, 0), heads.terms_1_days, 0)'
            ) }}
    end as due_on,
    abs({{ sap_amount('heads.gross_amount', 'factors') }}) as gross_amount,
    abs({{ sap_amount('heads.tax_amount', 'factors') }}) as tax_amount,
    heads.currency,
    heads.payment_block_code is not null as is_disputed,
    -- A reversal and what it reverses were never invoiced.
    heads.reversal_document_id is null and counted.canonical_value = 'true' as is_counted_status
from {{ ref('stg_sap__rbkp') }} as heads
inner join clients on heads.client_code = clients.client_code
left join counted on heads.status_code = counted.source_value
left join factors on heads.currency = factors.source_value
