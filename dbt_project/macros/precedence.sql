{# Which of two sources that disagree counts: the word that the seed precedence has for this conflict. #}
{% macro precedence(conflict) -%}
(select max(precedence) from {{ ref('precedence') }} where conflict = '{{ conflict }}')
{%- endmacro %}

{# The value of a choice that stands as one row of the table rule, for all time. #}
{% macro policy(rule_id) -%}
(select max(value) from {{ ref('rule') }} where rule_id = '{{ rule_id }}')
{%- endmacro %}
