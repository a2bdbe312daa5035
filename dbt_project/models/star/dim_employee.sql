-- Grain: one person, everyone ever seen in any extract.
with people as (
    select
        employee_key,
        min(nip) as first_nip,
        {{ join_distinct('nip', ',') }} as all_nip
    from {{ ref('int_identity__resolve') }}
    group by employee_key
),

seen as (
    select
        employee_key,
        min(extract_date) as first_seen,
        max(extract_date) as last_seen
    from {{ ref('int_profile__presence') }}
    group by employee_key
),

origin as (
    select max(case when is_synthetic then 1 else 0 end) = 1 as is_synthetic
    from {{ ref('stg_landing__file') }}
    where status = 'admitted'
)

select
    people.employee_key,
    coalesce(profile.nip, people.first_nip) as nip,
    people.all_nip,
    profile.employee_name,
    profile.title_prefix,
    profile.title_suffix,
    profile.birth_date,
    profile.sex,
    profile.cpns_date,
    profile.pns_date,
    seen.first_seen,
    seen.last_seen,
    region.region_code as last_region_code,
    {{ merge_ids(['profile.src_row_id']) }} as src_row_ids,
    origin.is_synthetic
from people
cross join origin
left join {{ ref('int_profile__newest') }} as newest on people.employee_key = newest.employee_key
left join {{ ref('stg_kepegawaian__profil_asn') }} as profile on newest.row_key = profile.row_key
left join seen on people.employee_key = seen.employee_key
left join {{ ref('region') }} as region on newest.region_slug = region.region_slug
