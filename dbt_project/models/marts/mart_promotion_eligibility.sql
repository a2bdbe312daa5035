-- Grain: one period date x person x track. The verdict follows from the rows of mart_promotion_criteria alone.
with judged as (
    select
        period_date,
        employee_key,
        track,
        criterion,
        status,
        status = 'NOT_APPLICABLE' and criterion in ('{{ gate_criteria() | join("', '") }}') as is_outside,
        case when {{ is_unconfirmed('rule_confidence') }} then rule_id end as unconfirmed_rule
    from {{ ref('mart_promotion_criteria') }}
),

subjects as (
    select period_date, employee_key, track, max(case when is_outside then 1 else 0 end) = 1 as is_outside
    from judged
    group by period_date, employee_key, track
),

-- Lists of the few rows that they name; no list, no such row.
reasons as (
    select
        period_date,
        employee_key,
        track,
        {% for status in ['FAIL', 'UNKNOWN'] %}
        {{ join_distinct("case when status = '" ~ status ~ "' then criterion end", ',') }} as {{ status | lower }}_criteria,
        {{ join_distinct("case when status = '" ~ status ~ "' then unconfirmed_rule end", ',') }} as {{ status | lower }}_rules,
        max(case when status = '{{ status }}' and unconfirmed_rule is null then 1 else 0 end) = 1
            as has_confirmed_{{ status | lower }}{{ ',' if not loop.last }}
        {% endfor %}
    from judged
    where status in ('FAIL', 'UNKNOWN')
    group by period_date, employee_key, track
),

verdicts as (
    select
        subjects.period_date,
        subjects.employee_key,
        subjects.track,
        case
            when subjects.is_outside then 'not_applicable'
            when reasons.fail_criteria is not null then 'not_eligible'
            when reasons.unknown_criteria is not null then 'unknown'
            else 'eligible'
        end as verdict,
        case when subjects.is_outside then '' else coalesce(reasons.fail_criteria, '') end as failed_criteria,
        case when subjects.is_outside then '' else coalesce(reasons.unknown_criteria, '') end as unknown_criteria,
        -- failing or unknown for one confirmed reason, a verdict stands without the others
        case
            when subjects.is_outside then cast(null as varchar)
            when reasons.fail_criteria is not null then case when not reasons.has_confirmed_fail then reasons.fail_rules end
            when not reasons.has_confirmed_unknown then reasons.unknown_rules
        end as unconfirmed_rules
    from subjects
    left join reasons
        on
            subjects.period_date = reasons.period_date
            and subjects.employee_key = reasons.employee_key
            and subjects.track = reasons.track
),

-- An eligible verdict needs every rule; a bar rests on its own only where there is something that it could bar.
needed as (
    select
        verdicts.period_date,
        verdicts.employee_key,
        verdicts.track,
        {{ join_distinct('coalesce(judged.unconfirmed_rule, used.rule_id)', ',') }} as unconfirmed_rules
    from verdicts
    inner join judged
        on
            verdicts.period_date = judged.period_date
            and verdicts.employee_key = judged.employee_key
            and verdicts.track = judged.track
    inner join {{ ref('int_discipline__as_of') }} as discipline
        on verdicts.employee_key = discipline.employee_key and {{ in_interval('verdicts.period_date', 'discipline') }}
    inner join {{ ref('int_employee__as_of') }} as employee
        on verdicts.employee_key = employee.employee_key and {{ in_interval('verdicts.period_date', 'employee') }}
    left join {{ ref('int_rule__unconfirmed_rows') }} as used
        on
            judged.employee_key = used.employee_key
            and judged.period_date = used.evaluation_date
            and judged.track = used.track
            and judged.criterion = used.criterion
    where
        verdicts.verdict = 'eligible'
        and judged.status = 'PASS'
        and (judged.criterion <> 'discipline' or discipline.has_punishments)
        and (judged.criterion <> 'appeal_pending' or coalesce(employee.legal_status_id = '09', false))
    group by verdicts.period_date, verdicts.employee_key, verdicts.track
),

