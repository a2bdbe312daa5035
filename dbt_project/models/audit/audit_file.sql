-- Grain: one delivered file, admitted or refused.
-- What arrived, what became of it and why; is_stale marks an admitted file that a later refused one should have replaced,
-- is_settled a refused one in whose place a good one came.
select
    file.region_code,
    region.region_name,
    file.source,
    file.dataset,
    file.extract_date,
    file.file,
    file.src_file_sha256,
    file.status,
    file.reason,
    file.rows,
    file.bytes,
    file.is_stale,
    file.is_settled,
    file.is_synthetic,
    file.region_slug,
    file.warnings
from {{ ref('stg_landing__file') }} as file
left join {{ ref('region') }} as region on file.region_slug = region.region_slug
