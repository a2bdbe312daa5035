-- Grain: one evaluation date x parameter of a gate: the values of the rules in force on that date.
select
    dates.evaluation_date,
    max(case when rule.rule_id = 'KP.REG.YEARS' then cast(rule.value as integer) end) as rank_years,
    max(case when rule.rule_id = 'KP.REG.SUPERIOR' then rule.value end) = 'true' as superior_applies,
    max(case when rule.criterion = 'appeal_pending' then rule.value end) = 'true' as appeal_blocks,
    max(case when rule.rule_id = 'KP.WHO' then rule.value end) as promotable_kind,
    max(case when rule.rule_id = 'KP.REG.WHO' then rule.value end) as position_class
from {{ ref('int_evaluation__dates') }} as dates
inner join {{ ref('rule') }} as rule
    on
        {{ in_interval('dates.evaluation_date', 'rule') }}
where rule.version_by = 'period'
group by dates.evaluation_date
