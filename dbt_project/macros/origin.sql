{# Whether this version rests on synthetic extracts; a run that would mix them with real ones is refused beforehand. #}
{% macro is_synthetic() -%}
(select coalesce(max(case when is_synthetic then 1 else 0 end), 0) = 1 from {{ ref('stg_landing__file') }} where status = 'admitted')
{%- endmacro %}
