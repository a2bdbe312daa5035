-- Grain: one person x stretch of evaluation dates on which the next rank crosses into a golongan that asks for a service
-- examination.
with candidates as (
    select distinct rank.employee_key
    from {{ ref('int_rank__as_of') }} as rank
    inner join {{ ref('ujian_dinas') }} as exam on rank.golongan = exam.from_golongan
    where rank.is_known
),

changes as (
    {% for model in ['int_rank__as_of', 'int_employee__as_of', 'int_education__as_of', 'int_exam__trained'] -%}
    select employee_key, valid_from as change_date from {{ ref(model) }}
    union
    {% endfor -%}
    select employee_key, valid_to as change_date from {{ ref('int_exam__trained') }}
    union
    select employee_key, pass_date as change_date from {{ ref('int_exam__passed') }}
),

stretches as (
    {{ evaluation_stretches('candidates', 'changes') }}
),

crossings as (
    select
        stretches.employee_key,
        stretches.valid_from,
        stretches.valid_to,
        exam.exam_kind,
        exam.from_golongan,
        exam.to_golongan
    from stretches
    inner join {{ ref('int_rank__as_of') }} as rank
        on stretches.employee_key = rank.employee_key and {{ in_interval('stretches.valid_from', 'rank') }}
    inner join {{ ref('ujian_dinas') }} as exam
        on rank.golongan = exam.from_golongan and {{ in_interval('stretches.valid_from', 'exam') }}
    where rank.is_known
)

select
    crossings.employee_key,
    crossings.valid_from,
    crossings.valid_to,
    crossings.exam_kind,
    crossings.from_golongan,
    crossings.to_golongan,
    exemption.education_class is not null or trained.exam_kind is not null as is_exempt,
    case when exemption.education_class is not null then education.education_name else trained.training_name end
        as exempting_record,
    passed.pass_date,
    lists.region_slug is not null as has_list,
    coverage.has_quarantined,
    {{ merge_ids([
        'case when exemption.education_class is not null then education.src_row_ids else trained.src_row_id end',
        'case when exemption.education_class is null and trained.exam_kind is null then passed.src_row_id end',
        'case when exemption.education_class is null and trained.exam_kind is null then coverage.quarantined_ids end',
        'case when exemption.education_class is null and trained.exam_kind is null and passed.src_row_id is null then lists.src_row_ids end',
    ]) }} as src_row_ids
from crossings
inner join {{ ref('int_employee__as_of') }} as employee
    on
        crossings.employee_key = employee.employee_key
        and {{ in_interval('crossings.valid_from', 'employee') }}
inner join {{ ref('int_education__as_of') }} as education
    on
        crossings.employee_key = education.employee_key
        and {{ in_interval('crossings.valid_from', 'education') }}
inner join {{ ref('int_coverage__people') }} as coverage
    on crossings.employee_key = coverage.employee_key and coverage.dataset = 'ujian'
left join {{ ref('ujian_dinas_exemption') }} as exemption
    on
        crossings.exam_kind = exemption.exam_kind
        and education.education_class = exemption.education_class
        and {{ in_interval('crossings.valid_from', 'exemption') }}
left join {{ ref('int_exam__trained') }} as trained
    on
        crossings.employee_key = trained.employee_key
        and crossings.exam_kind = trained.exam_kind
        and {{ in_interval('crossings.valid_from', 'trained') }}
left join {{ ref('int_exam__passed') }} as passed
    on
        crossings.employee_key = passed.employee_key
        and crossings.exam_kind = passed.exam_kind
        and crossings.valid_from >= passed.pass_date
left join {{ ref('int_exam__lists') }} as lists on employee.region_slug = lists.region_slug
