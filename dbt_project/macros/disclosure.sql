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

{# The lowest true count that a protected one leaves open. #}
{% macro at_least(protected, base) -%}
case when {{ protected }} > 0 then {{ protected }} - {{ base }} + 1 else 0 end
{%- endmacro %}
