with run as (
    {{ run_parameters() }}
),

invoice_lines as (
    select
        invoices.supplier_invoice_line_id as spend_line_id,
        invoices.source_system,
        invoices.source_instance,
        invoices.native_id,
        invoices.purchase_order_line_id,
        coalesce(invoices.supplier_id, orders.supplier_id) as source_supplier_id,
        coalesce(invoices.category, orders.category) as category,
        coalesce(invoices.business_unit, orders.business_unit) as business_unit,
        invoices.invoiced_on as spent_on,
        invoices.net_amount as amount,
        invoices.currency,
        false as is_from_order
    from {{ ref('core_supplier_invoice_line') }} as invoices
    left join {{ ref('core_purchase_order_line') }} as orders
        on orders.purchase_order_line_id = invoices.purchase_order_line_id
    cross join run
    where
        coalesce(invoices.is_counted_status, true)
        and (invoices.posted_on <= run.as_of_on or invoices.posted_on is null)
),

-- A company goes by its name in every system, so that an order in one and its invoice in another count once.
invoicing_companies as (
    select invoices.buying_company
    from {{ ref('core_supplier_invoice_line') }} as invoices
    where invoices.buying_company is not null
    group by invoices.buying_company
),

-- An invoice that names no company stands for every company of its instance; so does any for an order that names none.
invoicing_instances as (
    select
        invoices.source_system,
        invoices.source_instance,
        bool_or(invoices.buying_company is null) as is_for_every_company
    from {{ ref('core_supplier_invoice_line') }} as invoices
    group by invoices.source_system, invoices.source_instance
),

invoiced_orders as (
    select invoices.purchase_order_line_id
    from {{ ref('core_supplier_invoice_line') }} as invoices
    where invoices.purchase_order_line_id is not null
    group by invoices.purchase_order_line_id
),

first_receipts as (
    select
        receipts.purchase_order_line_id,
        min(receipts.received_on) as received_on
    from {{ ref('core_receipt') }} as receipts
    cross join run
    where
        receipts.kind = 'receipt'
        and not coalesce(receipts.is_deleted, false)
        and receipts.received_on <= run.as_of_on
    group by receipts.purchase_order_line_id
),

first_due as (
    select
        due.purchase_order_line_id,
        min(due.due_on) as due_on
    from {{ ref('int_schedule_lines_due') }} as due
    group by due.purchase_order_line_id
),

-- Ordered value stands in for an invoice only where none bills the line and its buying company has no invoice source.
order_lines as (
    select
        orders.purchase_order_line_id as spend_line_id,
        orders.source_system,
        orders.source_instance,
        orders.native_id,
        orders.purchase_order_line_id,
        orders.supplier_id as source_supplier_id,
        orders.category,
        orders.business_unit,
        coalesce(orders.ordered_on, first_receipts.received_on, first_due.due_on) as spent_on,
        orders.line_amount as amount,
        orders.currency,
        true as is_from_order
    from {{ ref('core_purchase_order_line') }} as orders
    left join invoicing_companies on invoicing_companies.buying_company = orders.buying_company
    left join invoicing_instances
        on invoicing_instances.source_system = orders.source_system
        and invoicing_instances.source_instance = orders.source_instance
        and (invoicing_instances.is_for_every_company or orders.buying_company is null)
    left join invoiced_orders on invoiced_orders.purchase_order_line_id = orders.purchase_order_line_id
    left join first_receipts on first_receipts.purchase_order_line_id = orders.purchase_order_line_id
    left join first_due on first_due.purchase_order_line_id = orders.purchase_order_line_id
    where
        invoicing_companies.buying_company is null
        and invoicing_instances.source_system is null
        and invoiced_orders.purchase_order_line_id is null
        and coalesce(orders.status, 'open') <> 'cancelled'
        and coalesce(orders.is_counted_status, true)
        and not coalesce(orders.is_deleted, false)
),

spend as (
    select
        invoice_lines.spend_line_id,
        invoice_lines.source_system,
        invoice_lines.source_instance,
        invoice_lines.native_id,
        invoice_lines.purchase_order_line_id,
        invoice_lines.source_supplier_id,
        invoice_lines.category,
        invoice_lines.business_unit,
        invoice_lines.spent_on,
        invoice_lines.amount,
        invoice_lines.currency,
        invoice_lines.is_from_order
    from invoice_lines
    union all
    select
        order_lines.spend_line_id,
        order_lines.source_system,
        order_lines.source_instance,
        order_lines.native_id,
        order_lines.purchase_order_line_id,
        order_lines.source_supplier_id,
        order_lines.category,
        order_lines.business_unit,
        order_lines.spent_on,
        order_lines.amount,
        order_lines.currency,
        order_lines.is_from_order
    from order_lines
)

select
    spend.spend_line_id,
    spend.source_system,
    spend.source_instance,
    spend.native_id,
    spend.purchase_order_line_id,
    coalesce(members.supplier_id, 'unknown') as supplier_id,
    coalesce(spend.category, 'unknown') as category,
    coalesce(spend.business_unit, 'unknown') as business_unit,
    spend.spent_on,
    spend.amount,
    spend.currency,
    {{ reporting_amount('spend.amount', 'spend.currency', 'rates') }} as reporting_amount,
    spend.is_from_order
from spend
cross join run
left join {{ ref('idn_supplier_members') }} as members on members.member_id = spend.source_supplier_id
left join {{ ref('int_fx_rate_spans') }} as rates on {{ fx_rate_join('rates', 'spend.currency', 'spend.spent_on') }}
where spend.spent_on <= run.as_of_on
