{{ config(materialized='view') }}

{{ sap_suppliers(ref('stg_sap__lfa1_versions'), are_versions=true) }}
