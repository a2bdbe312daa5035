{# Evidence is a text: row ids '<12 hex>:<row>[:<item>]', sorted, without repetition, joined by a comma; '' for none. #}

{# Aggregate: the ids of a group. #}
{% macro collect_ids(column) -%}
{{ merge_ids([join_distinct(column, ',')]) }}
{%- endmacro %}

{# Scalar: several lists made one. An empty list among them leaves an empty id, which sorts first and is trimmed. #}
{% macro merge_ids(columns) %}{{ adapter.dispatch('merge_ids')(columns) }}{% endmacro %}
{% macro default__merge_ids(columns) -%}
ltrim(array_to_string(list_sort(list_distinct(string_split({{ id_text(columns) }}, ','))), ','), ',')
{%- endmacro %}
{% macro spark__merge_ids(columns) -%}
trim(leading ',' from array_join(array_sort(array_distinct(split({{ id_text(columns) }}, ','))), ','))
{%- endmacro %}

{% macro id_text(columns) -%}
concat_ws(','{% for column in columns %}, nullif({{ column }}, ''){% endfor %})
{%- endmacro %}
