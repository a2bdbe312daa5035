{# Which of two sources that disagree counts: the word that the seed precedence has for this conflict. #}
{% macro precedence(conflict) -%}
(select max(precedence) from {{ ref('precedence') }} where conflict = '{{ conflict }}')
{%- endmacro %}
