-- Grain: one person x stretch of evaluation dates x gate (number of years and least predikat). The appraisal years that count
-- on those days, together.
-- passes_if_seen_before: with years that have no record yet, the gate passes only for someone who looks before the
-- first of them is usable (a year still to come is taken as POL.FPD.FUTURE_YEAR says); null where every year has a record.
with people as (
    select distinct employee_key from {{ ref('int_promotion__facts') }} where employment_kind_status <> 'NOT_APPLICABLE'
),

changes as (
    select employee_key, valid_from as change_date from {{ ref('int_performance__objections') }}
    union all
    select people.employee_key, years.usable_from as change_date
    from people
    cross join (select distinct usable_from from {{ ref('int_performance__windows') }}) as years
),

stretches as (
    {{ evaluation_stretches('people', 'changes') }}
),

assumed as (
    select max(predikat.ordinal) as ordinal
    from {{ ref('rule') }} as rule
    inner join {{ ref('predikat') }} as predikat on rule.value = predikat.predikat
    where rule.rule_id = 'POL.FPD.FUTURE_YEAR'
),

-- A gate is carried by one dataset; beside the answers of rw_skp22 stands the export of the same years.
records as (
    select
        answers.employee_key,
        answers.dataset as gate_dataset,
        answers.has_quarantined or coalesce(recap.has_quarantined, false) as has_quarantined,
        answers.searched_ids,
        {{ id_text(['answers.quarantined_ids', 'recap.quarantined_ids']) }} as quarantined_ids
    from (
        select coverage.*, case when dataset = 'rw_skp22' then 'rekap_skp' end as recap_dataset
        from {{ ref('int_coverage__people') }} as coverage
    ) as answers
    left join {{ ref('int_coverage__people') }} as recap
        on answers.employee_key = recap.employee_key and answers.recap_dataset = recap.dataset
),

judged as (
    select
        stretches.employee_key,
        stretches.valid_from,
        stretches.valid_to,
        windows.years_asked,
        windows.gate_ordinal,
        windows.usable_from,
        assumed.ordinal >= windows.gate_ordinal as may_be_assumed,
        case
            when years.gate is null then 'MISSING'
            when objections.is_provisional or objections.is_accepted_unchanged then 'UNKNOWN'
            when years.lowest_ordinal >= windows.gate_ordinal then 'PASS'
            when years.highest_ordinal < windows.gate_ordinal then 'FAIL'
            else 'UNKNOWN'
        end as gate,
        coalesce(years.gate is not null and objections.is_provisional, false) as is_provisional,
        coalesce(records.has_quarantined, false) as has_quarantined,
        cast(windows.appraisal_year as varchar) || ': ' || coalesce(
            years.observed || case
                when objections.is_provisional then ' (under objection)'
                when objections.is_accepted_unchanged then ' (objection accepted, predikat unchanged)'
                else ''
            end,
            'no record'
        ) as observed,
        {{ id_text([
            'years.src_row_ids',
            'objections.src_row_ids',
            'records.quarantined_ids',
            "case when years.gate is null then records.searched_ids end",
        ]) }} as src_row_ids
    from stretches
    inner join {{ ref('int_performance__windows') }} as windows on stretches.valid_from = windows.evaluation_date
    cross join assumed
    left join {{ ref('int_performance__years') }} as years
        on stretches.employee_key = years.employee_key and windows.appraisal_year = years.appraisal_year
    left join {{ ref('int_performance__objections') }} as objections
        on
            stretches.employee_key = objections.employee_key
            and windows.appraisal_year = objections.appraisal_year
            and {{ in_interval('stretches.valid_from', 'objections') }}
    left join records on stretches.employee_key = records.employee_key and windows.gate_dataset = records.gate_dataset
)

select
    employee_key,
    valid_from,
    valid_to,
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
    ) as passes_if_seen_before,
    {{ join_distinct('observed', '; ') }} as observed,
    {{ collect_ids('src_row_ids') }} as src_row_ids
from judged
group by employee_key, valid_from, valid_to, years_asked, gate_ordinal
