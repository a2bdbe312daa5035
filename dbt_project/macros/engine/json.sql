{# JSON text of named columns, empty ones as null; `columns` are the names as delivered. #}
{% macro json_text(columns) %}{{ adapter.dispatch('json_text')(columns) }}{% endmacro %}
{% macro default__json_text(columns) -%}
cast(json_object(
    {%- for column in columns %}'{{ column }}', {{ adapter.quote(column) }}{{ ', ' if not loop.last }}{% endfor -%}
) as varchar)
{%- endmacro %}
{% macro spark__json_text(columns) -%}
to_json(named_struct(
    {%- for column in columns %}'{{ column }}', {{ adapter.quote(column) }}{{ ', ' if not loop.last }}{% endfor -%}
), map('ignoreNullFields', 'false'))
{%- endmacro %}

{# The text of one top-level field of a JSON text; null where there is none. #}
{% macro json_field(text, field) %}{{ adapter.dispatch('json_field')(text, field) }}{% endmacro %}
{% macro default__json_field(text, field) -%}
json_extract_string({{ text }}, '$."{{ field }}"')
{%- endmacro %}
{% macro spark__json_field(text, field) -%}
get_json_object({{ text }}, "$['{{ field }}']")
{%- endmacro %}

{# The same, the name of the field being a column. #}
{% macro json_field_named(text, name) %}{{ adapter.dispatch('json_field_named')(text, name) }}{% endmacro %}
{% macro default__json_field_named(text, name) -%}
json_extract_string({{ text }}, '$."' || {{ name }} || '"')
{%- endmacro %}
{% macro spark__json_field_named(text, name) -%}
get_json_object({{ text }}, concat("$['", {{ name }}, "']"))
{%- endmacro %}
