with prices as (
    select
        lines.purchase_order_line_id,
        prices.contract_price_id,
        prices.unit_price,
        prices.currency,
        -- Where a contract has two prices for a day, the one agreed later counts.
        row_number() over (
            partition by lines.purchase_order_line_id
            order by prices.valid_from desc, prices.contract_price_id asc
        ) as place
    from {{ ref('fct_purchase_order_lines') }} as lines
    inner join {{ ref('int_order_line_contracts') }} as contracts
        on contracts.purchase_order_line_id = lines.purchase_order_line_id
    inner join {{ ref('core_contract_price') }} as prices
        on prices.supplier_contract_id = contracts.supplier_contract_id
        and prices.item = lines.item
        -- The price of another unit of measure is no price of this line.
        and prices.unit_of_measure = lines.unit_of_measure
        and lines.ordered_on between prices.valid_from and {{ open_end('prices.valid_to') }}
    where not coalesce(prices.is_deleted, false)
)

select
    prices.purchase_order_line_id,
    prices.contract_price_id,
    prices.unit_price,
    prices.currency
from prices
where prices.place = 1
