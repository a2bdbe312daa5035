{# Calendar arithmetic; 29 February plus a year is 28 February, as the worked cases have it. #}
{% macro add_months(date, months) %}{{ adapter.dispatch('add_months')(date, months) }}{% endmacro %}
{% macro default__add_months(date, months) -%}
cast({{ date }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}
{% macro spark__add_months(date, months) -%}
add_months({{ date }}, cast({{ months }} as int))
{%- endmacro %}

{% macro add_years(date, years) -%}
{{ add_months(date, '12 * (' ~ years ~ ')') }}
{%- endmacro %}

{% macro add_days(date, days) %}{{ adapter.dispatch('add_days')(date, days) }}{% endmacro %}
{% macro default__add_days(date, days) -%}
cast({{ date }} + to_days(cast({{ days }} as integer)) as date)
{%- endmacro %}
{% macro spark__add_days(date, days) -%}
date_add({{ date }}, cast({{ days }} as int))
{%- endmacro %}

{% macro days_between(earlier, later) %}{{ adapter.dispatch('days_between')(earlier, later) }}{% endmacro %}
{% macro default__days_between(earlier, later) -%}
date_diff('day', {{ earlier }}, {{ later }})
{%- endmacro %}
{% macro spark__days_between(earlier, later) -%}
datediff({{ later }}, {{ earlier }})
{%- endmacro %}
