select
    obligations.obligation_id,
    months.month_start,
    obligations.supplier_id,
    months.stock_on
from {{ ref('fct_obligations') }} as obligations
inner join {{ ref('int_supplier_contract_terms') }} as terms
    on terms.supplier_contract_id = obligations.supplier_contract_id
inner join {{ ref('int_months') }} as months
    on months.stock_on between terms.starts_on and terms.last_on
    and months.stock_on < obligations.due_on
where obligations.obligor = 'supplier' and not obligations.is_waived
