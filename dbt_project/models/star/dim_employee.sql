-- Grain: one person, everyone ever seen in any extract.
with people as (
    select
        employee_key,
        max(case when is_current then nip end) as nip,
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
)

select
    people.employee_key,
    people.nip,
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
    {{ is_synthetic() }} as is_synthetic
from people
left join {{ ref('int_profile__newest') }} as newest on people.employee_key = newest.employee_key
left join {{ ref('stg_kepegawaian__profil_asn') }} as profile on newest.row_key = profile.row_key
left join seen on people.employee_key = seen.employee_key
left join {{ ref('region') }} as region on newest.region_slug = region.region_slug
