{# A key over canonical text: 32 hex digits, the same on every engine; an empty part differs from an empty text. #}
{% macro surrogate_key(parts) %}{{ adapter.dispatch('surrogate_key')(parts) }}{% endmacro %}
{% macro default__surrogate_key(parts) -%}
substr(sha256(
    {%- for part in parts %}coalesce(cast({{ part }} as varchar), '~'){{ " || '|' || " if not loop.last }}{% endfor -%}
), 1, 32)
{%- endmacro %}
{% macro spark__surrogate_key(parts) -%}
substr(sha2(
    {%- for part in parts %}coalesce(cast({{ part }} as string), '~'){{ " || '|' || " if not loop.last }}{% endfor -%}
, 256), 1, 32)
{%- endmacro %}
