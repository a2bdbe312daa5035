-- Grain: one person x round x core value that somebody rated.
-- The score is the weighted mean of the roles, on the scale of the ratings; first each rater's mean, then that of each
-- role. Roles are named from the side of the rater. The weights go by the class of the post held at the end of the year of
-- the round. A role that must be there and is missing, or has too few raters, leaves no score: nothing is spread over
-- the others.
with rated as (
    select
        identity.employee_key,
        rating.period,
        {{ try_cast_to("substr(rating.period, 1, 4)", 'integer') }} as round_year,
        rating.value_code,
        rating.rater_role,
        rating.rater_code,
        cast(avg(rating.score) as decimal(18, 6)) as rater_mean,
        {{ collect_ids('rating.src_row_id') }} as src_row_ids
    from {{ ref('stg_e_kinerja__penilaian_360') }} as rating
    {{ join_used('rating', 'penilaian_360') }}
    {{ join_person('rating') }}
    group by identity.employee_key, rating.period, rating.value_code, rating.rater_role, rating.rater_code
),

by_role as (
    select
        employee_key,
        period,
        value_code,
        rater_role,
        count(*) as raters,
        cast(avg(rater_mean) as decimal(18, 6)) as role_mean
    from rated
    group by employee_key, period, value_code, rater_role
),

subjects as (
    select
        employee_key,
        period,
        {{ make_date('round_year', '12', '31') }} as class_date,
        value_code,
        {{ join_distinct('rater_role', ',') }} as roles_present,
        {{ collect_ids('src_row_ids') }} as src_row_ids
    from rated
    group by employee_key, period, round_year, value_code
),

classed as (
    select
        subjects.*,
        positions.position_class,
        positions.src_row_id as position_id
    from subjects
    left join {{ ref('int_position__classified') }} as positions
        on subjects.employee_key = positions.employee_key and {{ in_interval('subjects.class_date', 'positions') }}
),

weighed as (
    select
        classed.employee_key,
        classed.period,
        classed.value_code,
        min(weights.rule_id) as weight_rule_id,
        sum(weights.weight) as weight_total,
        sum(weights.weight * by_role.role_mean) as weighted_sum,
        {{ join_distinct(
            "case when weights.weight > 0 and coalesce(by_role.raters, 0) < weights.min_raters then "
            ~ "weights.rater_role || ' ' || cast(coalesce(by_role.raters, 0) as varchar) || ' of ' || cast(weights.min_raters as varchar) end",
            ', '
        ) }} as roles_missing
    from classed
    inner join {{ ref('rater_weight') }} as weights
        on classed.position_class = weights.position_class and {{ in_interval('classed.class_date', 'weights') }}
    left join by_role
        on
            classed.employee_key = by_role.employee_key
            and classed.period = by_role.period
            and classed.value_code = by_role.value_code
            and weights.rater_role = by_role.rater_role
    group by classed.employee_key, classed.period, classed.value_code
)

select
    classed.employee_key,
    classed.period,
    classed.value_code as core_value,
    case
        when weighed.weight_rule_id is not null and weighed.roles_missing is null
            then cast(weighed.weighted_sum / weighed.weight_total as decimal(9, 3))
    end as score,
    classed.position_class,
    classed.roles_present,
    weighed.weight_rule_id is not null and weighed.roles_missing is null as is_complete,
    case
        when classed.class_date is null then 'the round names no year'
        when classed.position_class is null then 'the class of the post is not known'
        when weighed.weight_rule_id is null then 'no weights for this class and year'
        when weighed.roles_missing is not null then 'too few raters: ' || weighed.roles_missing
    end as incomplete_reason,
    weighed.weight_rule_id,
    {{ merge_ids(['classed.src_row_ids', 'classed.position_id']) }} as src_row_ids
from classed
left join weighed
    on
        classed.employee_key = weighed.employee_key
        and classed.period = weighed.period
        and classed.value_code = weighed.value_code
