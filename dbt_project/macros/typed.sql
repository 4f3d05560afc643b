{#
  The one rule by which a text of an extract becomes a typed value. A text that does not read as its type is null.

  The loader renders `duckdb__typed` with plain Jinja to find such texts and their lines, so this macro uses nothing of
  dbt's own context. data_type: text, bigint, decimal(p,s), boolean, date, timestamp (an instant, as naive UTC).
  formats: `iso`, `epoch_seconds`, `epoch_milliseconds`, or strptime patterns, tried in order; of decimals `decimal_comma`
  stands for `1.234,50-` with points between thousands and the minus before or behind, `decimal_point` for `1,234.50-`, and
  others are passed over.
#}
{% macro typed(expression, data_type, formats, time_zone, null_tokens) -%}
    {{ adapter.dispatch('typed', 'rapport')(expression, data_type, formats, time_zone, null_tokens) }}
{%- endmacro %}

{% macro duckdb__typed(expression, data_type, formats, time_zone, null_tokens) -%}
    {%- set tokens = [''] + (null_tokens | list) -%}
    {%- set filled -%}
        case when trim({{ expression }}) in ({% for token in tokens %}'{{ token | replace("'", "''") }}'{{ ', ' if not loop.last }}{% endfor %}) then null else {{ expression }} end
    {%- endset -%}
    {%- if data_type == 'text' -%}
        {{ filled }}
    {%- elif data_type == 'boolean' -%}
        try_cast({{ filled }} as boolean)
    {%- elif data_type in ('date', 'timestamp') -%}
        {#- DuckDB knows days by name, such as `infinity` and `epoch`; an extract does not. -#}
        {%- set dated = "case when regexp_matches(" ~ expression ~ ", '^\\s*[0-9]') then " ~ filled ~ " end" -%}
        {%- set readings = [] -%}
        {%- for format in formats -%}
            {%- if format == 'iso' and data_type == 'date' -%}
                {%- do readings.append("try_cast(" ~ dated ~ " as date)") -%}
            {%- elif format == 'iso' and time_zone == 'UTC' -%}
                {%- do readings.append("timezone('UTC', try_cast(" ~ dated ~ " as timestamptz))") -%}
            {%- elif format == 'iso' -%}
                {%- do readings.append("case when regexp_matches(trim(" ~ expression ~ "), '(Z|[+-][0-9]{2}(:?[0-9]{2})?)$') and " ~ expression ~ " like '%:%' then timezone('UTC', try_cast(" ~ dated ~ " as timestamptz)) else timezone('UTC', timezone('" ~ time_zone ~ "', try_cast(" ~ dated ~ " as timestamp))) end") -%}
            {%- elif format in ('epoch_seconds', 'epoch_milliseconds') -%}
                {%- do readings.append("epoch_ms(try_cast(" ~ filled ~ " as bigint)" ~ (" * 1000" if format == 'epoch_seconds' else "") ~ ")") -%}
            {%- elif data_type == 'date' -%}
                {%- do readings.append("cast(try_strptime(" ~ filled ~ ", '" ~ format ~ "') as date)") -%}
            {%- elif '%z' in format or time_zone == 'UTC' -%}
                {%- do readings.append("cast(try_strptime(" ~ filled ~ ", '" ~ format ~ "') as timestamp)") -%}
            {%- else -%}
                {%- do readings.append("timezone('UTC', timezone('" ~ time_zone ~ "', try_strptime(" ~ filled ~ ", '" ~ format ~ "')))") -%}
            {%- endif -%}
        {%- endfor -%}
        {{ readings[0] if readings | length == 1 else 'coalesce(' ~ readings | join(', ') ~ ')' }}
    {%- elif data_type == 'bigint' -%}
        case when regexp_full_match(trim({{ expression }}), '[+-]?[0-9]+') then try_cast({{ filled }} as bigint) end
    {%- elif 'decimal_comma' in formats or 'decimal_point' in formats -%}
        {%- set group, point = ('.', ',') if 'decimal_comma' in formats else (',', '.') -%}
        {%- set shown = "([0-9]+|[0-9]{1,3}([" ~ group ~ "][0-9]{3})+)([" ~ point ~ "][0-9]*)?" -%}
        {%- set number = "replace(replace(trim(" ~ filled ~ "), '" ~ group ~ "', ''), '" ~ point ~ "', '.')" -%}
        case when regexp_full_match(trim({{ expression }}), '([+-]?{{ shown }}|{{ shown }}-)') then try_cast(case when {{ number }} like '%-' then '-' || rtrim({{ number }}, '-') else {{ number }} end as {{ data_type }}) end
    {%- else -%}
        case when regexp_full_match(trim({{ expression }}), '[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?') then try_cast({{ filled }} as {{ data_type }}) end
    {%- endif -%}
{%- endmacro %}

{#
  Of a text that is a JSON object, the text at the first of these keys that it has; any other text is itself. Of a key that
  ends in `/` the value is an address, of which the last segment counts.
#}
{% macro inside(expression, keys) -%}
    {{ adapter.dispatch('inside', 'rapport')(expression, keys) }}
{%- endmacro %}

{% macro duckdb__inside(expression, keys) -%}
    {%- set found = [] -%}
    {%- for key in ([keys] if keys is string else keys) -%}
        {%- set name = key[:-1] if key.endswith('/') else key -%}
        {%- set path = "'$.\"" ~ (name | replace("'", "''")) ~ "\"'" -%}
        {%- set value = "json_extract_string(" ~ expression ~ ", " ~ path ~ ")" -%}
        {%- do found.append("when json_exists(" ~ expression ~ ", " ~ path ~ ") then " ~ ("regexp_extract(" ~ value ~ ", '[^/]*$')" if key.endswith('/') else value)) -%}
    {%- endfor -%}
    case when left(ltrim({{ expression }}), 1) = '{' and json_valid({{ expression }}) then case {{ found | join(' ') }} else {{ expression }} end else {{ expression }} end
{%- endmacro %}
