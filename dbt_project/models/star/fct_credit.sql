-- Grain: one credit decision (PAK) of a person; its amount is no running total.
select
    identity.employee_key,
    region.region_code,
    credit.period_start,
    credit.period_end,
    credit.credit_main,
    credit.credit_support,
    credit.credit_total,
    credit.position_name,
    credit.is_first,
    credit.is_integration,
    credit.is_conversion,
    credit.decree_number,
    credit.decree_date,
    credit.row_key,
    credit.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('stg_kepegawaian__rw_angkakredit') }} as credit
{{ join_used('credit', 'rw_angkakredit') }}
{{ join_person('credit') }}
