-- Grain: one person x appraisal year x evaluation date with an objection (KEBERATAN) that counts on that day.
-- Filed in time and not decided by that day: provisional. Accepted while the predikat is still the one objected to: open.
with changed as (
    select
        identity.employee_key,
        appraisals.appraisal_year,
        count(distinct appraisals.predikat) > 1 as has_changed
    from {{ ref('stg_e_kinerja__rw_skp22') }} as appraisals
    inner join {{ ref('int_identity__resolve') }} as identity on appraisals.nip = identity.nip
    where appraisals.reasons = ''
    group by identity.employee_key, appraisals.appraisal_year
)

select
    identity.employee_key,
    feedback.appraisal_year,
    dates.evaluation_date,
    max(
        case when feedback.decided_date is null or feedback.decided_date > dates.evaluation_date then 1 else 0 end
    ) = 1 as is_provisional,
    max(
        case
            when feedback.decided_date <= dates.evaluation_date and feedback.decision = 'DITERIMA' and not coalesce(changed.has_changed, false)
                then 1
            else 0
        end
    ) = 1 as is_accepted_unchanged,
    {{ collect_ids('feedback.src_row_id') }} as src_row_ids
from {{ ref('stg_e_kinerja__umpan_balik') }} as feedback
inner join {{ ref('int_rows__resolve') }} as resolved
    on feedback.row_key = resolved.row_key and resolved.dataset = 'umpan_balik' and resolved.disposition = 'used'
inner join {{ ref('int_identity__resolve') }} as identity on feedback.nip = identity.nip
inner join {{ ref('int_evaluation__dates') }} as dates on feedback.filed_date <= dates.evaluation_date
inner join {{ ref('rule') }} as objection_window
    on
        objection_window.rule_id = 'POL.PERF.OBJECTION'
        and {{ days_between('feedback.received_date', 'feedback.filed_date') }} between 0 and cast(objection_window.value as integer)
left join changed
    on identity.employee_key = changed.employee_key and feedback.appraisal_year = changed.appraisal_year
where feedback.feedback_kind = 'KEBERATAN'
group by identity.employee_key, feedback.appraisal_year, dates.evaluation_date
