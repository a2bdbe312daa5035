-- Grain: one person. The newest good profil_asn row known: what stands in where a history has no answer.
with good as (
    select
        presence.employee_key,
        presence.row_key,
        presence.region_slug,
        presence.extract_date,
        row_number() over ({{ newest_profile_first() }}) as newest
    from {{ ref('int_profile__presence') }} as presence
    where presence.is_good
),

quarantined as (
    select employee_key, max(extract_date) as extract_date
    from {{ ref('int_profile__presence') }}
    where not is_good
    group by employee_key
)

select
    good.employee_key,
    good.row_key,
    profile.src_row_id,
    good.region_slug,
    good.extract_date,
    profile.nip,
    profile.golongan,
    profile.golongan_scheme,
    profile.golongan_date,
    profile.initial_golongan,
    profile.initial_golongan_scheme,
    profile.cpns_date,
    profile.pns_date,
    coalesce(quarantined.extract_date > good.extract_date, false) as has_newer_quarantined
from good
inner join {{ ref('stg_kepegawaian__profil_asn') }} as profile on good.row_key = profile.row_key
left join quarantined on good.employee_key = quarantined.employee_key
where good.newest = 1
