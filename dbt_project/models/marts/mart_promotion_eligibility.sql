-- Grain: one period date x person x track. The verdict follows from the rows of mart_promotion_criteria alone.
with judged as (
    -- A bar rests on its rule only where there is something that it could bar.
    select
        criteria.period_date,
        criteria.employee_key,
        criteria.track,
        criteria.criterion,
        criteria.status,
        case
            when
                criteria.status = 'PASS'
                and (
                    (criteria.criterion = 'discipline' and not discipline.has_punishments)
                    or (criteria.criterion = 'appeal_pending' and employee.legal_status_id is distinct from '09')
                )
                then cast(null as varchar)
            when {{ is_unconfirmed('criteria.rule_confidence') }} then criteria.rule_id
            when criteria.status = 'PASS' then used.rule_id
        end as unconfirmed_rule
    from {{ ref('mart_promotion_criteria') }} as criteria
    inner join {{ ref('int_discipline__as_of') }} as discipline
        on criteria.employee_key = discipline.employee_key and {{ in_interval('criteria.period_date', 'discipline') }}
    inner join {{ ref('int_employee__as_of') }} as employee
        on criteria.employee_key = employee.employee_key and {{ in_interval('criteria.period_date', 'employee') }}
    left join {{ ref('int_rule__unconfirmed_rows') }} as used
        on
            criteria.employee_key = used.employee_key
            and criteria.period_date = used.evaluation_date
            and criteria.track = used.track
            and criteria.criterion = used.criterion
),

verdicts as (
    select
        period_date,
        employee_key,
        track,
        case
            when
                max(
                    case
                        when
                            status = 'NOT_APPLICABLE'
                            and criterion in ('employment_kind', 'position_kind', 'service_status')
                            then 1
                        else 0
                    end
                ) = 1
                then 'not_applicable'
            when max(case when status = 'FAIL' then 1 else 0 end) = 1 then 'not_eligible'
            when max(case when status = 'UNKNOWN' then 1 else 0 end) = 1 then 'unknown'
            else 'eligible'
        end as verdict,
        {% for status in ['FAIL', 'UNKNOWN'] %}
        max(case when status = '{{ status }}' and unconfirmed_rule is null then 1 else 0 end) = 1
            as has_confirmed_{{ status | lower }}{{ ',' if not loop.last }}
        {% endfor %}
    from judged
    group by period_date, employee_key, track
),

-- Lists of the few rows that they name: a criterion stands once in each group.
{% for status in ['FAIL', 'UNKNOWN'] %}
{{ status | lower }}_lists as (
    select
        period_date,
        employee_key,
        track,
        {{ join_distinct('criterion', ',') }} as criteria,
        {{ join_distinct('unconfirmed_rule', ',') }} as unconfirmed_rules
    from judged
    where status = '{{ status }}'
    group by period_date, employee_key, track
),

{% endfor %}
pass_lists as (
    select judged.period_date, judged.employee_key, judged.track, {{ join_distinct('judged.unconfirmed_rule', ',') }} as unconfirmed_rules
    from judged
    inner join verdicts
        on
            judged.period_date = verdicts.period_date
            and judged.employee_key = verdicts.employee_key
            and judged.track = verdicts.track
    where verdicts.verdict = 'eligible' and judged.status = 'PASS' and judged.unconfirmed_rule is not null
    group by judged.period_date, judged.employee_key, judged.track
),

-- Failing or unknown for one confirmed reason, a verdict stands without the others; an eligible one needs every rule.
told as (
    select
        verdicts.period_date,
        verdicts.employee_key,
        verdicts.track,
        verdicts.verdict,
        case when verdicts.verdict = 'not_applicable' then '' else coalesce(fail_lists.criteria, '') end as failed_criteria,
        case when verdicts.verdict = 'not_applicable' then '' else coalesce(unknown_lists.criteria, '') end as unknown_criteria,
        coalesce(case
            when verdicts.verdict = 'not_eligible' and not verdicts.has_confirmed_fail then fail_lists.unconfirmed_rules
            when verdicts.verdict = 'unknown' and not verdicts.has_confirmed_unknown then unknown_lists.unconfirmed_rules
            when verdicts.verdict = 'eligible' then pass_lists.unconfirmed_rules
        end, '') as unconfirmed_rules
    from verdicts
    {% for status in ['fail', 'unknown', 'pass'] %}
    left join {{ status }}_lists
        on
            verdicts.period_date = {{ status }}_lists.period_date
            and verdicts.employee_key = {{ status }}_lists.employee_key
            and verdicts.track = {{ status }}_lists.track
    {% endfor %}
),

