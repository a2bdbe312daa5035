-- Grain: one person x appraisal year with an objection (KEBERATAN) x stretch of evaluation dates.
-- Filed by that day, in time, and not decided by it: provisional. Accepted while the predikat is still the one objected to:
-- open. Before it was filed there is no row. Without the day of receipt nothing shows that it was late: in time.
with told as (
    select
        identity.employee_key,
        appraisals.appraisal_year,
        appraisals.extract_date,
        coalesce(appraisals.predikat, '') as predikat,
        resolved.disposition = 'used' as is_newest
    from {{ ref('stg_e_kinerja__rw_skp22') }} as appraisals
    inner join {{ ref('int_rows__resolve') }} as resolved
        on appraisals.row_key = resolved.row_key and resolved.dataset = 'rw_skp22'
    inner join {{ ref('int_identity__resolve') }} as identity on appraisals.nip = identity.nip
    where appraisals.reasons = ''
),

objections as (
    select
        identity.employee_key,
        feedback.appraisal_year,
        feedback.filed_date,
        feedback.decided_date,
        feedback.decision,
        coalesce({{ days_between('feedback.received_date', 'feedback.filed_date') }}, 0)
        <= cast(objection_window.value as integer) as is_in_time,
        feedback.src_row_id
    from {{ ref('stg_e_kinerja__umpan_balik') }} as feedback
    inner join {{ ref('int_rows__resolve') }} as resolved
        on feedback.row_key = resolved.row_key and resolved.dataset = 'umpan_balik' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on feedback.nip = identity.nip
    inner join {{ ref('rule') }} as objection_window on objection_window.rule_id = 'POL.PERF.OBJECTION'
    where feedback.feedback_kind = 'KEBERATAN'
),

-- The predikat changed where an answer from before the decision differs from the newest one, told on or after it.
changed as (
    select distinct objections.src_row_id
    from objections
    inner join told as before_it
        on
            objections.employee_key = before_it.employee_key
            and objections.appraisal_year = before_it.appraisal_year
            and before_it.extract_date < objections.decided_date
    inner join told as after_it
        on
            objections.employee_key = after_it.employee_key
            and objections.appraisal_year = after_it.appraisal_year
            and after_it.is_newest
            and after_it.extract_date >= objections.decided_date
    where before_it.predikat <> after_it.predikat
),

changes as (
    select employee_key, filed_date as change_date from objections
    union all
    select employee_key, decided_date as change_date from objections
),

stretches as (
    {{ evaluation_stretches('(select distinct employee_key from objections)', 'changes') }}
)

select
    objections.employee_key,
    objections.appraisal_year,
    stretches.valid_from,
    stretches.valid_to,
    max(
        case
            when
                objections.is_in_time
                and (objections.decided_date is null or objections.decided_date > stretches.valid_from)
                then 1
            else 0
        end
    ) = 1 as is_provisional,
    max(
        case
            when
                objections.decided_date <= stretches.valid_from
                and objections.decision = 'DITERIMA'
                and changed.src_row_id is null
                then 1
            else 0
        end
    ) = 1 as is_accepted_unchanged,
    {{ collect_ids('objections.src_row_id') }} as src_row_ids
from objections
inner join stretches
    on objections.employee_key = stretches.employee_key and objections.filed_date <= stretches.valid_from
left join changed on objections.src_row_id = changed.src_row_id
group by objections.employee_key, objections.appraisal_year, stretches.valid_from, stretches.valid_to
