{# Later dates on which the criteria of a track hold, found in its own evaluation: there is no second implementation for
   the future. Facts and rules as known; a year without a record that is not yet usable when one looks counts as Baik. #}

{# One person x scope date x criterion that fails: the first later promotion date on which it holds, and the last one before
   that on which it does not; '*' is all of them at once. Tracks without a calendar take any evaluation date, for all at once
   any first of a month. #}
{% macro criteria_later(track) %}
{%- set criteria = gate_criteria() + tracks()[track] %}
with seen as (
    select
        evaluated.employee_key,
        evaluated.evaluation_date,
        dates.search_until,
        {% for criterion in criteria -%}
        evaluated.{{ criterion }}_status = 'FAIL' as {{ criterion }}_fails{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_' ~ track ~ '__evaluate') }} as evaluated
    inner join {{ ref('int_evaluation__dates') }} as dates on evaluated.evaluation_date = dates.evaluation_date
    where evaluated.is_in_scope and {{ is_concerned('evaluated') }}
),

later as (
    select
        employee_key,
        evaluation_date,
        performance_may_pass,
        passes_if_seen_before,
        {% for criterion in criteria if criterion != 'performance' -%}
        {{ criterion }}_status in ('PASS', 'NOT_APPLICABLE') as {{ criterion }}_holds,
        {% endfor -%}
        {{ is_concerned('evaluated') }}
        {%- if 'period_date' not in criteria %}
        and extract(day from evaluation_date) = 1
        {%- endif %} as may_be_first
    from {{ ref('int_' ~ track ~ '__evaluate') }} as evaluated
    {%- if 'period_date' in criteria %}
    where is_period_date
    {%- endif %}
),

pairs as (
    select
        seen.employee_key,
        seen.evaluation_date,
        later.evaluation_date as later_date,
        later.performance_may_pass
        and coalesce(later.passes_if_seen_before, cast('9999-12-31' as date)) > seen.evaluation_date as performance_holds,
        {% for criterion in criteria if criterion != 'performance' -%}
        later.{{ criterion }}_holds,
        {% endfor -%}
        later.may_be_first
    from seen
    inner join later
        on
            seen.employee_key = later.employee_key
            and seen.evaluation_date < later.evaluation_date
            and seen.search_until >= later.evaluation_date
    where {% for criterion in criteria %}seen.{{ criterion }}_fails{{ ' or ' if not loop.last }}{% endfor %}
),

firsts as (
    select
        employee_key,
        evaluation_date,
        {% for criterion in criteria -%}
        min(case when {{ criterion }}_holds then later_date end) as {{ criterion }},
        {% endfor -%}
        min(
            case
                when
                    may_be_first
                    {%- for criterion in criteria %}
                    and {{ criterion }}_holds
                    {%- endfor %}
                    then later_date
            end
        ) as all_criteria,
        max(later_date) as last_date
    from pairs
    group by employee_key, evaluation_date
),

steps as (
    select evaluation_date, lag(evaluation_date) over (order by evaluation_date) as previous_date
    from {{ ref('int_evaluation__dates') }}
    {%- if 'period_date' in criteria %}
    where is_period_date
    {%- endif %}
)

{% for criterion in criteria %}
select
    firsts.employee_key,
    firsts.evaluation_date,
    '{{ criterion }}' as criterion,
    firsts.{{ criterion }} as first_pass_date,
    coalesce(steps.previous_date, firsts.last_date) as fails_until
from firsts
inner join seen on firsts.employee_key = seen.employee_key and firsts.evaluation_date = seen.evaluation_date
left join steps on firsts.{{ criterion }} = steps.evaluation_date
where seen.{{ criterion }}_fails
union all
{% endfor %}
select employee_key, evaluation_date, '*' as criterion, all_criteria as first_pass_date, cast(null as date) as fails_until
from firsts
where all_criteria is not null
{% endmacro %}