first_dates as (
    {% for track in tracks() %}
    select '{{ track }}' as track, employee_key, evaluation_date, first_pass_date
    from {{ ref('int_' ~ track ~ '__later') }}
    where criterion = '*'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

rule_set as (
    select substr(max(rule_set_version), 1, 12) as rule_set_version from {{ ref('dim_rule') }}
)

select
    verdicts.period_date,
    run.known_at,
    region.region_code,
    region.region_name,
    verdicts.employee_key,
    employee.nip,
    person.employee_name,
    employee.employment_kind,
    coalesce(position.unit_name, profile.unit_name) as unit_name,
    position.opd_name,
    verdicts.track,
    rank.golongan as current_golongan,
    case
        when verdicts.verdict = 'not_applicable' or not rank.is_known then cast(null as varchar)
        when verdicts.track = 'kp_ijazah' then by_diploma.entry_golongan
        when verdicts.track like 'kp_%' then rank.next_golongan
    end as proposed_golongan,
    coalesce(position.position_name, profile.position_name) as current_position,
    case
        when verdicts.verdict = 'not_applicable' then cast(null as varchar)
        when verdicts.track = 'kenaikan_jenjang' then rise.next_grade_id
        when verdicts.track like 'jabatan_%' then substr(verdicts.track, length('jabatan_') + 1)
    end as proposed_level,
    verdicts.verdict,
    verdicts.failed_criteria,
    verdicts.unknown_criteria,
    case
        when verdicts.verdict = 'eligible' then verdicts.period_date
        when verdicts.verdict = 'not_eligible' then first_dates.first_pass_date
    end as first_possible_date,
    coalesce(performance.is_provisional, false) and verdicts.verdict <> 'not_applicable' as is_provisional,
    rule_set.rule_set_version,
    verdicts.unconfirmed_rules <> '' as rests_on_unconfirmed,
    verdicts.unconfirmed_rules,
    {{ is_synthetic() }} as is_synthetic
from told as verdicts
inner join {{ ref('int_employee__as_of') }} as employee
    on verdicts.employee_key = employee.employee_key and {{ in_interval('verdicts.period_date', 'employee') }}
inner join {{ ref('region') }} as region on employee.region_slug = region.region_slug
inner join {{ ref('dim_employee') }} as person on verdicts.employee_key = person.employee_key
inner join {{ ref('int_rank__as_of') }} as rank
    on verdicts.employee_key = rank.employee_key and {{ in_interval('verdicts.period_date', 'rank') }}
inner join {{ ref('int_position__as_of') }} as position
    on verdicts.employee_key = position.employee_key and {{ in_interval('verdicts.period_date', 'position') }}
cross join {{ source('landing', 'run') }} as run
cross join rule_set
left join {{ ref('stg_kepegawaian__profil_asn') }} as profile on employee.profile_row_key = profile.row_key
left join {{ ref('int_rule__performance_years') }} as asked_years
    on verdicts.track = asked_years.track and verdicts.period_date = asked_years.evaluation_date
left join {{ ref('int_performance__as_of') }} as performance
    on
        verdicts.employee_key = performance.employee_key
        and {{ in_interval('verdicts.period_date', 'performance') }}
        and asked_years.years = performance.years_asked
        and asked_years.gate_ordinal = performance.gate_ordinal
left join (
    select 'kp_ijazah' as track, employee_key, evaluation_date, entry_golongan from {{ ref('int_kp_ijazah__evaluate') }}
) as by_diploma
    on
        verdicts.track = by_diploma.track
        and verdicts.employee_key = by_diploma.employee_key
        and verdicts.period_date = by_diploma.evaluation_date
left join (
    select 'kenaikan_jenjang' as track, employee_key, evaluation_date, next_grade_id from {{ ref('int_kenaikan_jenjang__evaluate') }}
) as rise
    on
        verdicts.track = rise.track
        and verdicts.employee_key = rise.employee_key
        and verdicts.period_date = rise.evaluation_date
left join first_dates
    on
        verdicts.track = first_dates.track
        and verdicts.employee_key = first_dates.employee_key
        and verdicts.period_date = first_dates.evaluation_date
