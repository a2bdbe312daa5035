-- Grain: one vacancy x study programme that it is open to.
select
    {{ surrogate_key(["'vacancy'", 'formasi.region_slug', 'formasi.vacancy_id']) }} as vacancy_key,
    formasi.study_program as study_programme,
    formasi.row_key,
    formasi.src_row_id as src_row_ids
from {{ ref('stg_rekrutmen__formasi') }} as formasi
inner join {{ ref('int_rows__resolve') }} as resolved
    on formasi.row_key = resolved.row_key and resolved.dataset = 'formasi' and resolved.disposition = 'used'
