-- Grain: one person x period in which an appraisal asked for development x indicator: a predikat below the threshold, or a
-- core value below the unit. What was given in the window after it, and what the next appraisal said.
with policy as (
    select
        max(case when param = 'window_months' then cast(value as integer) end) as window_months,
        max(case when param = 'followed_below' then value end) as followed_below,
        max(case when param = 'followed_unit_margin' then cast(value as decimal(9, 3)) end) as unit_margin
    from {{ ref('rule') }}
    where rule_id like 'POL.FOLLOWUP.%'
),

appraised as (
    select
        years.employee_key,
        'predikat' as indicator,
        cast(years.appraisal_year as varchar) as period,
        {{ make_date('years.appraisal_year', '12', '31') }} as period_end,
        years.predikat as observed,
        cast(years.predikat_ordinal as decimal(9, 3)) as observed_value,
        threshold.predikat as compared_with,
        cast(threshold.ordinal as decimal(9, 3)) as compared_value,
        {{ make_date('years.appraisal_year + 2', 'readiness.usable_month', 'readiness.usable_day') }} as next_expected,
        years.src_row_ids
    from {{ ref('fct_performance_year') }} as years
    cross join policy
    inner join {{ ref('predikat') }} as threshold on policy.followed_below = threshold.predikat
    left join {{ ref('performance_readiness') }} as readiness
        on {{ in_interval(make_date('years.appraisal_year + 1', '12', '31'), 'readiness') }}
),

rounds as (
    select
        period_end,
        lead(period_end) over (order by period_end) as next_period_end
    from (select distinct period_end from {{ ref('fct_behaviour_score') }} where period_end is not null) as ends
),

rated as (
    select
        scores.employee_key,
        scores.core_value as indicator,
        scores.period,
        scores.period_end,
        cast(scores.score as varchar) as observed,
        scores.score as observed_value,
        cast(scores.unit_mean as varchar) as compared_with,
        scores.unit_mean - policy.unit_margin as compared_value,
        rounds.next_period_end as next_expected,
        scores.src_row_ids
    from {{ ref('fct_behaviour_score') }} as scores
    cross join policy
    inner join rounds on scores.period_end = rounds.period_end
),

appraisals as (
    select * from appraised
    union all
    select * from rated
),

followed as (
    select
        appraisals.*,
        lead(appraisals.period) over (partition by employee_key, indicator order by period_end) as later_period,
        lead(appraisals.period_end) over (partition by employee_key, indicator order by period_end) as later_period_end,
        lead(appraisals.observed) over (partition by employee_key, indicator order by period_end) as later_observed,
        lead(appraisals.observed_value) over (partition by employee_key, indicator order by period_end) as later_value,
        lead(appraisals.src_row_ids) over (partition by employee_key, indicator order by period_end) as later_ids
    from appraisals
),

below as (
    select
        followed.*,
        {{ add_days('followed.period_end', '1') }} as window_from,
        {{ add_months(add_days('followed.period_end', '1'), 'policy.window_months') }} as window_to,
        -- the appraisal of a year is followed by that of the next year; of a round by the person's next round
        followed.indicator <> 'predikat'
        or extract(year from followed.later_period_end) = extract(year from followed.period_end) + 1 as is_next
    from followed
    cross join policy
    where followed.observed_value < followed.compared_value
),

given as (
    select
        below.employee_key,
        below.indicator,
        below.period,
        sum(case when kind.development_kind = 'training' then 1 else 0 end) as trainings,
        sum(case when kind.development_kind = 'coaching' then 1 else 0 end) as coachings,
        sum(case when kind.development_kind = 'mentoring' then 1 else 0 end) as mentorings,
        sum(case when kind.development_kind is null then 1 else 0 end) as others,
        min(training.end_date) as first_date,
        {{ collect_ids('training.src_row_ids') }} as src_row_ids
    from below
    inner join (
        select employee_key, training_kind_id, coalesce(end_date, start_date) as end_date, src_row_ids
        from {{ ref('fct_training') }}
        where is_counted
    ) as training
        on
            below.employee_key = training.employee_key
            and {{ in_interval('training.end_date', 'below', 'window_from', 'window_to') }}
    left join {{ ref('dim_training') }} as kind on training.training_kind_id = kind.training_kind_id
    group by below.employee_key, below.indicator, below.period
),

-- Up to when the two answers about training speak; a training without a day may lie in any window.
told as (
    select
        coverage.employee_key,
        min(case when coverage.has_answer and not coverage.has_quarantined then 1 else 0 end) = 1
        and max(case when undated.employee_key is not null then 1 else 0 end) = 0 as is_whole,
        min(asked.extract_date) as told_until,
        {{ collect_ids('coverage.answer_ids') }} as answer_ids
    from {{ ref('int_coverage__people') }} as coverage
    left join (
        select employee_key, dataset, max(extract_date) as extract_date
        from {{ ref('int_coverage__newest') }}
        group by employee_key, dataset
    ) as asked
        on coverage.employee_key = asked.employee_key and coverage.dataset = asked.dataset
    left join (
        select distinct employee_key from {{ ref('fct_training') }}
        where is_counted and end_date is null and start_date is null
    ) as undated
        on coverage.employee_key = undated.employee_key
    where coverage.dataset in ('rw_kursus', 'rw_diklat')
    group by coverage.employee_key
)

select
    below.employee_key,
    below.period,
    below.indicator,
    person.nip,
    person.employee_name,
    person.last_region_code as region_code,
    below.period_end,
    below.observed,
    below.compared_with,
    below.window_from,
    below.window_to,
    case
        when given.employee_key is not null then 'given'
        when not coalesce(told.is_whole, false) then 'unknown'
        when told.told_until < below.window_to then 'not_yet'
        else 'not_given'
    end as followup,
    {% for kind in ['training', 'coaching', 'mentoring', 'other'] %}
    cast(
        case when given.employee_key is not null then given.{{ kind }}s when told.is_whole then 0 end as integer
    ) as {{ kind }}_count,
    {% endfor %}
    given.first_date as first_given_date,
    case when below.is_next then below.later_period end as next_period,
    case when below.is_next then below.later_observed end as next_observed,
    case
        when below.is_next and below.later_value > below.observed_value then 'better'
        when below.is_next and below.later_value < below.observed_value then 'worse'
        when below.is_next and below.later_value = below.observed_value then 'same'
        when below.next_expected is null or below.next_expected > run.known_at then 'not_yet'
        else 'unknown'
    end as next_result,
    below.src_row_ids,
    coalesce(given.src_row_ids, told.answer_ids, '') as followup_src_row_ids,
    coalesce(case when below.is_next then below.later_ids end, '') as next_src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from below
inner join {{ ref('dim_employee') }} as person on below.employee_key = person.employee_key
cross join {{ source('landing', 'run') }} as run
left join given
    on
        below.employee_key = given.employee_key
        and below.indicator = given.indicator
        and below.period = given.period
left join told on below.employee_key = told.employee_key
