{# Evidence is a text: row ids '<12 hex>:<row>[:<item>]', sorted, without repetition, joined by a comma; '' for none. #}

{# Aggregate: the ids of a group. #}
{% macro collect_ids(column) -%}
{{ merge_ids([join_distinct(column, ',')]) }}
{%- endmacro %}

{# Scalar: several lists made one. #}
{% macro merge_ids(columns) %}{{ adapter.dispatch('merge_ids')(columns) }}{% endmacro %}
{% macro default__merge_ids(columns) -%}
coalesce(array_to_string(list_sort(list_distinct(list_filter(string_split(concat_ws(',', {{ columns | join(', ') }}), ','), lambda x: x <> ''))), ','), '')
{%- endmacro %}
{% macro spark__merge_ids(columns) -%}
coalesce(array_join(array_sort(array_distinct(filter(split(concat_ws(',', {{ columns | join(', ') }}), ','), x -> x <> ''))), ','), '')
{%- endmacro %}
