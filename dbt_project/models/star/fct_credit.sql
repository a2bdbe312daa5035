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
    checked.computed_credit,
    checked.conversion_check,
    credit.row_key,
    credit.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('stg_kepegawaian__rw_angkakredit') }} as credit
{{ join_used('credit', 'rw_angkakredit') }}
{{ join_person('credit') }}
left join {{ ref('int_credit__conversion_check') }} as checked on credit.row_key = checked.row_key
