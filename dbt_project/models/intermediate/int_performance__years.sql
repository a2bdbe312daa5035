-- Grain: one person x appraisal year with a record of the dataset that carries the gate of that year.
-- The yearly rows of rekap_skp stand in for rw_skp22. Records of one year that fall on both sides of a gate leave the year
-- UNKNOWN for it; gate is that of Baik.
with speaking as (
    select
        appraisals.*,
        min(case when is_silent then 1 else 0 end) over (partition by employee_key, appraisal_year) as all_silent
    from {{ ref('int_performance__appraisals') }} as appraisals
    where is_gate_record
),

judged as (
    select
        employee_key,
        appraisal_year,
        min(regime) as regime,
        min(lowest_ordinal) as lowest_ordinal,
        max(highest_ordinal) as highest_ordinal,
        min(gate) as lowest_gate,
        max(gate) as highest_gate,
        case
            -- where they disagree the reader sees both
            when min(gate) <> max(gate)
                then {{ join_distinct("observed || case when dataset = 'rekap_skp' then ' (rekap_skp)' else '' end", ' / ') }}
            else coalesce(
                {{ join_distinct("case when dataset <> 'rekap_skp' then observed end", ' / ') }},
                {{ join_distinct('observed', ' / ') }} || ' (rekap_skp)'
            )
        end as observed
    from speaking
    where not is_silent or all_silent = 1
    group by employee_key, appraisal_year
),

evidence as (
    select employee_key, appraisal_year, {{ collect_ids('src_row_id') }} as src_row_ids
    from speaking
    group by employee_key, appraisal_year
)

select
    judged.employee_key,
    judged.appraisal_year,
    judged.regime,
    judged.lowest_ordinal,
    judged.highest_ordinal,
    case when judged.lowest_gate = judged.highest_gate then judged.lowest_gate else 'UNKNOWN' end as gate,
    judged.observed,
    evidence.src_row_ids
from judged
inner join evidence
    on judged.employee_key = evidence.employee_key and judged.appraisal_year = evidence.appraisal_year
