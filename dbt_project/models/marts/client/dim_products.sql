with products as (
    select
        products.product_id,
        products.source_system,
        products.source_instance,
        products.native_id,
        products.product_name,
        products.product_code,
        products.product_family,
        -- What was deleted is sold no more.
        products.is_active and not coalesce(products.is_deleted, false) as is_active
    from {{ ref('core_product') }} as products
    union all
    select
        'unknown' as product_id,
        'unknown' as source_system,
        'unknown' as source_instance,
        'unknown' as native_id,
        'unknown' as product_name,
        cast(null as varchar) as product_code,
        cast(null as varchar) as product_family,
        cast(null as boolean) as is_active
)

select
    {{ surrogate_key('products.product_id') }} as product_key,
    products.product_id,
    products.source_system,
    products.source_instance,
    products.native_id,
    products.product_name,
    products.product_code,
    products.product_family,
    products.is_active
from products
