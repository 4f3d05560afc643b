select
    lines.purchase_order_line_id,
    terms.supplier_contract_id
from {{ ref('fct_purchase_order_lines') }} as lines
inner join {{ ref('int_supplier_contract_terms') }} as terms
    on terms.supplier_contract_id = lines.supplier_contract_id
    and lines.ordered_on between terms.starts_on and terms.last_on
