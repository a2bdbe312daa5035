-- Grain: one person x kind of examination x stretch of evaluation dates on which leadership training exempts from it: the
-- first such training.
with trainings as (
    select
        identity.employee_key,
        exempting.exam_kind,
        exempting.rule_id,
        exempting.confidence,
        exempting.valid_from,
        exempting.valid_to,
        coalesce(training.end_date, training.start_date, {{ make_date('training.training_year', '12', '31') }}) as trained_on,
        training.training_name,
        training.src_row_id
    from {{ ref('stg_pelatihan__rw_diklat') }} as training
    inner join {{ ref('int_rows__resolve') }} as resolved
        on training.row_key = resolved.row_key and resolved.dataset = 'rw_diklat' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on training.nip = identity.nip
    inner join {{ ref('ujian_dinas_training') }} as exempting
        on
            training.structural_training_id = exempting.structural_training_id
            or {{ regexp_like("' ' || upper(coalesce(training.training_name, '')) || ' '", "'[^A-Z]' || exempting.name_word || '[^A-Z]'") }}
),

changes as (
    select employee_key, trained_on as change_date from trainings
),

stretches as (
    {{ evaluation_stretches('(select distinct employee_key from trainings)', 'changes') }}
),

exempting_on as (
    select
        trainings.employee_key,
        trainings.exam_kind,
        stretches.valid_from,
        stretches.valid_to,
        trainings.training_name,
        trainings.rule_id,
        trainings.confidence,
        trainings.src_row_id,
        row_number() over (
            partition by trainings.employee_key, trainings.exam_kind, stretches.valid_from
            order by trainings.trained_on, trainings.src_row_id, {{ confidence_order('trainings.confidence') }}
        ) as first_training
    from trainings
    inner join stretches
        on
            trainings.employee_key = stretches.employee_key
            and trainings.trained_on <= stretches.valid_from
            and {{ in_interval('stretches.valid_from', 'trainings') }}
)

select employee_key, exam_kind, valid_from, valid_to, training_name, rule_id, confidence, src_row_id
from exempting_on
where first_training = 1
