-- Grain: one answer line of an admitted file: who was asked what, when, and what came back.
-- A list that is asked for a region (delivery snapshot) asks about nobody, whatever number its lines bear.
with answers as (
    select
        landed.*,
        case when dataset.delivery = 'per_person' then {{ identifier_digits('landed.asked_nip') }} end as asked_digits
    from {{ source('landing', 'answers') }} as landed
    left join {{ ref('dataset') }} as dataset on landed.source = dataset.source and landed.dataset = dataset.dataset
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
