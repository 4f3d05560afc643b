{#
  Tables and views in one statement. dbt-duckdb builds them beside, renames and drops, so that readers never miss one; nobody
  reads the warehouse while it is built, and a run of many small models spent most of its time there.
#}
{% materialization table, adapter='duckdb' %}
{{ return(built_at_once('table')) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
{{ return(built_at_once('view')) }}
{% endmaterialization %}

{% macro built_at_once(type) %}
{%- set relation = this.incorporate(type=type) -%}
{{ run_hooks(pre_hooks, inside_transaction=False) }}
{{ run_hooks(pre_hooks, inside_transaction=True) }}
{% call statement('main') -%}
    {%- if config.get('contract').enforced %}
    {{ get_assert_columns_equivalent(model.compiled_code) }}
    create or replace {{ type }} {{ relation }} as ({{ get_select_subquery(model.compiled_code) }})
    {%- else %}
    create or replace {{ type }} {{ relation }} as ({{ model.compiled_code }})
    {%- endif %}
{%- endcall %}
{{ run_hooks(post_hooks, inside_transaction=True) }}
{{ adapter.commit() }}
{{ run_hooks(post_hooks, inside_transaction=False) }}
{{ return({'relations': [relation]}) }}
{% endmacro %}
