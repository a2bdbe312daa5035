-- Grain: one person x appraisal year with a record that carries the gate of that year: the one predikat that stands.
-- The yearly rows of rekap_skp stand in for rw_skp22. Null where the records differ, or fall on both sides of the gate.
with records as (
    select
        employee_key,
        appraisal_year,
        min(case when dataset <> 'rekap_skp' then predikat end) as lowest_answered,
        max(case when dataset <> 'rekap_skp' then predikat end) as highest_answered,
        min(case when dataset = 'rekap_skp' then predikat end) as lowest_listed,
        max(case when dataset = 'rekap_skp' then predikat end) as highest_listed,
        max(case when gate = 'PASS' then 1 else 0 end) = 1 and max(case when gate = 'FAIL' then 1 else 0 end) = 1
            as is_straddling,
        {{ collect_ids('src_row_ids') }} as src_row_ids
    from {{ ref('fct_performance') }}
    where is_gate_record
    group by employee_key, appraisal_year
),

told as (
    select
        records.*,
        coalesce(lowest_answered, lowest_listed) as lowest,
        case when lowest_answered is null then highest_listed else highest_answered end as highest
    from records
)

select
    told.employee_key,
    told.appraisal_year,
    predikat.predikat,
    predikat.ordinal as predikat_ordinal,
    coalesce(told.is_straddling or told.lowest <> told.highest, false) as is_conflicting,
    told.src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from told
left join {{ ref('predikat') }} as predikat
    on told.lowest = predikat.predikat and told.lowest = told.highest and not told.is_straddling
