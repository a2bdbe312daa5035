-- Grain: one position, jenjang and unit of a region from a day on: posts needed and filled.
select
    region.region_code,
    need.position_base_name,
    need.grade_id,
    need.unit_id,
    need.valid_from,
    need.needed,
    need.filled,
    need.needed > need.filled as is_free,
    need.row_key,
    need.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('stg_kepegawaian__kebutuhan_jabatan') }} as need
{{ join_used('need', 'kebutuhan_jabatan') }}
