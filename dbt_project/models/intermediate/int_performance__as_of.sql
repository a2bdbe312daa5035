-- Grain: one person x evaluation date x number of years that a gate asks for. The appraisal years that count on that
-- day, together.
-- passes_if_seen_before: with years that have no record yet, the gate passes only for someone who looks before the
-- first of them is usable (a year still to come is taken as Baik); null where every year has a record.
with people as (
    select distinct employee_key from {{ ref('int_identity__resolve') }}
),

asked as (
    select
        people.employee_key,
        windows.evaluation_date,
        windows.years_asked,
        dates.is_in_scope,
        windows.appraisal_year,
        windows.usable_from,
        windows.gate_dataset,
        case
            when years.gate is not null and (objections.is_provisional or objections.is_accepted_unchanged) then 'UNKNOWN'
            else coalesce(years.gate, 'MISSING')
        end as gate,
        coalesce(years.gate is not null and objections.is_provisional, false) as is_provisional,
        years.observed || case
            when objections.is_provisional then ' (under objection)'
            when objections.is_accepted_unchanged then ' (objection accepted, predikat unchanged)'
            else ''
        end as observed,
        {{ merge_ids_in_scope(['years.src_row_ids', 'objections.src_row_ids']) }} as src_row_ids,
        coalesce(coverage.has_quarantined, false) or coalesce(recap.has_quarantined, false) as has_quarantined,
        {{ merge_ids_in_scope(['coverage.quarantined_ids', 'recap.quarantined_ids']) }} as quarantined_ids,
        coverage.searched_ids
    from people
    cross join {{ ref('int_performance__windows') }} as windows
    inner join {{ ref('int_evaluation__dates') }} as dates on windows.evaluation_date = dates.evaluation_date
    left join {{ ref('int_performance__years') }} as years
        on people.employee_key = years.employee_key and windows.appraisal_year = years.appraisal_year
    left join {{ ref('int_performance__objections') }} as objections
        on
            people.employee_key = objections.employee_key
            and windows.appraisal_year = objections.appraisal_year
            and windows.evaluation_date = objections.evaluation_date
    left join {{ ref('int_coverage__people') }} as coverage
        on people.employee_key = coverage.employee_key and windows.gate_dataset = coverage.dataset
    -- the export that stands beside the answers of the same years
    left join {{ ref('int_coverage__people') }} as recap
        on
            people.employee_key = recap.employee_key
            and recap.dataset = 'rekap_skp'
            and windows.gate_dataset = 'rw_skp22'
)

select
    employee_key,
    evaluation_date,
    years_asked,
    max(case when gate = 'FAIL' then 1 else 0 end) = 1 as has_fail,
    max(case when gate = 'UNKNOWN' then 1 else 0 end) = 1 as has_unknown,
    max(case when gate = 'MISSING' then 1 else 0 end) = 1 as has_missing,
    max(case when has_quarantined then 1 else 0 end) = 1 as has_quarantined,
    max(case when is_provisional then 1 else 0 end) = 1 as is_provisional,
    min(case when gate = 'MISSING' then usable_from end) as passes_if_seen_before,
    {{ join_distinct(
        "case when is_in_scope then cast(appraisal_year as varchar) || ': ' || coalesce(observed, 'no record') end", '; '
    ) }} as observed,
    {{ merge_ids([
        join_distinct('case when is_in_scope then src_row_ids end', ','),
        join_distinct('case when is_in_scope then quarantined_ids end', ','),
        join_distinct("case when is_in_scope and gate = 'MISSING' then searched_ids end", ','),
    ]) }} as src_row_ids
from asked
group by employee_key, evaluation_date, years_asked
