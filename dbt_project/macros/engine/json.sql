{# JSON text of a struct, empty fields as null. #}
{% macro json_text(record) %}{{ adapter.dispatch('json_text')(record) }}{% endmacro %}
{% macro default__json_text(record) -%}
cast(to_json({{ record }}) as varchar)
{%- endmacro %}
{% macro spark__json_text(record) -%}
to_json({{ record }}, map('ignoreNullFields', 'false'))
{%- endmacro %}

{# A struct of columns, under their names. #}
{% macro struct_of(columns) %}{{ adapter.dispatch('struct_of')(columns) }}{% endmacro %}
{% macro default__struct_of(columns) -%}
struct_pack(
    {%- for column in columns %}{{ adapter.quote(column) }} := {{ adapter.quote(column) }}{{ ', ' if not loop.last }}{% endfor -%}
)
{%- endmacro %}
{% macro spark__struct_of(columns) -%}
named_struct(
    {%- for column in columns %}'{{ column }}', {{ adapter.quote(column) }}{{ ', ' if not loop.last }}{% endfor -%}
)
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
