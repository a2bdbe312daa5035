-- Grain: one person x stretch of evaluation dates. What every promotion track asks: the criteria that are the same for all,
-- and rank, post and education on those days.
-- A standing quarantined row that names the person leaves what requires its dataset UNKNOWN, unless it fails anyhow.
with changes as (
    {% for model in [
        'int_employee__as_of', 'int_position__as_of', 'int_position__classified', 'int_position__experience', 'int_rank__as_of',
        'int_education__as_of', 'int_discipline__as_of', 'int_exam__as_of',
    ] -%}
    select employee_key, valid_from as change_date from {{ ref(model) }}
    union
    select employee_key, valid_to as change_date from {{ ref(model) }}
    {% if not loop.last %}union{% endif %}
    {% endfor %}
),

stretches as (
    {{ stretches_of_all('changes') }}
),

joined as (
    select
        stretches.employee_key,
        stretches.valid_from,
        stretches.valid_to,
        employee.region_slug,
        rules.appeal_blocks,
        rules.promotable_kind,
        coalesce(employee.employment_kind, '') like 'PPPK%' as is_pppk,
        employee.employment_kind,
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
        case when position.position_class = 'functional' then ranges.next_grade_id end as next_grade_id,
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
    from stretches
    inner join {{ ref('int_rule__in_force') }} as rules on stretches.valid_from = rules.evaluation_date
    inner join {{ ref('int_employee__as_of') }} as employee
        on stretches.employee_key = employee.employee_key and {{ in_interval('stretches.valid_from', 'employee') }}
    inner join {{ ref('int_position__as_of') }} as position
        on stretches.employee_key = position.employee_key and {{ in_interval('stretches.valid_from', 'position') }}
    left join {{ ref('int_position__classified') }} as classified
        on
            stretches.employee_key = classified.employee_key
            and {{ in_interval('stretches.valid_from', 'classified') }}
    left join {{ ref('functional_rank_range') }} as ranges
        on classified.grade_id = ranges.grade_id and {{ in_interval('stretches.valid_from', 'ranges') }}
    inner join {{ ref('int_rank__as_of') }} as rank
        on stretches.employee_key = rank.employee_key and {{ in_interval('stretches.valid_from', 'rank') }}
    inner join {{ ref('int_education__as_of') }} as education
        on stretches.employee_key = education.employee_key and {{ in_interval('stretches.valid_from', 'education') }}
    inner join {{ ref('int_discipline__as_of') }} as discipline
        on stretches.employee_key = discipline.employee_key and {{ in_interval('stretches.valid_from', 'discipline') }}
    left join {{ ref('int_exam__as_of') }} as exam
        on stretches.employee_key = exam.employee_key and {{ in_interval('stretches.valid_from', 'exam') }}
)

select
    employee_key,
    valid_from,
    valid_to,
    region_slug,
    is_pppk,
    profile_row_key,
    position_class,
    position_quarantined,
    position_from_profile,
    echelon_id,
    echelon_level,
    grade_id,
    base_name,
    next_grade_id,
    rank_is_known,
    clock_start,
    ordinal,
    next_ordinal,
    rank_quarantined,
    education_class,
    ceiling_ordinal,
    undated_ceiling_ordinal,
    education_quarantined,
    case
        when employment_kind is null or promotable_kind is null then 'UNKNOWN'
        when employment_kind = promotable_kind then 'PASS'
        else 'NOT_APPLICABLE'
    end as employment_kind_status,
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
