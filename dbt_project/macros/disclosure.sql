{# The groups that staff is compared by: group_type -> column or constant. `stratum` is what standardising uses. #}
{% macro comparison_groups() -%}
{{ return({
    'total': "'all'",
    'sex': 'sex',
    'golongan': 'golongan_group',
    'education': 'education',
    'unit': 'unit',
    'stratum': 'stratum',
}) }}
{%- endmacro %}

{#
Controlled rounding of one-way tables: every count goes to the multiple of `base` below or above it, and the cells of a table
add up to its target (largest remainders go up). `relation` has the columns of `table_key`, `cell_key`, people, base and
target, a multiple of base that is one of the two next to the table's true sum.
#}
{% macro controlled_rounding(relation, table_key, cell_key) -%}
select
    {{ (table_key + cell_key) | join(', ') }},
    people,
    cast(
        people - people % base + case when place <= (target - sum_below) / base then base else 0 end as bigint
    ) as rounded_people
from (
    select
        floored.*,
        cast(sum(people - people % base) over (partition by {{ table_key | join(', ') }}) as bigint) as sum_below,
        row_number() over (
            partition by {{ table_key | join(', ') }}
            order by people % base desc, {{ cell_key | join(', ') }}
        ) as place
    from {{ relation }} as floored
) as ranked
{%- endmacro %}
