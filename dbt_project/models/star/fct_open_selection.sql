-- Grain: one application of a person in an open selection.
select
    identity.employee_key,
    region.region_code,
    application.vacancy_id,
    application.position_name,
    application.position_kind,
    application.unit_id,
    application.announced_date,
    application.closed_date,
    application.passed_administration,
    application.score,
    application.is_top_three,
    application.is_selected,
    application.inaugurated_date,
    application.row_key,
    application.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('stg_rekrutmen__seleksi_terbuka') }} as application
{{ join_used('application', 'seleksi_terbuka') }}
{{ join_person('application') }}
