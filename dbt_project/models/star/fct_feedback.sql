-- Grain: one feedback or objection of a person about an appraisal year.
select
    identity.employee_key,
    region.region_code,
    feedback.appraisal_year,
    feedback.feedback_kind,
    feedback.received_date,
    feedback.filed_date,
    feedback.decided_date,
    feedback.decision,
    feedback.content,
    feedback.row_key,
    feedback.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('stg_e_kinerja__umpan_balik') }} as feedback
{{ join_used('feedback', 'umpan_balik') }}
{{ join_person('feedback') }}
