{{ config(materialized='view') }}

{{ coupa_suppliers(ref('stg_coupa__suppliers')) }}
