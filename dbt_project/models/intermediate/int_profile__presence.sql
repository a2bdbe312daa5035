-- Grain: one row of any profil_asn snapshot that can be tied to a person, good or quarantined.
-- A snapshot speaks for its region until the region's next one. A quarantined row still shows that the person was
-- there; where its NIP cannot be read, PNS ID, NIK, or name and birth date tie it to the person that other snapshots give.
with delivered as (
    select
        profile.row_key,
        profile.src_row_id,
        identity.employee_key,
        profile.pns_id,
        profile.nik,
        upper(profile.employee_name) as employee_name,
        profile.birth_date,
        profile.region_slug,
        profile.extract_date,
        profile.position_date,
        resolved.disposition = 'used' as is_good
    from {{ ref('stg_kepegawaian__profil_asn') }} as profile
    inner join {{ ref('int_rows__resolve') }} as resolved
        on profile.row_key = resolved.row_key and resolved.dataset = 'profil_asn'
    left join {{ ref('int_identity__resolve') }} as identity on profile.nip = identity.nip
    where resolved.disposition in ('used', 'quarantined')
),

by_pns_id as (
    select pns_id, min(employee_key) as employee_key
    from delivered
    where employee_key is not null and pns_id is not null
    group by pns_id
    having count(distinct employee_key) = 1
),

by_nik as (
    select nik, min(employee_key) as employee_key
    from delivered
    where employee_key is not null and nik is not null
    group by nik
    having count(distinct employee_key) = 1
),

by_name as (
    select employee_name, birth_date, min(employee_key) as employee_key
    from delivered
    where employee_key is not null and employee_name is not null and birth_date is not null
    group by employee_name, birth_date
    having count(distinct employee_key) = 1
),

tied as (
    select
        delivered.row_key,
        delivered.src_row_id,
        delivered.region_slug,
        delivered.extract_date,
        delivered.position_date,
        delivered.is_good,
        coalesce(delivered.employee_key, by_pns_id.employee_key, by_nik.employee_key, by_name.employee_key) as employee_key
    from delivered
    left join by_pns_id on delivered.pns_id = by_pns_id.pns_id
    left join by_nik on delivered.nik = by_nik.nik
    left join by_name on delivered.employee_name = by_name.employee_name and delivered.birth_date = by_name.birth_date
),

snapshots as (
    select
        region_slug,
        extract_date,
        lead(extract_date) over (partition by region_slug order by extract_date) as next_extract_date
    from (
        select distinct region_slug, extract_date
        from {{ ref('stg_landing__file') }}
        where dataset = 'profil_asn' and status = 'admitted'
    ) as admitted
)

select
    tied.row_key,
    tied.src_row_id,
    tied.employee_key,
    tied.region_slug,
    tied.extract_date,
    snapshots.next_extract_date,
    tied.position_date,
    tied.is_good
from tied
inner join snapshots on tied.region_slug = snapshots.region_slug and tied.extract_date = snapshots.extract_date
where tied.employee_key is not null
