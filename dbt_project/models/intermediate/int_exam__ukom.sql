-- Grain: one person x examination x jenjang for which it was passed: the first pass.
with passes as (
    select
        identity.employee_key,
        exams.exam_kind,
        exams.exam_level as grade_id,
        exams.pass_date,
        exams.src_row_id,
        row_number() over (
            partition by identity.employee_key, exams.exam_kind, exams.exam_level order by exams.pass_date, exams.src_row_id
        ) as first_pass
    from {{ ref('stg_kepegawaian__ujian') }} as exams
    inner join {{ ref('int_rows__resolve') }} as resolved
        on exams.row_key = resolved.row_key and resolved.dataset = 'ujian' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on exams.nip = identity.nip
    where exams.exam_level is not null and exams.pass_date is not null
)

select employee_key, exam_kind, grade_id, pass_date, src_row_id
from passes
where first_pass = 1
