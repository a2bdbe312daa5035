{# What differs between engines stands in this folder only: default__ is DuckDB, spark__ is Apache Spark. #}

{# A cast that gives null where the text does not fit. #}
{% macro try_cast_to(text, type) %}{{ adapter.dispatch('try_cast_to')(text, type) }}{% endmacro %}
{% macro default__try_cast_to(text, type) -%}
try_cast({{ text }} as {{ type }})
{%- endmacro %}
{% macro spark__try_cast_to(text, type) -%}
try_cast({{ text }} as {{ type | replace('varchar', 'string') }})
{%- endmacro %}

{# A date from text in the form day-month-year; null where the calendar has no such day. #}
{% macro date_from_day_month_year(text) %}{{ adapter.dispatch('date_from_day_month_year')(text) }}{% endmacro %}
{% macro default__date_from_day_month_year(text) -%}
cast(try_strptime({{ text }}, '%d-%m-%Y') as date)
{%- endmacro %}
{% macro spark__date_from_day_month_year(text) -%}
cast(try_to_timestamp({{ text }}, 'd-M-yyyy') as date)
{%- endmacro %}

{# An instant from ISO text, in UTC; null where it cannot be read. #}
{% macro try_to_timestamp(text) %}{{ adapter.dispatch('try_to_timestamp')(text) }}{% endmacro %}
{% macro default__try_to_timestamp(text) -%}
try_cast({{ text }} as timestamp)
{%- endmacro %}
{% macro spark__try_to_timestamp(text) -%}
try_cast({{ text }} as timestamp_ntz)
{%- endmacro %}

{# The date in Jakarta (UTC+7, no summer time) of an instant in UTC. #}
{% macro jakarta_date(instant) %}{{ adapter.dispatch('jakarta_date')(instant) }}{% endmacro %}
{% macro default__jakarta_date(instant) -%}
cast({{ instant }} + to_hours(7) as date)
{%- endmacro %}
{% macro spark__jakarta_date(instant) -%}
cast({{ instant }} + make_interval(0, 0, 0, 0, 7) as date)
{%- endmacro %}
