{# Patterns hold no backslash: DuckDB and Spark read one differently inside a string. #}
{% macro regexp_like(text, pattern) %}{{ adapter.dispatch('regexp_like')(text, pattern) }}{% endmacro %}
{% macro default__regexp_like(text, pattern) -%}
regexp_matches({{ text }}, {{ pattern }})
{%- endmacro %}
{% macro spark__regexp_like(text, pattern) -%}
({{ text }} rlike {{ pattern }})
{%- endmacro %}

{# Every match replaced. #}
{% macro regexp_replace_all(text, pattern, replacement) %}{{ adapter.dispatch('regexp_replace_all')(text, pattern, replacement) }}{% endmacro %}
{% macro default__regexp_replace_all(text, pattern, replacement) -%}
regexp_replace({{ text }}, {{ pattern }}, {{ replacement }}, 'g')
{%- endmacro %}
{% macro spark__regexp_replace_all(text, pattern, replacement) -%}
regexp_replace({{ text }}, {{ pattern }}, {{ replacement }})
{%- endmacro %}

{# The text of one group of the first match; '' where nothing matches. #}
{% macro regexp_group(text, pattern, group) %}{{ adapter.dispatch('regexp_group')(text, pattern, group) }}{% endmacro %}
{% macro default__regexp_group(text, pattern, group) -%}
regexp_extract({{ text }}, {{ pattern }}, {{ group }})
{%- endmacro %}
{% macro spark__regexp_group(text, pattern, group) -%}
regexp_extract({{ text }}, {{ pattern }}, {{ group }})
{%- endmacro %}

{# A row for each part of a text. #}
{% macro text_parts(text, separator) %}{{ adapter.dispatch('text_parts')(text, separator) }}{% endmacro %}
{% macro default__text_parts(text, separator) -%}
unnest(string_split({{ text }}, '{{ separator }}'))
{%- endmacro %}
{% macro spark__text_parts(text, separator) -%}
explode(split({{ text }}, '{{ separator }}'))
{%- endmacro %}

{# Characters that look like a blank (no-break, narrow no-break, tab, line ends) and some that are not seen at all. #}
{% macro odd_blanks() %}{{ adapter.dispatch('odd_blanks')() }}{% endmacro %}
{% macro default__odd_blanks() -%}
chr(160) || chr(8239) || chr(9) || chr(10) || chr(13)
{%- endmacro %}
{% macro spark__odd_blanks() -%}
'\u00A0\u202F\t\n\r'
{%- endmacro %}

{% macro unseen_characters() %}{{ adapter.dispatch('unseen_characters')() }}{% endmacro %}
{% macro default__unseen_characters() -%}
chr(8203) || chr(8206) || chr(65279)
{%- endmacro %}
{% macro spark__unseen_characters() -%}
'\u200B\u200E\uFEFF'
{%- endmacro %}
