-- Grain: one fact that a person took up a definitive post: a row of rw_jabatan, or of profil_asn where no answer is known.
-- TT, PLT, PLH and PJ never replace the post. Several on one day: choice 1 counts, by the decree (seed precedence), then
-- by the id.
with answered as (
    select employee_key from {{ ref('int_coverage__people') }} where dataset = 'rw_jabatan' and has_answer
),

history as (
    select
        identity.employee_key,
        positions.position_date as valid_from,
        positions.inauguration_date,
        positions.position_kind_id,
        positions.echelon_id,
        positions.position_id,
        positions.position_name,
        positions.unit_id,
        positions.unit_name,
        positions.opd_id,
        positions.opd_name,
        positions.agency_name,
        positions.region_slug,
        positions.decree_date,
        lower(positions.record_id) as record_id,
        false as from_profile,
        positions.src_row_id
    from {{ ref('stg_kepegawaian__rw_jabatan') }} as positions
    inner join {{ ref('int_rows__resolve') }} as resolved
        on positions.row_key = resolved.row_key and resolved.dataset = 'rw_jabatan' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on positions.nip = identity.nip
    where positions.assignment_id is null or positions.assignment_id = 'D'
),

profiles as (
    select
        profile_facts.employee_key,
        profile_facts.position_date as valid_from,
        cast(null as date) as inauguration_date,
        profile_facts.position_kind_id,
        profile_facts.echelon_id,
        profile_facts.position_id,
        profile_facts.position_name,
        profile_facts.unit_id,
        profile_facts.unit_name,
        cast(null as varchar) as opd_id,
        cast(null as varchar) as opd_name,
        profile_facts.agency_name,
        profile_facts.region_slug,
        cast(null as date) as decree_date,
        '' as record_id,
        true as from_profile,
        profile_facts.src_row_id
    from ({{ newest_profile_facts('position_date', [
        'position_kind_id', 'echelon_id', 'position_id', 'position_name', 'unit_id', 'unit_name', 'agency_name', 'region_slug'
    ]) }}) as profile_facts
    left join answered on profile_facts.employee_key = answered.employee_key
    where
        answered.employee_key is null
        and profile_facts.position_date is not null
        and profile_facts.position_kind_id is not null
        and {{ policy('POL.PROFILE') }} = 'profil_asn'
),

posts as (
    select * from history
    union all
    select * from profiles
)

select
    employee_key,
    valid_from,
    inauguration_date,
    position_kind_id,
    echelon_id,
    position_id,
    position_name,
    unit_id,
    unit_name,
    opd_id,
    opd_name,
    agency_name,
    region_slug,
    from_profile,
    src_row_id,
    row_number() over (
        partition by employee_key, valid_from
        order by
            {{ days_between("date '1900-01-01'", "coalesce(decree_date, date '1900-01-01')") }}
            * case when {{ precedence('position_on_day') }} = 'latest_decree' then 1 else -1 end desc,
            record_id desc,
            src_row_id desc
    ) as choice
from posts
