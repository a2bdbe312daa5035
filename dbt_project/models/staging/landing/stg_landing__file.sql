-- Grain: one delivered file, refused ones too, also those that lie in raw under a path that is none.
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
    file.warnings,
    file.rows,
    file.is_synthetic,
    file.is_stale,
    file.is_settled
from {{ source('landing', 'file') }} as file
left join {{ ref('region') }} as region on file.region_slug = region.region_slug
