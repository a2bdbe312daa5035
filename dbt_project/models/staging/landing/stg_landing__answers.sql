-- Grain: one answer line of an admitted file: who was asked what, when, and what came back.
with answers as (
    select
        landed.*,
        {{ identifier_digits('landed.asked_nip') }} as asked_digits
    from {{ source('landing', 'answers') }} as landed
)

select
    source,
    dataset,
    _region as region_slug,
    _extract_date as extract_date,
    {{ usable_nip('asked_digits', 'false') }} as asked_nip,
    asked_nip as asked_nip_raw,
    endpoint,
    {{ try_to_timestamp(filled('fetched_at')) }} as fetched_at,
    status,
    outcome,
    n_records,
    substr(_src_file_sha256, 1, 12) || ':' || cast(_src_row as varchar) as src_row_id,
    _src_file_sha256 as src_file_sha256,
    _src_row as src_row,
    _is_synthetic as is_synthetic
from answers
