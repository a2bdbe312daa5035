-- Grain: one person x evaluation date x gate (number of years and least predikat). The appraisal years that count on that
-- day, together.
-- passes_if_seen_before: with years that have no record yet, the gate passes only for someone who looks before the
-- first of them is usable (a year still to come is taken as POL.FPD.FUTURE_YEAR says); null where every year has a record.
with people as (
    select distinct employee_key from {{ ref('int_identity__resolve') }}
),

assumed as (
    select max(predikat.ordinal) as ordinal
    from {{ ref('rule') }} as rule
    inner join {{ ref('predikat') }} as predikat on rule.value = predikat.predikat
    where rule.rule_id = 'POL.FPD.FUTURE_YEAR'
),

asked as (
    select
        people.employee_key,
        windows.evaluation_date,
        windows.years_asked,
        windows.gate_ordinal,
        assumed.ordinal >= windows.gate_ordinal as may_be_assumed,
        dates.is_in_scope,
        windows.appraisal_year,
        windows.usable_from,
        windows.gate_dataset,
        case
            when years.gate is not null and (objections.is_provisional or objections.is_accepted_unchanged) then 'UNKNOWN'
            when years.gate is null then 'MISSING'
            when years.lowest_ordinal >= windows.gate_ordinal then 'PASS'
            when years.highest_ordinal < windows.gate_ordinal then 'FAIL'
            else 'UNKNOWN'
        end as gate,
        coalesce(years.gate is not null and objections.is_provisional, false) as is_provisional,
        coalesce(coverage.has_quarantined, false) or coalesce(recap.has_quarantined, false) as has_quarantined
    from people
    cross join {{ ref('int_performance__windows') }} as windows
    cross join assumed
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
    left join (
        select employee_key, 'rw_skp22' as gate_dataset, has_quarantined
        from {{ ref('int_coverage__people') }}
        where dataset = 'rekap_skp'
    ) as recap
        on people.employee_key = recap.employee_key and windows.gate_dataset = recap.gate_dataset
),

judged as (
    select
        employee_key,
        evaluation_date,
        years_asked,
        gate_ordinal,
        max(case when gate = 'FAIL' then 1 else 0 end) = 1 as has_fail,
        max(case when gate = 'UNKNOWN' then 1 else 0 end) = 1 as has_unknown,
        max(case when gate = 'MISSING' then 1 else 0 end) = 1 as has_missing,
        max(case when has_quarantined then 1 else 0 end) = 1 as has_quarantined,
        max(case when is_provisional then 1 else 0 end) = 1 as is_provisional,
        min(
            case
                when gate = 'MISSING' and may_be_assumed then usable_from
                when gate = 'MISSING' then cast('1900-01-01' as date)
            end
        ) as passes_if_seen_before
    from asked
    group by employee_key, evaluation_date, years_asked, gate_ordinal
),

-- Words and evidence for the scope only.
worded as (
    select
        asked.employee_key,
        asked.evaluation_date,
        asked.years_asked,
        asked.gate_ordinal,
        cast(asked.appraisal_year as varchar) || ': ' || coalesce(
            years.observed || case
                when objections.is_provisional then ' (under objection)'
                when objections.is_accepted_unchanged then ' (objection accepted, predikat unchanged)'
                else ''
            end,
            'no record'
        ) as observed,
        {{ merge_ids([
            'years.src_row_ids',
            'objections.src_row_ids',
            'coverage.quarantined_ids',
            'recap.quarantined_ids',
            "case when asked.gate = 'MISSING' then coverage.searched_ids end",
        ]) }} as src_row_ids
    from asked
    left join {{ ref('int_performance__years') }} as years
        on asked.employee_key = years.employee_key and asked.appraisal_year = years.appraisal_year
    left join {{ ref('int_performance__objections') }} as objections
        on
            asked.employee_key = objections.employee_key
            and asked.appraisal_year = objections.appraisal_year
            and asked.evaluation_date = objections.evaluation_date
    left join {{ ref('int_coverage__people') }} as coverage
        on asked.employee_key = coverage.employee_key and asked.gate_dataset = coverage.dataset
    left join (
        select employee_key, 'rw_skp22' as gate_dataset, quarantined_ids
        from {{ ref('int_coverage__people') }}
        where dataset = 'rekap_skp'
    ) as recap
        on asked.employee_key = recap.employee_key and asked.gate_dataset = recap.gate_dataset
    where asked.is_in_scope
),

told as (
    select
        employee_key,
        evaluation_date,
        years_asked,
        gate_ordinal,
        {{ join_distinct('observed', '; ') }} as observed,
        {{ collect_ids('src_row_ids') }} as src_row_ids
    from worded
    group by employee_key, evaluation_date, years_asked, gate_ordinal
)

select
    judged.employee_key,
    judged.evaluation_date,
    judged.years_asked,
    judged.gate_ordinal,
    judged.has_fail,
    judged.has_unknown,
    judged.has_missing,
    judged.has_quarantined,
    judged.is_provisional,
    judged.passes_if_seen_before,
    coalesce(told.observed, '') as observed,
    coalesce(told.src_row_ids, '') as src_row_ids
from judged
left join told
    on
        judged.employee_key = told.employee_key
        and judged.evaluation_date = told.evaluation_date
        and judged.years_asked = told.years_asked
        and judged.gate_ordinal = told.gate_ordinal
