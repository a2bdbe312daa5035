-- Grain: one period date x person x track x criterion. For people whom the track does not concern only the rows that
-- say so are kept.
with evaluated as (
    select * from {{ ref('int_kp_reguler__evaluate') }} where is_in_scope
),

concerned as (
    select
        evaluated.*,
        employment_kind_status <> 'NOT_APPLICABLE'
        and position_kind_status <> 'NOT_APPLICABLE'
        and service_status_status <> 'NOT_APPLICABLE' as is_concerned
    from evaluated
),

criteria as (
    -- the calendar needs no record of the person
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'period_date' as criterion,
        concerned.period_date_status as status,
        'a promotion date' as required,
        cast(concerned.evaluation_date as varchar) as observed,
        dates.next_period_date as first_pass_date,
        '' as src_row_ids
    from concerned
    inner join {{ ref('int_evaluation__dates') }} as dates on concerned.evaluation_date = dates.evaluation_date
    where concerned.is_concerned
    union all
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'employment_kind' as criterion,
        concerned.employment_kind_status as status,
        rules.promotable_kind as required,
        case
            when employee.kind_source = 'conflict' then 'status in profil_asn against the shape of the number'
            else employee.employment_kind || case
                when employee.kind_source = 'golongan' then ' (by the form of the golongan)'
                when employee.kind_source = 'golongan_history' then ' (by the form of the golongan history)'
                when employee.kind_source = 'number' then ' (by the shape of the number)'
                else ''
            end
        end as observed,
        case when employee.employment_kind = 'CPNS' then employee.pns_date end as first_pass_date,
        employee.employment_kind_ids as src_row_ids
    from concerned
    inner join {{ ref('int_employee__as_of') }} as employee
        on concerned.employee_key = employee.employee_key and concerned.evaluation_date = employee.evaluation_date
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned or concerned.employment_kind_status = 'NOT_APPLICABLE'
    union all
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'position_kind' as criterion,
        concerned.position_kind_status as status,
        rules.position_class as required,
        coalesce(
            position.unknown_reason,
            position.position_class || coalesce(': ' || position.position_name, '')
            || case when position.from_profile then ' (from_profile)' else '' end
        ) || case when position.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        position.src_row_ids
    from concerned
    inner join {{ ref('int_position__as_of') }} as position
        on concerned.employee_key = position.employee_key and concerned.evaluation_date = position.evaluation_date
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned or concerned.position_kind_status = 'NOT_APPLICABLE'
    union all
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'service_status' as criterion,
        concerned.service_status_status as status,
        'in active service' as required,
        case
            when employee.is_left then 'absent from the newest profil_asn'
            when employee.profile_row_key is null then 'no profil_asn row'
            else coalesce(employee.legal_status_name, 'kedudukan hukum ' || employee.legal_status_id, 'no kedudukan hukum')
        end || case when employee.is_assumed then ' (status_assumed)' else '' end
        || case when employee.is_quarantined then ' (older profile: the newest row is in quarantine)' else '' end
            as observed,
        cast(null as date) as first_pass_date,
        employee.profile_ids as src_row_ids
    from concerned
    inner join {{ ref('int_employee__as_of') }} as employee
        on concerned.employee_key = employee.employee_key and concerned.evaluation_date = employee.evaluation_date
    where concerned.is_concerned or concerned.service_status_status = 'NOT_APPLICABLE'
    union all
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'time_in_rank' as criterion,
        concerned.time_in_rank_status as status,
        'at least ' || cast(rules.rank_years as varchar) || ' years in the rank' as required,
        coalesce(
            rank.unknown_reason,
            rank.golongan || ' since ' || cast(rank.clock_start as varchar)
            || case when rank.starts_at_appointment then ' (TMT CPNS)' else '' end
            || case when rank.from_profile then ' (from_profile)' else '' end
            || case when rank.is_tie then ' (two ranks on one TMT: the higher)' else '' end
        ) || case when rank.has_quarantined then '; a record is in quarantine' else '' end as observed,
        case
            when rank.is_known and not rank.has_quarantined
                then {{ latest([add_years('rank.clock_start', 'rules.rank_years'), 'concerned.evaluation_date']) }}
        end as first_pass_date,
        rank.src_row_ids
    from concerned
    inner join {{ ref('int_rank__as_of') }} as rank
        on concerned.employee_key = rank.employee_key and concerned.evaluation_date = rank.evaluation_date
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned
    union all
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'performance' as criterion,
        concerned.performance_status as status,
        'at least Baik in the two latest usable years' as required,
        performance.observed || case when performance.has_quarantined then '; a record is in quarantine' else '' end
            as observed,
        cast(null as date) as first_pass_date,
        performance.src_row_ids
    from concerned
    inner join {{ ref('int_performance__as_of') }} as performance
        on concerned.employee_key = performance.employee_key and concerned.evaluation_date = performance.evaluation_date
    where concerned.is_concerned
    union all
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'superior_rank' as criterion,
        concerned.superior_rank_status as status,
        case
            when rules.superior_applies then 'new rank ' || coalesce(rank.next_golongan, '?') || ' not above the superior''s'
            else 'no limit since Peraturan BKN 2/2025'
        end as required,
        case
            when not rules.superior_applies then 'not judged'
            when superior.employee_key is null then 'no appraisal names a superior'
            when superior.is_outside then superior.observed || ' (NON ASN)'
            else
                superior.observed || case when superior.rank_from_appraisal then ' (rank as written in the appraisal)' else '' end
        end as observed,
        cast(null as date) as first_pass_date,
        case
            when rules.superior_applies
                then {{ merge_ids([
                    'superior.src_row_ids',
                    "case when superior.employee_key is null then coverage.searched_ids end",
                    'coverage.quarantined_ids',
                ]) }}
            else ''
        end as src_row_ids
    from concerned
    inner join {{ ref('int_rank__as_of') }} as rank
        on concerned.employee_key = rank.employee_key and concerned.evaluation_date = rank.evaluation_date
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    left join {{ ref('int_superior__as_of') }} as superior
        on concerned.employee_key = superior.employee_key and concerned.evaluation_date = superior.evaluation_date
    left join {{ ref('int_coverage__people') }} as coverage
        on concerned.employee_key = coverage.employee_key and coverage.dataset = 'rw_skp22'
    where concerned.is_concerned
    union all
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'education_ceiling' as criterion,
        concerned.education_ceiling_status as status,
        'new rank ' || coalesce(rank.next_golongan, '?') || ' within the ceiling of the highest recorded diploma' as required,
        coalesce(
            education.education_class || ' recorded ' || cast(education.recorded_date as varchar)
            || case when education.recording_assumed then ' (recording_assumed)' else '' end
            || ': up to ' || education.ceiling_golongan,
            'no diploma with a date on or before this day'
        )
        || case
            when education.undated_ceiling_ordinal > coalesce(education.ceiling_ordinal, 0)
                then '; a higher diploma is recorded without a date'
            else ''
        end
        || case when education.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        education.src_row_ids
    from concerned
    inner join {{ ref('int_rank__as_of') }} as rank
        on concerned.employee_key = rank.employee_key and concerned.evaluation_date = rank.evaluation_date
    inner join {{ ref('int_education__as_of') }} as education
        on concerned.employee_key = education.employee_key and concerned.evaluation_date = education.evaluation_date
    where concerned.is_concerned
    union all
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'ujian_dinas' as criterion,
        concerned.ujian_dinas_status as status,
        case
            when exam.employee_key is not null
                then exam.exam_kind || ' for ' || exam.from_golongan || ' to ' || exam.to_golongan || ', or an exemption'
            when not rank.is_known then 'depends on the rank'
            else 'none between ' || rank.golongan || ' and ' || coalesce(rank.next_golongan, 'a higher rank')
        end as required,
        case
            when exam.employee_key is null then case when rank.is_known then 'no crossing' else rank.unknown_reason end
            when exam.is_exempt then 'exempt by ' || coalesce(exam.exempting_education, 'diploma')
            when exam.pass_date is not null then 'passed ' || cast(exam.pass_date as varchar)
            when exam.has_list then 'not in the list of those who passed'
            else 'no list of the region'
        end
        || case when coalesce(exam.has_quarantined, false) then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        coalesce(exam.src_row_ids, rank.src_row_ids) as src_row_ids
    from concerned
    inner join {{ ref('int_rank__as_of') }} as rank
        on concerned.employee_key = rank.employee_key and concerned.evaluation_date = rank.evaluation_date
    left join {{ ref('int_exam__as_of') }} as exam
        on concerned.employee_key = exam.employee_key and concerned.evaluation_date = exam.evaluation_date
    where concerned.is_concerned
    union all
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'discipline' as criterion,
        concerned.discipline_status as status,
        'no medium or heavy punishment being served' as required,
        coalesce(discipline.observed, 'no answer in rw_hukdis')
        || case when discipline.has_quarantined then '; a record is in quarantine' else '' end as observed,
        case when discipline.has_block and not discipline.has_open then discipline.blocked_until end as first_pass_date,
        discipline.src_row_ids
    from concerned
    inner join {{ ref('int_discipline__as_of') }} as discipline
        on concerned.employee_key = discipline.employee_key and concerned.evaluation_date = discipline.evaluation_date
    where concerned.is_concerned
    union all
    select
        concerned.employee_key,
        concerned.evaluation_date,
        'appeal_pending' as criterion,
        concerned.appeal_pending_status as status,
        case when rules.appeal_blocks then 'no appeal pending' else 'reported only' end as required,
        case
            when employee.profile_row_key is null then 'no profil_asn row'
            when employee.legal_status_id = '09' then 'an appeal is pending'
            else 'none'
        end || case when employee.is_assumed then ' (status_assumed)' else '' end as observed,
        cast(null as date) as first_pass_date,
        employee.profile_ids as src_row_ids
    from concerned
    inner join {{ ref('int_employee__as_of') }} as employee
        on concerned.employee_key = employee.employee_key and concerned.evaluation_date = employee.evaluation_date
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned
),

