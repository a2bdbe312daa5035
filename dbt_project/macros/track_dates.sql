{# Later dates on which the criteria of a track hold, found in its own evaluation: there is no second implementation for
   the future. Facts and rules as known; a year without a record that is not yet usable when one looks counts as Baik. #}

{# One person x scope date x criterion: the first later promotion date on which the criterion holds. #}
{% macro criteria_later(track) %}
with pairs as (
    select
        seen.employee_key,
        seen.evaluation_date,
        later.evaluation_date as later_date,
        later.performance_may_pass
        and coalesce(later.passes_if_seen_before, cast('9999-12-31' as date)) > seen.evaluation_date as performance_holds
        {% for criterion in gate_criteria() + tracks()[track] if criterion != 'performance' %}
        , later.{{ criterion }}_status in ('PASS', 'NOT_APPLICABLE') as {{ criterion }}_holds
        {%- endfor %}
    from {{ ref('int_' ~ track ~ '__evaluate') }} as seen
    inner join {{ ref('int_evaluation__dates') }} as dates on seen.evaluation_date = dates.evaluation_date
    inner join {{ ref('int_' ~ track ~ '__evaluate') }} as later
        on
            seen.employee_key = later.employee_key
            and seen.evaluation_date < later.evaluation_date
            and dates.search_until >= later.evaluation_date
            {%- if 'period_date' in tracks()[track] %}
            and later.is_period_date
            {%- endif %}
    where
        seen.is_in_scope
        and seen.employment_kind_status <> 'NOT_APPLICABLE'
        and seen.position_kind_status <> 'NOT_APPLICABLE'
        and seen.service_status_status <> 'NOT_APPLICABLE'
        and (
            {% for criterion in gate_criteria() + tracks()[track] -%}
            seen.{{ criterion }}_status = 'FAIL'{{ ' or ' if not loop.last }}
            {%- endfor %}
        )
),

firsts as (
    select
        employee_key,
        evaluation_date
        {% for criterion in gate_criteria() + tracks()[track] %}
        , min(case when {{ criterion }}_holds then later_date end) as {{ criterion }}
        {%- endfor %}
    from pairs
    group by employee_key, evaluation_date
)

{% for criterion in gate_criteria() + tracks()[track] %}
select employee_key, evaluation_date, '{{ criterion }}' as criterion, {{ criterion }} as first_pass_date
from firsts
where {{ criterion }} is not null
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% endmacro %}

{# One person x scope date: the first promotion date from then on which every criterion holds. Tracks without a calendar
   take any first of a month. #}
{% macro first_date(track) %}
with holding as (
    select evaluated.employee_key, evaluated.evaluation_date, evaluated.passes_if_seen_before
    from {{ ref('int_' ~ track ~ '__evaluate') }} as evaluated
    inner join {{ ref('int_evaluation__dates') }} as dates on evaluated.evaluation_date = dates.evaluation_date
    where
        {% if 'period_date' in tracks()[track] %}dates.is_period_date{% else %}extract(day from dates.evaluation_date) = 1{% endif %}

        {% for criterion in gate_criteria() -%}
        and evaluated.{{ criterion }}_status = 'PASS'
        {% endfor %}
        {%- for criterion in tracks()[track] if criterion != 'performance' %}
        and evaluated.{{ criterion }}_status in ('PASS', 'NOT_APPLICABLE')
        {%- endfor %}
        and evaluated.performance_may_pass
)

select
    seen.employee_key,
    seen.evaluation_date as period_date,
    min(holding.evaluation_date) as first_possible_date
from {{ ref('int_' ~ track ~ '__evaluate') }} as seen
inner join {{ ref('int_evaluation__dates') }} as dates on seen.evaluation_date = dates.evaluation_date
inner join holding
    on
        seen.employee_key = holding.employee_key
        and seen.evaluation_date <= holding.evaluation_date
        and dates.search_until >= holding.evaluation_date
        and coalesce(holding.passes_if_seen_before, cast('9999-12-31' as date)) > seen.evaluation_date
where seen.is_in_scope
group by seen.employee_key, seen.evaluation_date
{% endmacro %}
