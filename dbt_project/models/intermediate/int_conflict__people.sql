-- Grain: one pair of values that disagree on who a person is: kind of employment, region, number, birth date, sex.
-- winner: which value the other models use.
with newest as (
    select
        newest.employee_key,
        newest.src_row_id,
        newest.extract_date,
        profile.nip,
        profile.birth_date,
        profile.sex
    from {{ ref('int_profile__newest') }} as newest
    inner join {{ ref('stg_kepegawaian__profil_asn') }} as profile on newest.row_key = profile.row_key
),

-- the same in every snapshot is one disagreement, from the first on
kinds as (
    select
        kinds.employee_key,
        kinds.kind_source,
        legal_status.employment_kind as legal_kind,
        legal_status.legal_status_name,
        profile.status_cpns_pns,
        profile.nip,
        min(profile.extract_date) as extract_date,
        {{ collect_ids('profile.src_row_id') }} as src_row_ids
    from (
        select distinct employee_key, profile_row_key, kind_source
        from {{ ref('int_employee__as_of') }}
        where kind_source in ('conflict', 'status')
    ) as kinds
    inner join {{ ref('stg_kepegawaian__profil_asn') }} as profile on kinds.profile_row_key = profile.row_key
    left join {{ ref('legal_status') }} as legal_status on profile.legal_status_id = legal_status.legal_status_id
    group by
        kinds.employee_key,
        kinds.kind_source,
        legal_status.employment_kind,
        legal_status.legal_status_name,
        profile.status_cpns_pns,
        profile.nip
),

regions as (
    select
        one.employee_key,
        one.extract_date,
        one_region.region_name || coalesce(', post of ' || cast(one.position_date as varchar), '') as value_1,
        one.src_row_id as src_row_id_1,
        other_region.region_name || coalesce(', post of ' || cast(other.position_date as varchar), '') as value_2,
        other.src_row_id as src_row_id_2,
        case spells.region_slug
            when one.region_slug then 'value_1' when other.region_slug then 'value_2' else 'none'
        end as winner
    from {{ ref('int_profile__presence') }} as one
    inner join {{ ref('int_profile__presence') }} as other
        on
            one.employee_key = other.employee_key
            and one.extract_date = other.extract_date
            and one.region_slug < other.region_slug
    inner join {{ ref('region') }} as one_region on one.region_slug = one_region.region_slug
    inner join {{ ref('region') }} as other_region on other.region_slug = other_region.region_slug
    inner join {{ ref('int_profile__spells') }} as spells
        on one.employee_key = spells.employee_key and {{ in_interval('one.extract_date', 'spells') }}
)

select
    'status_number' as conflict,
    employee_key,
    extract_date as valid_date,
    'STATUS ' || status_cpns_pns as value_1,
    'profil_asn STATUS CPNS PNS' as source_1,
    src_row_ids as src_row_ids_1,
    'PPPK-shaped ' || nip as value_2,
    'profil_asn NIP BARU' as source_2,
    src_row_ids as src_row_ids_2,
    'none' as winner
from kinds
where kind_source = 'conflict'
union all
select
    'status_legal' as conflict,
    employee_key,
    extract_date as valid_date,
    'STATUS ' || status_cpns_pns as value_1,
    'profil_asn STATUS CPNS PNS' as source_1,
    src_row_ids as src_row_ids_1,
    legal_status_name as value_2,
    'profil_asn KEDUDUKAN HUKUM' as source_2,
    src_row_ids as src_row_ids_2,
    'value_1' as winner
from kinds
where kind_source = 'status' and legal_kind is not null
union all
select
    'region_on_day' as conflict,
    employee_key,
    extract_date as valid_date,
    value_1,
    'profil_asn' as source_1,
    src_row_id_1 as src_row_ids_1,
    value_2,
    'profil_asn' as source_2,
    src_row_id_2 as src_row_ids_2,
    winner
from regions
union all
select
    'person_of_number' as conflict,
    identity.employee_key,
    numbers.extract_date as valid_date,
    'PNS ID ' || numbers.pns_id as value_1,
    'profil_asn' as source_1,
    numbers.src_row_id as src_row_ids_1,
    'PNS ID ' || numbers.earlier_pns_id as value_2,
    'profil_asn' as source_2,
    numbers.earlier_src_row_id as src_row_ids_2,
    'value_1' as winner
from {{ ref('int_identity__numbers') }} as numbers
inner join {{ ref('int_identity__resolve') }} as identity on numbers.nip = identity.nip
where numbers.earlier_pns_id is not null
union all
select
    'birth_date' as conflict,
    employee_key,
    extract_date as valid_date,
    cast(birth_date as varchar) as value_1,
    'profil_asn TANGGAL LAHIR' as source_1,
    src_row_id as src_row_ids_1,
    cast({{ number_birth_date('nip') }} as varchar) as value_2,
    'profil_asn NIP BARU' as source_2,
    src_row_id as src_row_ids_2,
    'value_1' as winner
from newest
where birth_date <> {{ number_birth_date('nip') }}
union all
select
    'sex' as conflict,
    employee_key,
    extract_date as valid_date,
    sex as value_1,
    'profil_asn JENIS KELAMIN' as source_1,
    src_row_id as src_row_ids_1,
    {{ number_sex('nip') }} as value_2,
    'profil_asn NIP BARU' as source_2,
    src_row_id as src_row_ids_2,
    'value_1' as winner
from newest
where sex <> {{ number_sex('nip') }}
