-- Grain: one PAK by conversion (rw_angkakredit, isKonversi). Its amount against the conversion recomputed: the coefficient
-- of the jenjang held in its last month, times the share of the predikat, times its months of the year.
-- A check only: the credit that is read stays the one written. A PAK of part of a year may rest on any predikat recorded
-- for that year (SIASN does not say for which months one stands), an annual one on the annual predikat.
with decisions as (
    select
        records.employee_key,
        records.row_key,
        records.src_row_ids,
        records.credit,
        records.record_kind,
        records.period_start,
        records.period_end,
        extract(year from records.period_end) as appraisal_year,
        1 + extract(month from records.period_end) - extract(month from records.period_start) as period_months,
        stretches.grade_id,
        coefficient.coefficient
    from {{ ref('int_credit__records') }} as records
    left join {{ ref('int_functional__stretches') }} as stretches
        on records.employee_key = stretches.employee_key and records.stretch_from = stretches.valid_from
    left join {{ ref('credit_coefficient') }} as coefficient
        on stretches.grade_id = coefficient.grade_id and {{ in_interval('records.period_end', 'coefficient') }}
    where
        records.record_kind in ('annual', 'periodic')
        and extract(year from records.period_start) = extract(year from records.period_end)
),

predikats as (
    select distinct
        employee_key,
        appraisal_year,
        coalesce(predikat_reported, predikat_derived) as predikat,
        is_gate_record
    from {{ ref('int_performance__appraisals') }}
    where coalesce(predikat_reported, predikat_derived) is not null
),

computed as (
    select
        decisions.row_key,
        predikats.predikat,
        predikats.is_gate_record,
        cast(
            round(
                cast(decisions.coefficient * conversion.percentage * decisions.period_months as decimal(18, 6)) / (100 * 12), 2
            ) as decimal(9, 2)
        ) as computed_credit
    from decisions
    inner join predikats
        on
            decisions.employee_key = predikats.employee_key
            and decisions.appraisal_year = predikats.appraisal_year
            and (predikats.is_gate_record or decisions.record_kind = 'periodic')
    inner join {{ ref('credit_conversion') }} as conversion
        on predikats.predikat = conversion.predikat and {{ in_interval('decisions.period_end', 'conversion') }}
),

compared as (
    select
        decisions.row_key,
        min(case when computed.is_gate_record then computed.computed_credit end) as computed_credit,
        min(case when computed.is_gate_record then computed.predikat end) as predikat,
        count(computed.computed_credit) as computations,
        max(case when computed.computed_credit = decisions.credit then 1 else 0 end) as agreements
    from decisions
    left join computed on decisions.row_key = computed.row_key
    group by decisions.row_key
)

select
    decisions.employee_key,
    decisions.row_key,
    decisions.src_row_ids,
    decisions.record_kind,
    decisions.period_start,
    decisions.period_end,
    decisions.grade_id,
    decisions.coefficient,
    compared.predikat,
    decisions.credit,
    compared.computed_credit,
    case
        when decisions.coefficient is null then 'no_coefficient'
        when compared.computations = 0 then 'no_predikat'
        when compared.agreements = 1 then 'agrees'
        else 'differs'
    end as conversion_check
from decisions
inner join compared on decisions.row_key = compared.row_key
