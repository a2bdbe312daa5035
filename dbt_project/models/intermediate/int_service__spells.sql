-- Grain: one person x stretch of employment (CPNS, PNS, PPPK, PPPK_PARUH_WAKTU), half-open, from the first dated fact
-- to the snapshot that showed them gone.
with kinds as (
    select
        employee_key,
        employment_kind,
        region_slug,
        cpns_date,
        pns_date,
        profile_ids,
        employment_kind_ids
    from (
        select
            employee.*,
            row_number() over (partition by employee.employee_key order by employee.valid_from desc) as newest
        from {{ ref('int_employee__as_of') }} as employee
    ) as ordered
    where newest = 1
),

first_fact as (
    select employee_key, min(valid_from) as first_date
    from (
        select employee_key, valid_from from {{ ref('int_rank__spells') }}
        union all
        select employee_key, valid_from from {{ ref('int_pppk_grade__spells') }}
        union all
        select employee_key, valid_from from {{ ref('int_position__spells') }}
        union all
        select employee_key, cpns_date as valid_from from {{ ref('int_profile__newest') }} where cpns_date is not null
    ) as facts
    group by employee_key
),

gone as (
    select
        spells.employee_key,
        min(case when spells.is_left or legal_status.service_status = 'NOT_APPLICABLE' then spells.valid_from end) as gone_from,
        max(case when not spells.is_left and legal_status.service_status is distinct from 'NOT_APPLICABLE' then spells.valid_from end)
            as last_present_from
    from {{ ref('int_profile__spells') }} as spells
    left join {{ ref('stg_kepegawaian__profil_asn') }} as profile on spells.profile_row_key = profile.row_key
    left join {{ ref('legal_status') }} as legal_status on profile.legal_status_id = legal_status.legal_status_id
    where not spells.is_assumed
    group by spells.employee_key
),

bounded as (
    select
        kinds.employee_key,
        kinds.employment_kind,
        kinds.cpns_date,
        kinds.pns_date,
        kinds.profile_ids,
        first_fact.first_date,
        -- gone for good: no later stretch shows the person in service
        case when gone.last_present_from is null or gone.gone_from > gone.last_present_from then gone.gone_from end as exit_date
    from kinds
    inner join first_fact on kinds.employee_key = first_fact.employee_key
    left join gone on kinds.employee_key = gone.employee_key
),

stages as (
    select
        employee_key,
        'CPNS' as employment_kind,
        first_date as valid_from,
        least(pns_date, coalesce(exit_date, pns_date)) as valid_to,
        exit_date,
        profile_ids
    from bounded
    where employment_kind in ('CPNS', 'PNS') and pns_date > first_date
    union all
    select
        employee_key,
        employment_kind,
        case when employment_kind in ('CPNS', 'PNS') and pns_date > first_date then pns_date else first_date end as valid_from,
        exit_date as valid_to,
        exit_date,
        profile_ids
    from bounded
    where not coalesce(employment_kind = 'CPNS' and pns_date > first_date, false)
)

select employee_key, employment_kind, valid_from, valid_to, exit_date, profile_ids as src_row_ids
from stages
where valid_to is null or valid_from < valid_to
