-- Grain: one score that a rater gave a person on an indicator in a round.
select
    identity.employee_key,
    region.region_code,
    rating.period,
    rating.rater_role,
    rating.rater_code,
    rating.value_code,
    rating.indicator,
    rating.score,
    rating.row_key,
    rating.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('stg_e_kinerja__penilaian_360') }} as rating
{{ join_used('rating', 'penilaian_360') }}
{{ join_person('rating') }}
