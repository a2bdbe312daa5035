-- Grain: one fact that a person held a PNS rank: a row of rw_golongan, or of profil_asn where no answer is known.
with history as (
    select
        identity.employee_key,
        rank.golongan,
        rank.ordinal,
        ranks.golongan_date as valid_from,
        ranks.promotion_kind_id,
        false as from_profile,
        ranks.row_key,
        ranks.src_row_id
    from {{ ref('stg_kepegawaian__rw_golongan') }} as ranks
    inner join {{ ref('int_rows__resolve') }} as resolved
        on ranks.row_key = resolved.row_key and resolved.dataset = 'rw_golongan' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on ranks.nip = identity.nip
    inner join {{ ref('rank') }} as rank on ranks.golongan = rank.golongan and rank.scheme = 'PNS'
    where ranks.golongan_scheme = 'PNS'
),

answered as (
    select employee_key from {{ ref('int_coverage__people') }} where dataset = 'rw_golongan' and has_answer
),

profiles as (
    select
        profile_facts.employee_key,
        rank.golongan,
        rank.ordinal,
        profile_facts.golongan_date as valid_from,
        cast(null as varchar) as promotion_kind_id,
        true as from_profile,
        profile_facts.row_key,
        profile_facts.src_row_id
    from ({{ newest_profile_facts('golongan_date', ['golongan', 'golongan_scheme']) }}) as profile_facts
    inner join {{ ref('rank') }} as rank on profile_facts.golongan = rank.golongan and rank.scheme = 'PNS'
    left join answered on profile_facts.employee_key = answered.employee_key
    where
        answered.employee_key is null
        and profile_facts.golongan_scheme = 'PNS'
        and {{ policy('POL.PROFILE') }} = 'profil_asn'
)

select employee_key, golongan, ordinal, valid_from, promotion_kind_id, from_profile, row_key, src_row_id
from history
union all
select employee_key, golongan, ordinal, valid_from, promotion_kind_id, from_profile, row_key, src_row_id
from profiles
