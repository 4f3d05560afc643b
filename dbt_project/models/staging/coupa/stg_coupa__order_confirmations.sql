select
    order_lines.source_instance,
    {{ typed_json('confirmations.element', ['id'], 'bigint') }} as order_confirmation_id,
    order_lines.purchase_order_line_id,
    {{ typed_json('confirmations.element', ['status']) }} as status_code,
    {{ typed_json('confirmations.element', ['promised-date'], 'date') }} as promised_on,
    order_lines._extracted_at,
    order_lines._file_id,
    order_lines._record
from {{ ref('stg_coupa__purchase_order_lines') }} as order_lines
{{ json_elements('order_lines.confirmation_lines', 'confirmations') }}
