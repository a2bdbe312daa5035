-- Grain: one period date x person of a rank promotion track: how they stood at the period date before, and whether they were
-- promoted since. A verdict on the day itself already counts the new rank, so who could be promoted on a day is told by the
-- verdict of the period date before: eligible then, or able to become so by this day.
with windows as (
    select
        dates.period_date,
        lag(dates.period_date) over (order by dates.period_date) as date_before
    from (select distinct period_date from {{ ref('mart_promotion_eligibility') }}) as dates
),

known as (
    select windows.period_date, windows.date_before
    from windows
    cross join {{ source('landing', 'run') }} as run
    where windows.date_before is not null and windows.period_date <= run.known_at
),

verdicts as (
    select
        known.period_date,
        known.date_before,
        verdict.employee_key,
        verdict.region_code,
        verdict.opd_name,
        max(case when verdict.verdict = 'eligible' then 1 else 0 end) as was_eligible,
        max(case when verdict.verdict = 'not_eligible' and verdict.first_possible_date <= known.period_date then 1 else 0 end)
            as became_eligible,
        max(case when verdict.verdict = 'unknown' then 1 else 0 end) as was_unknown,
        {{ join_distinct("case when verdict.verdict = 'not_eligible' then verdict.failed_criteria end", '; ') }} as failed_criteria
    from {{ ref('mart_promotion_eligibility') }} as verdict
    inner join known on verdict.period_date = known.date_before
    where verdict.track like 'kp~_%' escape '~' and verdict.verdict <> 'not_applicable'
    group by known.period_date, known.date_before, verdict.employee_key, verdict.region_code, verdict.opd_name
),

rises as (
    select employee_key, valid_from, ordinal, lag(ordinal) over (partition by employee_key order by valid_from, spell) as ordinal_before
    from {{ ref('int_rank__spells') }}
),

promoted as (
    select
        known.period_date,
        rises.employee_key,
        min(rises.valid_from) as promoted_on
    from known
    inner join rises
        on
            known.date_before < rises.valid_from
            and known.period_date >= rises.valid_from
            and rises.ordinal_before < rises.ordinal
    group by known.period_date, rises.employee_key
),

-- The score: mean rank of the predikat of the two latest years before the period date.
appraised as (
    select
        appraisal.employee_key,
        appraisal.appraisal_year,
        max(scale.ordinal) as ordinal
    from {{ ref('fct_performance') }} as appraisal
    inner join {{ ref('predikat') }} as scale on appraisal.predikat = scale.predikat
    where appraisal.is_gate_record
    group by appraisal.employee_key, appraisal.appraisal_year
    having min(scale.ordinal) = max(scale.ordinal)
),

scores as (
    select
        known.period_date,
        appraised.employee_key,
        cast(sum(appraised.ordinal) as decimal(9, 2)) / 2 as score
    from known
    inner join appraised
        on
            appraised.appraisal_year >= extract(year from known.period_date) - 2
            and appraised.appraisal_year < extract(year from known.period_date)
    group by known.period_date, appraised.employee_key
    having count(*) = 2
),

-- Since when somebody has been eligible in the present rank, as far back as verdicts reach.
waiting as (
    select
        verdicts.period_date,
        verdicts.employee_key,
        min(verdict.period_date) as waiting_since
    from verdicts
    inner join {{ ref('mart_promotion_eligibility') }} as verdict
        on
            verdicts.employee_key = verdict.employee_key
            and verdict.period_date <= verdicts.date_before
            and verdict.verdict = 'eligible'
            and verdict.track like 'kp~_%' escape '~'
    inner join {{ ref('int_rank__spells') }} as rank
        on
            verdicts.employee_key = rank.employee_key
            and {{ in_interval('verdicts.date_before', 'rank') }}
            and rank.valid_from <= verdict.period_date
    group by verdicts.period_date, verdicts.employee_key
)

select
    verdicts.period_date,
    cast(extract(year from verdicts.period_date) as integer) as year,
    verdicts.region_code,
    coalesce(verdicts.opd_name, 'unknown') as unit,
    verdicts.employee_key,
    coalesce(employee.sex, 'unknown') as sex,
    coalesce(age.age_band, 'unknown') as age_band,
    case
        when verdicts.was_eligible = 1 or verdicts.became_eligible = 1 then 'eligible'
        when verdicts.was_unknown = 1 then 'unknown'
        else 'not_eligible'
    end as standing,
    coalesce(verdicts.failed_criteria, '') as failed_criteria,
    cast(scores.score as decimal(9, 2)) as score,
    promoted.promoted_on,
    promoted.employee_key is not null as was_promoted,
    waiting.waiting_since
from verdicts
inner join {{ ref('dim_employee') }} as employee on verdicts.employee_key = employee.employee_key
left join promoted on verdicts.period_date = promoted.period_date and verdicts.employee_key = promoted.employee_key
left join scores on verdicts.period_date = scores.period_date and verdicts.employee_key = scores.employee_key
left join waiting on verdicts.period_date = waiting.period_date and verdicts.employee_key = waiting.employee_key
left join {{ ref('age_band') }} as age
    on
        {{ add_years('employee.birth_date', 'age.age_from') }} <= verdicts.period_date
        and {{ add_years('employee.birth_date', 'age.age_below') }} > verdicts.period_date