-- Where nothing nearer is known: the first promotion date on which the criterion would hold.
later as (
    select
        seen.employee_key,
        seen.evaluation_date,
        {% for criterion in ['superior_rank', 'education_ceiling', 'ujian_dinas', 'discipline', 'appeal_pending', 'position_kind', 'service_status'] %}
        min(case when later.{{ criterion }}_status in ('PASS', 'NOT_APPLICABLE') then later.evaluation_date end) as {{ criterion }},
        {% endfor %}
        min(
            case
                when
                    later.performance_may_pass
                    and (later.passes_if_seen_before is null or seen.evaluation_date < later.passes_if_seen_before)
                    then later.evaluation_date
            end
        ) as performance
    from concerned as seen
    inner join {{ ref('int_evaluation__dates') }} as dates on seen.evaluation_date = dates.evaluation_date
    inner join {{ ref('int_kp_reguler__evaluate') }} as later
        on
            seen.employee_key = later.employee_key
            and seen.evaluation_date < later.evaluation_date
            and dates.search_until >= later.evaluation_date
    where seen.is_concerned
    group by seen.employee_key, seen.evaluation_date
)

select
    criteria.evaluation_date as period_date,
    region.region_code,
    criteria.employee_key,
    employee.nip,
    'kp_reguler' as track,
    criteria.criterion,
    criteria.status,
    criteria.required,
    criteria.observed,
    case
        when criteria.status = 'NOT_APPLICABLE' and criteria.criterion in ('employment_kind', 'position_kind', 'service_status')
            then criteria.first_pass_date
        when criteria.status in ('PASS', 'NOT_APPLICABLE') then criteria.evaluation_date
        else
            coalesce(
                criteria.first_pass_date,
                case
                    when criteria.status <> 'FAIL' then cast(null as date)
                    {% for criterion in ['performance', 'superior_rank', 'education_ceiling', 'ujian_dinas', 'discipline', 'appeal_pending', 'position_kind', 'service_status'] %}
                    when criteria.criterion = '{{ criterion }}' then later.{{ criterion }}
                    {% endfor %}
                end
            )
    end as first_pass_date,
    citation.rule_id,
    citation.legal_basis,
    citation.rule_valid_from,
    citation.rule_confidence,
    coalesce(criteria.src_row_ids, '') as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from criteria
inner join {{ ref('int_employee__as_of') }} as employee
    on criteria.employee_key = employee.employee_key and criteria.evaluation_date = employee.evaluation_date
inner join {{ ref('region') }} as region on employee.region_slug = region.region_slug
left join later
    on criteria.employee_key = later.employee_key and criteria.evaluation_date = later.evaluation_date
left join {{ ref('int_rule__citations') }} as citation
    on criteria.evaluation_date = citation.evaluation_date and criteria.criterion = citation.criterion
