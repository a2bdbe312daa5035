{# The joins that keep the rows of a staged dataset that are used, with the region that delivered them. #}
{% macro join_used(record, dataset) -%}
inner join {{ ref('int_rows__resolve') }} as resolved
    on
        {{ record }}.row_key = resolved.row_key
        and resolved.dataset = '{{ dataset }}'
        and resolved.disposition = 'used'
inner join {{ ref('region') }} as region on {{ record }}.region_slug = region.region_slug
{%- endmacro %}

{# And the person whom the row names. #}
{% macro join_person(record) -%}
inner join {{ ref('int_identity__resolve') }} as identity on {{ record }}.nip = identity.nip
{%- endmacro %}
