{{ config(materialized='view') }}

{{ zendesk_clients(ref('stg_zendesk__organizations')) }}
