-- Grain: one answer line of an admitted file: who was asked what, when, and what came back.
-- A list that is asked for a region (delivery snapshot) asks about nobody, whatever number its lines bear.
-- The same people are asked again and again: each number is read once.
with asked as (
    select
        asked_nip,
        {{ identifier_digits('asked_nip') }} as asked_digits
    from (select distinct asked_nip from {{ source('landing', 'answers') }}) as told
),

numbers as (
    select
        asked_nip,
        {{ usable_nip('asked_digits', 'false') }} as number_asked
    from asked
),

answers as (
    select
        landed.*,
        case when dataset.delivery = 'per_person' then numbers.number_asked end as number_asked
    from {{ source('landing', 'answers') }} as landed
    left join numbers on landed.asked_nip = numbers.asked_nip
    left join {{ ref('dataset') }} as dataset on landed.source = dataset.source and landed.dataset = dataset.dataset
)

select
    source,
    dataset,
    _region as region_slug,
    _extract_date as extract_date,
    number_asked as asked_nip,
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
