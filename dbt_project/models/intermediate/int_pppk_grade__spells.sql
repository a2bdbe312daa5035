-- Grain: one person x stretch in one PPPK golongan (a pay grade, not a rank), half-open.
with facts as (
    select
        identity.employee_key,
        ranks.golongan,
        ranks.golongan_date as valid_from,
        ranks.src_row_id
    from {{ ref('stg_kepegawaian__rw_golongan') }} as ranks
    inner join {{ ref('int_rows__resolve') }} as resolved
        on ranks.row_key = resolved.row_key and resolved.dataset = 'rw_golongan' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on ranks.nip = identity.nip
    where ranks.golongan_scheme = 'PPPK' and ranks.golongan_date is not null
    union
    select newest.employee_key, newest.golongan, newest.golongan_date as valid_from, newest.src_row_id
    from {{ ref('int_profile__newest') }} as newest
    where newest.golongan_scheme = 'PPPK' and newest.golongan_date is not null
),

dated as (
    select
        facts.employee_key,
        facts.valid_from,
        max(rank.ordinal) as ordinal,
        {{ collect_ids('facts.src_row_id') }} as src_row_ids
    from facts
    inner join {{ ref('rank') }} as rank on facts.golongan = rank.golongan and rank.scheme = 'PPPK'
    group by facts.employee_key, facts.valid_from
)

select
    dated.employee_key,
    rank.golongan,
    dated.valid_from,
    lead(dated.valid_from) over (partition by dated.employee_key order by dated.valid_from) as valid_to,
    dated.src_row_ids
from dated
inner join {{ ref('rank') }} as rank on dated.ordinal = rank.ordinal and rank.scheme = 'PPPK'
