-- Grain: one evaluation date x track: how many of the latest usable years its performance gate asks for, and what of each.
select
    asked.evaluation_date,
    asked.track,
    asked.years,
    asked.min_predikat,
    predikat.ordinal as gate_ordinal
from (
    select
        dates.evaluation_date,
        rule.track,
        max(case when rule.param = 'years' then cast(rule.value as integer) end) as years,
        max(case when rule.param = 'min_predikat' then rule.value end) as min_predikat
    from {{ ref('int_evaluation__dates') }} as dates
    inner join {{ ref('rule') }} as rule
        on
            rule.criterion = 'performance'
            and rule.param in ('years', 'min_predikat')
            and {{ in_interval('dates.evaluation_date', 'rule') }}
    group by dates.evaluation_date, rule.track
) as asked
inner join {{ ref('predikat') }} as predikat on asked.min_predikat = predikat.predikat
where asked.years is not null
