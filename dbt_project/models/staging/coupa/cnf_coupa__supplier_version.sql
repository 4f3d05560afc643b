{{ config(materialized='view') }}

{{ coupa_suppliers(ref('stg_coupa__suppliers_versions'), are_versions=true) }}
