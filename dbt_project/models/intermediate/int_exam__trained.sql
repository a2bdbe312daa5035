-- Grain: one person x kind of examination that leadership training exempts from: the first such training.
with trainings as (
    select
        identity.employee_key,
        exempting.exam_kind,
        coalesce(training.end_date, training.start_date, {{ make_date('training.training_year', '12', '31') }}) as trained_on,
        training.training_name,
        training.src_row_id,
        row_number() over (
            partition by identity.employee_key, exempting.exam_kind
            order by coalesce(training.end_date, training.start_date, {{ make_date('training.training_year', '12', '31') }}), training.src_row_id
        ) as first_training
    from {{ ref('stg_pelatihan__rw_diklat') }} as training
    inner join {{ ref('int_rows__resolve') }} as resolved
        on training.row_key = resolved.row_key and resolved.dataset = 'rw_diklat' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on training.nip = identity.nip
    inner join {{ ref('ujian_dinas_training') }} as exempting
        on
            training.structural_training_id = exempting.structural_training_id
            or {{ regexp_like("' ' || upper(coalesce(training.training_name, '')) || ' '", "'[^A-Z]' || exempting.name_word || '[^A-Z]'") }}
    where coalesce(training.end_date, training.start_date, {{ make_date('training.training_year', '12', '31') }}) is not null
)

select employee_key, exam_kind, trained_on, training_name, src_row_id
from trainings
where first_training = 1
