-- Grain: one check of one delivered file.
select
    checked.source,
    checked.dataset,
    checked.region_slug,
    region.region_code,
    checked.extract_date,
    checked.file,
    checked.src_file_sha256,
    checked.check_id,
    checked.severity,
    checked.outcome,
    checked.observed,
    checked.message,
    checked.waived_until,
    checked.waiver_reason,
    checked.waiver_granted_by
from {{ source('landing', 'file_check') }} as checked
left join {{ ref('region') }} as region on checked.region_slug = region.region_slug