first_dates as (
    {% for track in tracks() %}
    select '{{ track }}' as track, employee_key, evaluation_date, first_pass_date
    from {{ ref('int_' ~ track ~ '__later') }}
    where criterion = '*'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- What is the same in every track.
people as (
    select
        dates.evaluation_date,
        region.region_code,
        region.region_name,
        employee.employee_key,
        employee.nip,
        person.employee_name,
        employee.employment_kind,
        coalesce(position.unit_name, profile.unit_name) as unit_name,
        position.opd_name,
        coalesce(position.position_name, profile.position_name) as position_name,
        rank.golongan,
        case when rank.is_known then rank.next_golongan end as next_golongan,
        rank.is_known as rank_is_known,
        facts.next_grade_id
    from {{ ref('int_evaluation__dates') }} as dates
    inner join {{ ref('int_employee__as_of') }} as employee on {{ in_interval('dates.evaluation_date', 'employee') }}
    inner join {{ ref('region') }} as region on employee.region_slug = region.region_slug
    inner join {{ ref('dim_employee') }} as person on employee.employee_key = person.employee_key
    inner join {{ ref('int_promotion__facts') }} as facts
        on employee.employee_key = facts.employee_key and {{ in_interval('dates.evaluation_date', 'facts') }}
    inner join {{ ref('int_rank__as_of') }} as rank
        on employee.employee_key = rank.employee_key and {{ in_interval('dates.evaluation_date', 'rank') }}
    inner join {{ ref('int_position__as_of') }} as position
        on employee.employee_key = position.employee_key and {{ in_interval('dates.evaluation_date', 'position') }}
    left join {{ ref('stg_kepegawaian__profil_asn') }} as profile on employee.profile_row_key = profile.row_key
    where dates.is_in_scope
),

provisional as (
    select performance.employee_key, asked.track, asked.evaluation_date
    from {{ ref('int_performance__as_of') }} as performance
    inner join {{ ref('int_rule__performance_years') }} as asked
        on
            performance.years_asked = asked.years
            and performance.gate_ordinal = asked.gate_ordinal
            and {{ in_interval('asked.evaluation_date', 'performance') }}
    where performance.is_provisional
),

rule_set as (
    select substr(max(rule_set_version), 1, 12) as rule_set_version from {{ ref('dim_rule') }}
)

select
    verdicts.period_date,
    run.known_at,
    people.region_code,
    people.region_name,
    verdicts.employee_key,
    people.nip,
    people.employee_name,
    people.employment_kind,
    people.unit_name,
    people.opd_name,
    verdicts.track,
    people.golongan as current_golongan,
    case
        when verdicts.verdict = 'not_applicable' or not people.rank_is_known then cast(null as varchar)
        when verdicts.track = 'kp_ijazah' then by_diploma.entry_golongan
        when verdicts.track like 'kp_%' then people.next_golongan
    end as proposed_golongan,
    people.position_name as current_position,
    case
        when verdicts.verdict = 'not_applicable' then cast(null as varchar)
        when verdicts.track = 'kenaikan_jenjang' then people.next_grade_id
        when verdicts.track like 'jabatan_%' then substr(verdicts.track, length('jabatan_') + 1)
    end as proposed_level,
    verdicts.verdict,
    verdicts.failed_criteria,
    verdicts.unknown_criteria,
    case
        when verdicts.verdict = 'eligible' then verdicts.period_date
        when verdicts.verdict = 'not_eligible' then first_dates.first_pass_date
    end as first_possible_date,
    provisional.employee_key is not null and verdicts.verdict <> 'not_applicable' as is_provisional,
    rule_set.rule_set_version,
    coalesce(verdicts.unconfirmed_rules, needed.unconfirmed_rules) is not null as rests_on_unconfirmed,
    coalesce(verdicts.unconfirmed_rules, needed.unconfirmed_rules, '') as unconfirmed_rules,
    {{ is_synthetic() }} as is_synthetic
from verdicts
inner join people on verdicts.employee_key = people.employee_key and verdicts.period_date = people.evaluation_date
cross join {{ source('landing', 'run') }} as run
cross join rule_set
left join needed
    on
        verdicts.track = needed.track
        and verdicts.employee_key = needed.employee_key
        and verdicts.period_date = needed.period_date
left join provisional
    on
        verdicts.track = provisional.track
        and verdicts.employee_key = provisional.employee_key
        and verdicts.period_date = provisional.evaluation_date
left join (
    select 'kp_ijazah' as track, employee_key, evaluation_date, entry_golongan from {{ ref('int_kp_ijazah__evaluate') }}
) as by_diploma
    on
        verdicts.track = by_diploma.track
        and verdicts.employee_key = by_diploma.employee_key
        and verdicts.period_date = by_diploma.evaluation_date
left join first_dates
    on
        verdicts.track = first_dates.track
        and verdicts.employee_key = first_dates.employee_key
        and verdicts.period_date = first_dates.evaluation_date
