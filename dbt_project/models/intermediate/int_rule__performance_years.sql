-- Grain: one evaluation date x track: how many of the latest usable years its performance gate asks for.
select
    dates.evaluation_date,
    rule.track,
    cast(rule.value as integer) as years
from {{ ref('int_evaluation__dates') }} as dates
inner join {{ ref('rule') }} as rule
    on
        rule.criterion = 'performance'
        and rule.param = 'years'
        and {{ in_interval('dates.evaluation_date', 'rule') }}
