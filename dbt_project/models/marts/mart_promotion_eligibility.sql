-- Grain: one period date x person x track. The verdict follows from the rows of mart_promotion_criteria alone.
with verdicts as (
    {% for track in tracks() %}
    select
        '{{ track }}' as track,
        employee_key,
        evaluation_date,
        verdict,
        failed_criteria,
        unknown_criteria,
        first_possible_date,
        is_provisional,
        unconfirmed_rules,
        entry_golongan
    from {{ ref('int_' ~ track ~ '__verdicts') }}
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

rule_set as (
    select substr(max(rule_set_version), 1, 12) as rule_set_version from {{ ref('dim_rule') }}
)

select
    verdicts.evaluation_date as period_date,
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
        when verdicts.track = 'kp_ijazah' then verdicts.entry_golongan
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
    verdicts.first_possible_date,
    verdicts.is_provisional,
    rule_set.rule_set_version,
    verdicts.unconfirmed_rules <> '' as rests_on_unconfirmed,
    verdicts.unconfirmed_rules,
    {{ is_synthetic() }} as is_synthetic
from verdicts
inner join people on verdicts.employee_key = people.employee_key and verdicts.evaluation_date = people.evaluation_date
cross join {{ source('landing', 'run') }} as run
cross join rule_set
