-- Grain: one person x evaluation date. What every promotion track asks: the criteria that are the same for all, and
-- rank, post and education on that day.
-- A standing quarantined row that names the person leaves what requires its dataset UNKNOWN, unless it fails anyhow.
with joined as (
    select
        employee.employee_key,
        employee.evaluation_date,
        employee.region_slug,
        dates.is_in_scope,
        dates.is_period_date,
        rules.appeal_blocks,
        coalesce(employee.employment_kind, '') like 'PPPK%' as is_pppk,
        employee.employment_kind_status,
        employee.service_status,
        employee.legal_status_id,
        employee.profile_row_key,
        position.position_class,
        position.has_quarantined as position_quarantined,
        position.from_profile as position_from_profile,
        classified.echelon_id,
        classified.echelon_level,
        classified.grade_id,
        classified.base_name,
        rank.is_known as rank_is_known,
        rank.clock_start,
        rank.ordinal,
        rank.next_ordinal,
        rank.has_quarantined as rank_quarantined,
        education.education_class,
        education.ceiling_ordinal,
        education.undated_ceiling_ordinal,
        education.has_quarantined as education_quarantined,
        exam.employee_key is not null as crosses,
        exam.is_exempt,
        exam.pass_date,
        exam.has_list,
        exam.has_quarantined as exam_quarantined,
        discipline.has_answer as discipline_answered,
        discipline.has_block,
        discipline.has_open,
        discipline.has_quarantined as discipline_quarantined
    from {{ ref('int_employee__as_of') }} as employee
    inner join {{ ref('int_evaluation__dates') }} as dates on employee.evaluation_date = dates.evaluation_date
    inner join {{ ref('int_rule__in_force') }} as rules on employee.evaluation_date = rules.evaluation_date
    inner join {{ ref('int_position__as_of') }} as position
        on employee.employee_key = position.employee_key and employee.evaluation_date = position.evaluation_date
    left join {{ ref('int_position__classified') }} as classified
        on
            employee.employee_key = classified.employee_key
            and {{ in_interval('employee.evaluation_date', 'classified') }}
    inner join {{ ref('int_rank__as_of') }} as rank
        on employee.employee_key = rank.employee_key and employee.evaluation_date = rank.evaluation_date
    inner join {{ ref('int_education__as_of') }} as education
        on employee.employee_key = education.employee_key and employee.evaluation_date = education.evaluation_date
    inner join {{ ref('int_discipline__as_of') }} as discipline
        on employee.employee_key = discipline.employee_key and employee.evaluation_date = discipline.evaluation_date
    left join {{ ref('int_exam__as_of') }} as exam
        on employee.employee_key = exam.employee_key and employee.evaluation_date = exam.evaluation_date
)

select
    employee_key,
    evaluation_date,
    region_slug,
    is_in_scope,
    is_period_date,
    is_pppk,
    profile_row_key,
    position_class,
    position_quarantined,
    position_from_profile,
    echelon_id,
    echelon_level,
    grade_id,
    base_name,
    rank_is_known,
    clock_start,
    ordinal,
    next_ordinal,
    rank_quarantined,
    education_class,
    ceiling_ordinal,
    undated_ceiling_ordinal,
    education_quarantined,
    case when is_period_date then 'PASS' else 'FAIL' end as period_date_status,
    employment_kind_status,
    service_status as service_status_status,
    case
        when not rank_is_known then 'UNKNOWN'
        when not crosses then 'NOT_APPLICABLE'
        when is_exempt then 'PASS'
        when pass_date is not null then case when exam_quarantined then 'UNKNOWN' else 'PASS' end
        when has_list then 'FAIL'
        else 'UNKNOWN'
    end as ujian_dinas_status,
    case
        when has_block then 'FAIL'
        when not discipline_answered or has_open or discipline_quarantined then 'UNKNOWN'
        else 'PASS'
    end as discipline_status,
    case
        when profile_row_key is null or (appeal_blocks and legal_status_id is null) then 'UNKNOWN'
        when legal_status_id = '09' and appeal_blocks then 'FAIL'
        else 'PASS'
    end as appeal_pending_status
from joined
