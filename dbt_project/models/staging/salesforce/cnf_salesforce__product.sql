{{ config(materialized='view') }}

select
    products.source_instance,
    products.product_id as native_id,
    products.product_name,
    products.product_code,
    products.product_family,
    products.is_active,
    coalesce(products.is_deleted, false) as is_deleted
from {{ ref('stg_salesforce__product2') }} as products
