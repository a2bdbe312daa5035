{# What the marts about one person share. #}

{# The seven core values of BerAKHLAK (seed core_value), one column each in a mart. #}
{% macro core_values() %}
    {{ return(['BERORIENTASI_PELAYANAN', 'AKUNTABEL', 'KOMPETEN', 'HARMONIS', 'LOYAL', 'ADAPTIF', 'KOLABORATIF']) }}
{% endmacro %}

{# Whole months from one day to another. #}
{% macro full_months(from_date, to_date) -%}
cast(
    12 * (extract(year from {{ to_date }}) - extract(year from {{ from_date }}))
    + extract(month from {{ to_date }}) - extract(month from {{ from_date }})
    - case when extract(day from {{ to_date }}) < extract(day from {{ from_date }}) then 1 else 0 end as integer
)
{%- endmacro %}

{# A day as people here write it: 01-04-2027. #}
{% macro day_in_words(date) -%}
substr(cast({{ date }} as varchar), 9, 2) || '-' || substr(cast({{ date }} as varchar), 6, 2) || '-'
|| substr(cast({{ date }} as varchar), 1, 4)
{%- endmacro %}
