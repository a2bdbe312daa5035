{# Which delivery a row came in: the same bytes may lie in two folders, so the hash alone does not say it. #}
{% macro delivery_columns() -%}
source,
dataset,
region_slug,
extract_date,
src_file_sha256
{%- endmacro %}

{% macro same_delivery(left, right) -%}
{{ left }}.source = {{ right }}.source
and {{ left }}.dataset = {{ right }}.dataset
and {{ left }}.region_slug = {{ right }}.region_slug
and {{ left }}.extract_date = {{ right }}.extract_date
and {{ left }}.src_file_sha256 = {{ right }}.src_file_sha256
{%- endmacro %}

{# Columns of every staging model, one under the other, with source and dataset in front. #}
{% macro all_staged_rows(columns) -%}
{% for source_name, dataset in staged_datasets() %}
select
    '{{ source_name }}' as source,
    '{{ dataset }}' as dataset,
    {{ columns | join(',\n    ') }}
from {{ ref('stg_' ~ source_name ~ '__' ~ dataset) }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
{%- endmacro %}
