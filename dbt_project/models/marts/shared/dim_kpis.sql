{#- A need is an entity, or several of which one is enough: `supplier_invoice_line or purchase_order_line`. -#}
{%- set kpis = {} -%}
{%- set needs = [] -%}
{%- set fed = [] -%}
{%- if execute -%}
    {%- for kpi_id in var('kpis') -%}
        {%- set node = graph.nodes['model.rapport.' ~ kpi_id] -%}
        {%- do kpis.update({kpi_id: node}) -%}
        {%- for need in kpi_meta(node).entities -%}
            {%- for entity in need.split(' or ') -%}
                {%- do needs.append((kpi_id, entity)) -%}
                {%- if entity in var('entities') -%}{%- do fed.append(need) -%}{%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif -%}

with kpis as (
    {%- for kpi_id, node in kpis.items() %}
    {%- set kpi = kpi_meta(node) %}
    select
        {{ string_literal(kpi_id) }} as kpi_id,
        {{ string_literal(kpi.name) }} as kpi_name,
        {{ string_literal(kpi.side) }} as side,
        {{ string_literal(node.description | trim) }} as definition,
        {{ string_literal(kpi.formula) }} as formula,
        {{ string_literal(kpi.unit) }} as unit,
        {{ string_literal(kpi.direction) }} as direction,
        cast({{ kpi.min_sample }} as bigint) as min_sample,
        {{ string_literal(kpi.grains | join(', ')) }} as grains,
        {{ string_literal(kpi.slices | join(', ')) }} as slices,
        {{ string_literal(kpi.owner) }} as owner,
        {{ string_literal(kpi.entities | join(', ')) }} as entities_needed,
        {{ string_literal(kpi.origin) }} as origin,
        {{ 'false' if kpi.entities | reject('in', fed) | list else 'true' }} as is_available
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        cast(null as varchar) as kpi_id,
        cast(null as varchar) as kpi_name,
        cast(null as varchar) as side,
        cast(null as varchar) as definition,
        cast(null as varchar) as formula,
        cast(null as varchar) as unit,
        cast(null as varchar) as direction,
        cast(null as bigint) as min_sample,
        cast(null as varchar) as grains,
        cast(null as varchar) as slices,
        cast(null as varchar) as owner,
        cast(null as varchar) as entities_needed,
        cast(null as varchar) as origin,
        cast(null as boolean) as is_available
    where false
    {%- endfor %}
),

entities_needed as (
    {%- for kpi_id, entity in needs %}
    select {{ string_literal(kpi_id) }} as kpi_id, {{ string_literal(entity) }} as entity
    {{ 'union all' if not loop.last }}
    {%- else %}
    select cast(null as varchar) as kpi_id, cast(null as varchar) as entity where false
    {%- endfor %}
),

newest as (
    select
        files.system,
        files.instance,
        files.object,
        max(files.extracted_at) as extracted_at
    from {{ source('rapport', 'files') }} as files
    group by files.system, files.instance, files.object
),

freshness as (
    select
        entities_needed.kpi_id,
        min(newest.extracted_at) as data_through
    from entities_needed
    inner join {{ source('rapport', 'entity_sources') }} as entity_sources on entity_sources.entity = entities_needed.entity
    inner join newest on newest.system = entity_sources.system and newest.object = entity_sources.object
    group by entities_needed.kpi_id
)

select
    {{ surrogate_key('kpis.kpi_id') }} as kpi_key,
    kpis.kpi_id,
    kpis.kpi_name,
    kpis.side,
    kpis.definition,
    kpis.formula,
    kpis.unit,
    kpis.direction,
    kpis.min_sample,
    kpis.grains,
    kpis.slices,
    kpis.owner,
    kpis.entities_needed,
    kpis.origin,
    kpis.is_available,
    cast(freshness.data_through as timestamp) as data_through
from kpis
left join freshness on freshness.kpi_id = kpis.kpi_id
