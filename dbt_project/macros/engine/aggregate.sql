{# Aggregate: the different texts of a group, sorted and joined; null where there is none. #}
{% macro join_distinct(text, separator) %}{{ adapter.dispatch('join_distinct')(text, separator) }}{% endmacro %}
{% macro default__join_distinct(text, separator) -%}
array_to_string(list_sort(list(distinct {{ text }}) filter (where {{ text }} is not null)), '{{ separator }}')
{%- endmacro %}
{% macro spark__join_distinct(text, separator) -%}
nullif(array_join(array_sort(collect_set({{ text }})), '{{ separator }}'), '')
{%- endmacro %}
