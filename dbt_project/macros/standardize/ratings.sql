{# The code of a rating as the lists write it: '2', '2.0' and '2.00' are one. #}
{% macro small_code(text) -%}
case
    when {{ regexp_like(text, "'^[0-9]+[.,]0+$'") }} then {{ regexp_group(text, "'^([0-9]+)'", 1) }}
    else {{ text }}
end
{%- endmacro %}

{# True where text and code are both known and say different things. #}
{% macro says_two_things(by_text, by_code) -%}
coalesce({{ by_text }} <> {{ by_code }}, false)
{%- endmacro %}

{# True where a text or code stands but is in no list. #}
{% macro unknown_code(text, listed) -%}
({{ text }} is not null and {{ listed }} is null)
{%- endmacro %}
