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
)

select
    employee_key,
    evaluation_date,
    level,
    {{ add_days('evaluation_date', '-sum(days)') }} as counts_from,
    {{ merge_ids([join_distinct('case when is_in_scope then src_row_id end', ',')]) }} as src_row_ids
from served
group by employee_key, evaluation_date, level
