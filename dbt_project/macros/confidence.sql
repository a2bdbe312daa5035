{# From the surest mark to the weakest: text seen, secondary sources, code or notes, our choice, unconfirmed, in conflict. #}
{% macro confidence_order(confidence) -%}
case {{ confidence }} when 'C1' then 1 when 'C2' then 2 when 'C2-' then 3 when 'P' then 4 when 'U' then 5 when 'X' then 6 end
{%- endmacro %}

{# Not confirmed: known from code or notes only, from memory, or from sources that differ. #}
{% macro is_unconfirmed(confidence) %}{{ confidence }} in ('C2-', 'U', 'X'){% endmacro %}
