{# A day lies in a half-open interval; an empty end is open. Comparisons only: with an OR the engines leave the hash join. #}
{% macro in_interval(day, relation, valid_from='valid_from', valid_to='valid_to') -%}
{{ relation }}.{{ valid_from }} <= {{ day }}
and coalesce({{ relation }}.{{ valid_to }}, cast('9999-12-31' as date)) > {{ day }}
{%- endmacro %}
