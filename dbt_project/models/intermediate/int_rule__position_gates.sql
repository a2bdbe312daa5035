-- Grain: one evaluation date x position track: what its gates ask for on that date.
select
    dates.evaluation_date,
    rule.track,
    max(case when rule.param = 'from_level' then rule.value end) as from_level,
    max(case when rule.param = 'min_class' then rule.value end) as min_class,
    max(case when rule.param = 'min_years' then cast(rule.value as integer) end) as min_years,
    max(case when rule.param = 'min_years_cumulative' then cast(rule.value as integer) end) as min_years_cumulative,
    max(case when rule.param = 'max_age_years' then cast(rule.value as integer) end) as max_age_years,
    max(case when rule.param = 'age_asof' then rule.value end) as age_asof,
    max(case when rule.param = 'max_age_rule' then rule.value end) as max_age_rule
from {{ ref('int_evaluation__dates') }} as dates
inner join {{ ref('rule') }} as rule
    on
        rule.track in ('jabatan_pengawas', 'jabatan_administrator', 'jabatan_jpt_pratama')
        and {{ in_interval('dates.evaluation_date', 'rule') }}
group by dates.evaluation_date, rule.track
