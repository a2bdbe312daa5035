-- Grain: one person x stretch of evaluation dates.
-- Region, kind of employment and service status on those days, each with the rows that it rests on.
with people as (
    select employee_key, nip, is_pns_shaped
    from {{ ref('int_identity__resolve') }}
    where is_current
),

-- The form of the golongan, for those whose profile says nothing of the kind.
golongan_form as (
    select
        identity.employee_key,
        max(case when ranks.golongan_scheme = 'PNS' then 1 else 0 end) = 1 as has_pns_form,
        max(case when ranks.golongan_scheme = 'PPPK' then 1 else 0 end) = 1 as has_pppk_form,
        {{ collect_ids('ranks.src_row_id') }} as src_row_ids
    from {{ ref('stg_kepegawaian__rw_golongan') }} as ranks
    inner join {{ ref('int_rows__resolve') }} as resolved
        on ranks.row_key = resolved.row_key and resolved.dataset = 'rw_golongan' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on ranks.nip = identity.nip
    where ranks.golongan_scheme in ('PNS', 'PPPK')
    group by identity.employee_key
),

-- Where a person was asked about: the only word on the region of someone whom no profile names.
asked_in as (
    select employee_key, region_slug, src_row_id
    from (
        select
            identity.employee_key,
            answers.region_slug,
            answers.src_row_id,
            row_number() over (
                partition by identity.employee_key
                order by {{ answer_order('answers') }} desc, answers.src_file_sha256 desc, answers.src_row desc, answers.region_slug
            ) as choice
        from {{ ref('stg_landing__answers') }} as answers
        inner join {{ ref('int_identity__resolve') }} as identity on answers.asked_nip = identity.nip
    ) as ordered
    where choice = 1
),

named_in as (
    select identity.employee_key, min(resolved.region_slug) as region_slug, min(resolved.src_row_id) as src_row_id
    from {{ ref('int_rows__resolve') }} as resolved
    inner join {{ ref('int_identity__resolve') }} as identity on resolved.nip = identity.nip
    group by identity.employee_key
),

searched as (
    select
        region_slug,
        extract_date,
        substr(src_file_sha256, 1, 12) || ':0' as src_row_id,
        lead(extract_date) over (partition by region_slug order by extract_date) as next_extract_date
    from {{ ref('stg_landing__file') }}
    where dataset = 'profil_asn' and status = 'admitted'
),

changes as (
    select spells.employee_key, spells.valid_from as change_date from {{ ref('int_profile__spells') }} as spells
    union all
    select spells.employee_key, profile.pns_date as change_date
    from {{ ref('int_profile__spells') }} as spells
    inner join {{ ref('stg_kepegawaian__profil_asn') }} as profile on spells.profile_row_key = profile.row_key
    union all
    select spells.employee_key, searched.extract_date as change_date
    from {{ ref('int_profile__spells') }} as spells
    inner join searched on spells.region_slug = searched.region_slug
    where spells.is_left
),

stretches as (
    {{ evaluation_stretches('people', 'changes') }}
),

standing as (
    select
        stretches.employee_key,
        stretches.valid_from,
        stretches.valid_to,
        coalesce(spells.region_slug, asked_in.region_slug, named_in.region_slug) as region_slug,
        people.nip,
        people.is_pns_shaped,
        coalesce(spells.is_left, false) as is_left,
        coalesce(spells.is_assumed, false) as is_assumed,
        coalesce(spells.is_quarantined, false) as is_quarantined,
        spells.profile_row_key,
        spells.employee_key is not null as is_profiled,
        {{ merge_ids(['spells.src_row_ids', 'case when spells.is_left then searched.src_row_id end']) }} as profile_ids,
        {{ merge_ids(['golongan_form.src_row_ids', 'asked_in.src_row_id', 'case when asked_in.src_row_id is null then named_in.src_row_id end']) }} as chain_ids,
        coalesce(golongan_form.has_pns_form, false) as has_pns_form,
        coalesce(golongan_form.has_pppk_form, false) as has_pppk_form
    from stretches
    inner join people on stretches.employee_key = people.employee_key
    left join {{ ref('int_profile__spells') }} as spells
        on
            people.employee_key = spells.employee_key
            and {{ in_interval('stretches.valid_from', 'spells') }}
    left join searched
        on
            spells.region_slug = searched.region_slug
            and {{ in_interval('stretches.valid_from', 'searched', 'extract_date', 'next_extract_date') }}
    left join golongan_form on people.employee_key = golongan_form.employee_key
    left join asked_in on people.employee_key = asked_in.employee_key
    left join named_in on people.employee_key = named_in.employee_key
),

