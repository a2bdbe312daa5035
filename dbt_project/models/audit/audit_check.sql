-- Grain: one check of one delivered file.
-- What was looked at in a file and what was found; a failure that was agreed to says until when, why and by whom.
select
    region_code,
    source,
    dataset,
    extract_date,
    file,
    src_file_sha256,
    check_id,
    severity,
    outcome,
    observed,
    message,
    waived_until,
    waiver_reason,
    waiver_granted_by,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('stg_landing__check') }}
