-- Grain: one person x stretch with one highest recorded diploma, half-open.
with dated as (
    select
        employee_key,
        recorded_date,
        max(class_ordinal) as class_ordinal
    from {{ ref('int_education__recorded') }}
    where recorded_date is not null and class_ordinal is not null
    group by employee_key, recorded_date
),

rising as (
    select
        employee_key,
        recorded_date,
        class_ordinal,
        max(class_ordinal) over (
            partition by employee_key
            order by recorded_date
            rows between unbounded preceding and 1 preceding
        ) as highest_before
    from dated
),

steps as (
    select
        employee_key,
        recorded_date as valid_from,
        lead(recorded_date) over (partition by employee_key order by recorded_date) as valid_to,
        class_ordinal
    from rising
    where highest_before is null or class_ordinal > highest_before
),

evidenced as (
    select
        steps.employee_key,
        steps.valid_from,
        steps.valid_to,
        steps.class_ordinal,
        max(case when recorded.recording_assumed then 0 else 1 end) = 0 as recording_assumed,
        max(case when recorded.from_profile then 1 else 0 end) = 1 as from_profile,
        min(recorded.diploma_date) as diploma_date,
        min(recorded.education_name) as education_name,
        {{ collect_ids('recorded.src_row_ids') }} as src_row_ids
    from steps
    inner join {{ ref('int_education__recorded') }} as recorded
        on
            steps.employee_key = recorded.employee_key
            and steps.class_ordinal = recorded.class_ordinal
            and steps.valid_from = recorded.recorded_date
    group by steps.employee_key, steps.valid_from, steps.valid_to, steps.class_ordinal
)

select
    evidenced.employee_key,
    evidenced.valid_from,
    evidenced.valid_to,
    class.education_class,
    evidenced.class_ordinal,
    evidenced.education_name,
    evidenced.diploma_date,
    evidenced.recording_assumed,
    evidenced.from_profile,
    evidenced.src_row_ids
from evidenced
inner join {{ ref('education_class') }} as class on evidenced.class_ordinal = class.class_ordinal
