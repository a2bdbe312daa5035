-- Grain: one delivered file, refused ones too.
select
    file.source,
    file.dataset,
    file.region_slug,
    region.region_code,
    file.extract_date,
    file.file,
    file.src_file_sha256,
    file.bytes,
    file.status,
    file.reason,
    file.rows,
    file.is_synthetic,
    file.is_stale
from {{ source('landing', 'file') }} as file
left join {{ ref('region') }} as region on file.region_slug = region.region_slug
