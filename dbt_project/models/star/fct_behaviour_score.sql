-- Grain: one person x round of the multi-rater appraisal x core value, beside the mean of the unit.
-- The unit is the one of the post held on the last day of the round; a unit in which nobody else has a score says nothing.
with scores as (
    select
        scores.employee_key,
        scores.period,
        case
            when {{ regexp_like('scores.period', "'^[0-9]{4}-1$'") }}
                then {{ make_date(try_cast_to('substr(scores.period, 1, 4)', 'integer'), '6', '30') }}
            else {{ make_date(try_cast_to('substr(scores.period, 1, 4)', 'integer'), '12', '31') }}
        end as period_end,
        scores.core_value,
        scores.score,
        scores.is_complete,
        scores.roles_present,
        scores.weight_rule_id,
        scores.src_row_ids
    from {{ ref('int_behaviour__scores') }} as scores
),

placed as (
    select
        scores.*,
        career.unit_key,
        career.unit_name
    from scores
    left join {{ ref('fct_career_interval') }} as career
        on scores.employee_key = career.employee_key and {{ in_interval('scores.period_end', 'career') }}
),

units as (
    select
        unit_key,
        period,
        core_value,
        count(score) as people,
        cast(sum(score) / nullif(count(score), 0) as decimal(9, 3)) as mean_score
    from placed
    where unit_key is not null
    group by unit_key, period, core_value
)

select
    placed.employee_key,
    placed.period,
    placed.period_end,
    placed.core_value,
    placed.score,
    placed.is_complete,
    placed.roles_present,
    placed.weight_rule_id,
    placed.unit_key,
    placed.unit_name,
    cast(coalesce(units.people, 0) as integer) as unit_people,
    case when units.people > 1 and placed.score is not null then units.mean_score end as unit_mean,
    placed.src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from placed
left join units
    on
        placed.unit_key = units.unit_key
        and placed.period = units.period
        and placed.core_value = units.core_value
