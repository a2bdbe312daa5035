-- Grain: one person in one profil_asn snapshot.
select
    presence.employee_key,
    region.region_code,
    presence.extract_date,
    profile.nip,
    case
        when profile.status_cpns_pns = 'C' then 'CPNS'
        when profile.status_cpns_pns = 'P' and substr(profile.nip, 13, 2) between '01' and '12' then 'PNS'
        when profile.status_cpns_pns = 'P' then cast(null as varchar)
        when legal_status.employment_kind is not null then legal_status.employment_kind
        when upper(profile.employee_type_name) like '%PPPK%PARUH%' then 'PPPK_PARUH_WAKTU'
        when upper(profile.employee_type_name) like '%PPPK%' then 'PPPK'
        when profile.golongan_scheme in ('PNS', 'PPPK') then profile.golongan_scheme
        when substr(profile.nip, 13, 2) between '01' and '12' then 'PNS'
        else 'PPPK'
    end as employment_kind,
    coalesce(legal_status.service_status, 'UNKNOWN') as service_status,
    profile.legal_status_id,
    profile.golongan,
    profile.unit_id,
    profile.unit_name,
    profile.position_name,
    presence.row_key,
    presence.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_profile__presence') }} as presence
inner join {{ ref('stg_kepegawaian__profil_asn') }} as profile on presence.row_key = profile.row_key
inner join {{ ref('region') }} as region on presence.region_slug = region.region_slug
left join {{ ref('legal_status') }} as legal_status on profile.legal_status_id = legal_status.legal_status_id
where presence.is_good
