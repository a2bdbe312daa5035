-- Grain: one person x evaluation date x level: the time spent at that level up to the day, over the whole life.
-- counts_from is the day on which the same time, served without a break up to the evaluation date, would have begun; so
-- n years are served when counts_from plus n years is not after that date.
with served as (
    select
        levels.employee_key,
        dates.evaluation_date,
        dates.is_in_scope,
        levels.level,
        {{ days_between(
            'levels.valid_from',
            earliest(["coalesce(levels.valid_to, cast('9999-12-31' as date))", 'dates.evaluation_date'])
        ) }} as days,
        levels.src_row_id
    from {{ ref('int_position__levels') }} as levels
    inner join {{ ref('int_evaluation__dates') }} as dates
        on
            levels.valid_from <= dates.evaluation_date
            and {{ in_interval('dates.evaluation_date', 'levels', 'rule_from', 'rule_to') }}
),

counted as (
    select employee_key, evaluation_date, level, {{ add_days('evaluation_date', '-sum(days)') }} as counts_from
    from served
    group by employee_key, evaluation_date, level
),

-- Evidence for the scope only.
evidence as (
    select employee_key, evaluation_date, level, {{ collect_ids('src_row_id') }} as src_row_ids
    from served
    where is_in_scope
    group by employee_key, evaluation_date, level
)

select
    counted.employee_key,
    counted.evaluation_date,
    counted.level,
    counted.counts_from,
    coalesce(evidence.src_row_ids, '') as src_row_ids
from counted
left join evidence
    on
        counted.employee_key = evidence.employee_key
        and counted.evaluation_date = evidence.evaluation_date
        and counted.level = evidence.level
