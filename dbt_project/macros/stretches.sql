{# Facts are the same over long stretches of the evaluated dates: they are told once a stretch, half-open, and joined to a date
   by in_interval. `valid_from` is an evaluation date, so what holds on it holds on every evaluation date of the stretch. #}

{# One person of `people` x stretch, a new one from the first evaluation date on or after each day in `changes`
   (employee_key, change_date), and where a rule changes. #}
{% macro evaluation_stretches(people, changes) -%}
select
    starts.employee_key,
    starts.valid_from,
    lead(starts.valid_from) over (partition by starts.employee_key order by starts.valid_from) as valid_to
from (
    select people.employee_key, steps.evaluation_date as valid_from
    from {{ people }} as people
    cross join {{ ref('int_evaluation__steps') }} as steps
    where steps.is_step_for_all
    union
    select changes.employee_key, steps.evaluation_date as valid_from
    from {{ changes }} as changes
    inner join {{ people }} as people on changes.employee_key = people.employee_key
    inner join {{ ref('int_evaluation__steps') }} as steps
        on changes.change_date > steps.date_before and changes.change_date <= steps.evaluation_date
) as starts
{%- endmacro %}

{# Everyone x stretch. #}
{% macro stretches_of_all(changes) -%}
{{ evaluation_stretches('(select distinct employee_key from ' ~ ref('int_identity__resolve') ~ ')', changes) }}
{%- endmacro %}
