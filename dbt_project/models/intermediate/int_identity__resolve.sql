-- Grain: one number (NIP or NI PPPK) that any extract told of.
-- The person behind it. Two numbers are one person where a valid NIK and the birth date agree and at most one of the
-- numbers is a NIP of a PNS: a NIP stays for life, the NI of a PPPK changes with the agency.
with numbers as (
    select nip from {{ ref('int_rows__resolve') }} where nip is not null
    union
    select asked_nip as nip from {{ ref('stg_landing__answers') }} where asked_nip is not null and outcome <> 'error'
),

newest_profile as (
    select
        nip,
        nik,
        birth_date,
        extract_date,
        row_number() over (partition by nip order by extract_date desc, row_key desc) as newest
    from {{ ref('stg_kepegawaian__profil_asn') }}
    where reasons = '' and nip is not null
),

described as (
    select
        numbers.nip,
        newest_profile.extract_date,
        case
            when {{ regexp_like('newest_profile.nik', "'^[0-9]{16}$'") }} and newest_profile.birth_date is not null
                then newest_profile.nik || '|' || cast(newest_profile.birth_date as varchar)
        end as nik_and_birth,
        substr(numbers.nip, 13, 2) between '01' and '12' as is_pns_shaped
    from numbers
    left join newest_profile on numbers.nip = newest_profile.nip and newest_profile.newest = 1
),

grouped as (
    select
        nik_and_birth,
        min(nip) as first_nip,
        sum(case when is_pns_shaped then 1 else 0 end) as pns_numbers
    from described
    where nik_and_birth is not null
    group by nik_and_birth
),

resolved as (
    select
        described.nip,
        described.is_pns_shaped,
        described.extract_date,
        coalesce(case when grouped.pns_numbers <= 1 then grouped.first_nip end, described.nip) as person_nip
    from described
    left join grouped on described.nik_and_birth = grouped.nik_and_birth
),

ordered as (
    select
        resolved.*,
        row_number() over (
            partition by person_nip
            order by
                coalesce(extract_date, date '1900-01-01') desc, is_pns_shaped desc, substr(nip, 9, 4) desc, nip desc
        ) as recency
    from resolved
)

select
    nip,
    {{ surrogate_key(["'employee'", 'person_nip']) }} as employee_key,
    is_pns_shaped,
    recency = 1 as is_current
from ordered
