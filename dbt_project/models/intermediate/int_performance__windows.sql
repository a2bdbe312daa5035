-- Grain: one evaluation date x gate (number of years and least predikat) x appraisal year: the latest usable years.
with years as (
    select distinct extract(year from dates.evaluation_date) - back.years_back as appraisal_year
    from {{ ref('int_evaluation__dates') }} as dates
    cross join (
        select 1 as years_back union all
        select 2 as years_back union all
        select 3 as years_back union all
        select 4 as years_back union all
        select 5 as years_back
    ) as back
),

usable as (
    select
        cast(years.appraisal_year as integer) as appraisal_year,
        {{ make_date('cast(years.appraisal_year as integer) + 1', 'readiness.usable_month', 'readiness.usable_day') }}
            as usable_from
    from years
    inner join {{ ref('performance_readiness') }} as readiness
        on {{ in_interval(make_date('cast(years.appraisal_year as integer)', '12', '31'), 'readiness') }}
),

ranked as (
    select
        dates.evaluation_date,
        usable.appraisal_year,
        usable.usable_from,
        row_number() over (partition by dates.evaluation_date order by usable.appraisal_year desc) as recency
    from {{ ref('int_evaluation__dates') }} as dates
    inner join usable on dates.evaluation_date >= usable.usable_from
),

asked as (
    select distinct evaluation_date, years as years_asked, gate_ordinal
    from {{ ref('int_rule__performance_years') }}
)

select
    ranked.evaluation_date,
    asked.years_asked,
    asked.gate_ordinal,
    ranked.appraisal_year,
    ranked.usable_from,
    regime.gate_dataset
from ranked
inner join asked on ranked.evaluation_date = asked.evaluation_date and ranked.recency <= asked.years_asked
left join {{ ref('performance_regime') }} as regime
    on {{ in_interval(make_date('ranked.appraisal_year', '12', '31'), 'regime') }}
