{# A date from three whole numbers; null where one of them is. #}
{% macro make_date(year, month, day) %}{{ adapter.dispatch('make_date')(year, month, day) }}{% endmacro %}
{% macro default__make_date(year, month, day) -%}
make_date({{ year }}, {{ month }}, {{ day }})
{%- endmacro %}
{% macro spark__make_date(year, month, day) -%}
make_date({{ year }}, {{ month }}, {{ day }})
{%- endmacro %}

{# A relation of one column, `month_start`: each first of a month between two dates of a one-row relation. #}
{% macro month_series(relation, first_date, last_date) %}{{ adapter.dispatch('month_series')(relation, first_date, last_date) }}{% endmacro %}
{% macro default__month_series(relation, first_date, last_date) -%}
(
    select cast(unnest(generate_series(date_trunc('month', {{ first_date }}), {{ last_date }}, to_months(1))) as date) as month_start
    from {{ relation }}
)
{%- endmacro %}
{% macro spark__month_series(relation, first_date, last_date) -%}
(
    select explode(sequence(cast(trunc({{ first_date }}, 'MM') as date), {{ last_date }}, interval 1 month)) as month_start
    from {{ relation }}
)
{%- endmacro %}

{# The earliest or the latest of some dates; a null among them does not count. #}
{% macro earliest(dates) -%}
least({{ dates | join(', ') }})
{%- endmacro %}
{% macro latest(dates) -%}
greatest({{ dates | join(', ') }})
{%- endmacro %}
