{{ config(materialized='view') }}

{{ zendesk_clients(ref('stg_zendesk__organizations_versions'), are_versions=true) }}
