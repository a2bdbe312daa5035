{# From the surest mark to the weakest: text seen, secondary sources, code or notes, our choice, unconfirmed, in conflict. #}
{% macro confidence_order(confidence) -%}
case {{ confidence }} when 'C1' then 1 when 'C2' then 2 when 'C2-' then 3 when 'P' then 4 when 'U' then 5 when 'X' then 6 end
{%- endmacro %}
