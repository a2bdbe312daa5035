{# A text that sorts the answers to one question by time told: extract, then fetch. Answers of one moment stand side by
   side: neither is newer. #}
{% macro answer_order(relation) -%}
(cast({{ relation }}.extract_date as varchar) || '|' || coalesce(cast({{ relation }}.fetched_at as varchar), ''))
{%- endmacro %}
