{#
  The columns of a raw object as typed SQL, by their name in the extract: `raw_columns('zendesk', 'tickets')['created_at']`.

  Types, formats, zones and null tokens are those of the object's `_<system>__sources.yml`, the same that the loader
  checks, so a value is read in one way everywhere. The expressions expect the source under the alias `raw`.
#}
{% macro raw_columns(system, object) %}
    {%- set typed_columns = {} %}
    {%- if execute %}
        {%- set node = graph.sources.values() | selectattr('source_name', 'equalto', system) | selectattr('name', 'equalto', object) | first %}
        {%- set defaults = node.source_meta or {} %}
        {%- for column in node.columns.values() %}
            {%- set meta = column.config.meta if column.config else column.meta %}
            {%- do typed_columns.update({
                column.name: typed(
                    inside('raw."' ~ column.name ~ '"', meta['inside']) if meta.get('inside') else 'raw."' ~ column.name ~ '"',
                    column.data_type or 'text',
                    meta.get('formats', defaults.get('formats', ['iso'])),
                    meta.get('time_zone', defaults.get('time_zone', 'UTC')),
                    meta.get('null_tokens', defaults.get('null_tokens', []))
                )
            }) %}
        {%- endfor %}
    {%- endif %}
    {{ return(typed_columns) }}
{% endmacro %}