described as (
    select
        standing.*,
        {{ policy('POL.SERVICE.ASSUMED') }} = 'oldest profile' as accepts_oldest,
        substr(coalesce(profile.nip, standing.nip), 13, 2) between '01' and '12'
        or {{ precedence('status_number') }} = 'status' as number_agrees,
        case
            when legal_status.employment_kind is null or {{ precedence('status_legal') }} = 'status' then profile.status_cpns_pns
        end as status_cpns_pns,
        profile.legal_status_id,
        legal_status.legal_status_name,
        legal_status.employment_kind as legal_status_kind,
        legal_status.service_status as listed_service_status,
        profile.employee_type_name,
        profile.golongan_scheme,
        profile.cpns_date,
        profile.pns_date
    from standing
    left join {{ ref('stg_kepegawaian__profil_asn') }} as profile on standing.profile_row_key = profile.row_key
    left join {{ ref('legal_status') }} as legal_status on profile.legal_status_id = legal_status.legal_status_id
),

kinds as (
    select
        described.*,
        case
            when status_cpns_pns in ('C', 'P')
                then
                    case
                        when not number_agrees then 'UNKNOWN'
                        when pns_date is not null and valid_from < pns_date then 'CPNS'
                        when pns_date is not null or status_cpns_pns = 'P' then 'PNS'
                        else 'CPNS'
                    end
            when legal_status_kind is not null then legal_status_kind
            when upper(employee_type_name) like '%PPPK%PARUH%' then 'PPPK_PARUH_WAKTU'
            when upper(employee_type_name) like '%PPPK%' then 'PPPK'
            when golongan_scheme = 'PPPK' then 'PPPK'
            when golongan_scheme = 'PNS' then 'PNS'
            when has_pns_form then 'PNS'
            when has_pppk_form then 'PPPK'
            when is_pns_shaped then 'PNS'
            else 'PPPK'
        end as kind,
        case
            when status_cpns_pns in ('C', 'P') then case when number_agrees then 'status' else 'conflict' end
            when legal_status_kind is not null then 'legal_status'
            when upper(employee_type_name) like '%PPPK%' then 'employee_type'
            when golongan_scheme in ('PPPK', 'PNS') then 'golongan'
            when has_pns_form or has_pppk_form then 'golongan_history'
            else 'number'
        end as kind_source
    from described
)

select
    employee_key,
    valid_from,
    valid_to,
    region_slug,
    nip,
    case when kind <> 'UNKNOWN' then kind end as employment_kind,
    kind_source,
    case when kind_source in ('golongan_history', 'number') then chain_ids else profile_ids end as employment_kind_ids,
    case when accepts_oldest or not is_assumed then legal_status_id end as legal_status_id,
    case when accepts_oldest or not is_assumed then legal_status_name end as legal_status_name,
    case
        when is_left then 'NOT_APPLICABLE'
        when not is_profiled or profile_row_key is null then 'UNKNOWN'
        when is_assumed and (listed_service_status = 'NOT_APPLICABLE' or not accepts_oldest) then 'UNKNOWN'
        else coalesce(listed_service_status, 'UNKNOWN')
    end as service_status,
    is_left,
    is_assumed,
    is_quarantined,
    is_profiled,
    profile_row_key,
    profile_ids,
    cpns_date,
    pns_date
from kinds
