-- Grain: one person x unbroken stretch in one jenjang, half-open.
with marked as (
    select
        classified.*,
        case
            when grade_id is distinct from lag(grade_id) over (partition by employee_key order by valid_from) then 1
            else 0
        end as is_change,
        lag(grade_id) over (partition by employee_key order by valid_from) as grade_before,
        lag(base_name) over (partition by employee_key order by valid_from) is not distinct from base_name as is_same_base
    from {{ ref('int_position__classified') }} as classified
),

numbered as (
    select marked.*, sum(is_change) over (partition by employee_key order by valid_from) as stretch
    from marked
),

stretches as (
    select
        employee_key,
        stretch,
        grade_id,
        min(valid_from) as valid_from,
        case when count(valid_to) = count(*) then max(valid_to) end as valid_to,
        max(case when is_change = 1 then grade_before end) as grade_before,
        max(case when is_change = 1 and is_same_base then 1 else 0 end) = 1 as is_same_base,
        {{ collect_ids('src_row_id') }} as src_row_ids
    from numbered
    where grade_id is not null
    group by employee_key, stretch, grade_id
)

select
    stretches.employee_key,
    stretches.grade_id,
    stretches.valid_from,
    stretches.valid_to,
    -- risen from the jenjang below in the same position: credit starts anew at 0
    coalesce(below.next_grade_id = stretches.grade_id, false) and stretches.is_same_base as is_risen,
    stretches.src_row_ids
from stretches
left join {{ ref('functional_rank_range') }} as below
    on stretches.grade_before = below.grade_id and {{ in_interval('stretches.valid_from', 'below') }}
