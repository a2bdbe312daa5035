-- Grain: one person x evaluation date. The status of each criterion of regular promotion.
-- A standing quarantined row that names the person leaves what requires its dataset UNKNOWN, unless it fails anyhow.
with facts as (
    select
        employee.employee_key,
        employee.evaluation_date,
        dates.is_in_scope,
        dates.is_period_date,
        rules.rank_years,
        rules.superior_applies,
        rules.appeal_blocks,
        rules.position_class as required_position_class,
        employee.employment_kind_status,
        employee.service_status,
        employee.legal_status_id,
        employee.profile_row_key,
        position.position_class,
        position.has_quarantined as position_quarantined,
        rank.is_known as rank_is_known,
        rank.clock_start,
        rank.next_ordinal,
        rank.has_quarantined as rank_quarantined,
        performance.has_fail as performance_fails,
        performance.has_unknown or performance.has_missing as performance_is_open,
        performance.has_fail or performance.has_unknown or performance.has_quarantined as performance_is_spoilt,
        performance.has_quarantined as performance_quarantined,
        performance.passes_if_seen_before,
        superior.employee_key is not null as has_superior,
        superior.is_outside,
        superior.has_outside or superior.has_unranked as superior_is_mixed,
        superior.lowest_ordinal,
        superior.highest_ordinal,
        superior_coverage.has_answer as superior_answered,
        superior_coverage.has_quarantined as superior_quarantined,
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
    inner join {{ ref('int_rank__as_of') }} as rank
        on employee.employee_key = rank.employee_key and employee.evaluation_date = rank.evaluation_date
    inner join {{ ref('int_performance__as_of') }} as performance
        on employee.employee_key = performance.employee_key and employee.evaluation_date = performance.evaluation_date
    inner join {{ ref('int_education__as_of') }} as education
        on employee.employee_key = education.employee_key and employee.evaluation_date = education.evaluation_date
    inner join {{ ref('int_discipline__as_of') }} as discipline
        on employee.employee_key = discipline.employee_key and employee.evaluation_date = discipline.evaluation_date
    left join {{ ref('performance_regime') }} as regime
        on
            extract(year from employee.evaluation_date) >= regime.first_year
            and coalesce(regime.last_year, 9999) >= extract(year from employee.evaluation_date)
    left join {{ ref('int_coverage__people') }} as superior_coverage
        on employee.employee_key = superior_coverage.employee_key and regime.gate_dataset = superior_coverage.dataset
    left join {{ ref('int_superior__as_of') }} as superior
        on employee.employee_key = superior.employee_key and employee.evaluation_date = superior.evaluation_date
    left join {{ ref('int_exam__as_of') }} as exam
        on employee.employee_key = exam.employee_key and employee.evaluation_date = exam.evaluation_date
),

judged as (
    select
        facts.*,
        case when is_period_date then 'PASS' else 'FAIL' end as period_date_status,
        case
            when position_quarantined or position_class is null then 'UNKNOWN'
            when position_class = required_position_class then 'PASS'
            else 'NOT_APPLICABLE'
        end as position_kind_status,
        case
            when rank_is_known and {{ add_years('clock_start', 'rank_years') }} > evaluation_date then 'FAIL'
            when rank_quarantined or not rank_is_known then 'UNKNOWN'
            else 'PASS'
        end as time_in_rank_status,
        case
            when performance_fails then 'FAIL'
            when performance_quarantined or performance_is_open then 'UNKNOWN'
            else 'PASS'
        end as performance_status,
        case
            when not superior_applies then 'NOT_APPLICABLE'
            when
                rank_is_known
                and coalesce(superior_answered, false)
                and has_superior
                and not superior_is_mixed
                and next_ordinal > highest_ordinal
                then 'FAIL'
            when coalesce(superior_quarantined, false) then 'UNKNOWN'
            when not coalesce(superior_answered, false) or not has_superior then 'UNKNOWN'
            when is_outside then 'NOT_APPLICABLE'
            when not rank_is_known or superior_is_mixed then 'UNKNOWN'
            when next_ordinal <= lowest_ordinal then 'PASS'
            else 'UNKNOWN'
        end as superior_rank_status,
        case
            when not rank_is_known then 'UNKNOWN'
            when next_ordinal is null then 'FAIL'
            when next_ordinal <= ceiling_ordinal then case when education_quarantined then 'UNKNOWN' else 'PASS' end
            when next_ordinal <= undated_ceiling_ordinal then 'UNKNOWN'
            when ceiling_ordinal is null and undated_ceiling_ordinal is null then 'UNKNOWN'
            else 'FAIL'
        end as education_ceiling_status,
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
    from facts
)

select
    employee_key,
    evaluation_date,
    is_in_scope,
    is_period_date,
    period_date_status,
    employment_kind_status,
    position_kind_status,
    service_status as service_status_status,
    time_in_rank_status,
    performance_status,
    superior_rank_status,
    education_ceiling_status,
    ujian_dinas_status,
    discipline_status,
    appeal_pending_status,
    not performance_is_spoilt as performance_may_pass,
    passes_if_seen_before
from judged
