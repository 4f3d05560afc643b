{{ config(materialized='view') }}

{{ salesforce_clients(ref('stg_salesforce__account_versions'), are_versions=true) }}
