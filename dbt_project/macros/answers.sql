{# A text that sorts the answers to one question by time told: extract, then fetch, then place in the files. #}
{% macro answer_order(relation) -%}
(cast({{ relation }}.extract_date as varchar) || '|' || coalesce(cast({{ relation }}.fetched_at as varchar), '')
|| '|' || {{ relation }}.src_file_sha256 || '|' || lpad(cast({{ relation }}.src_row as varchar), 12, '0'))
{%- endmacro %}
