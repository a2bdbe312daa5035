-- Grain: one number (NIP or NI PPPK) that any extract told of, with what its newest good profile row says of the person.
-- is_steady: it never stood beside another PNS ID (or, without one, another NIK). A number that did may have been exchanged
-- with somebody else's, so nobody is tied through it; the newest row with the other id is named.
with numbers as (
    select nip from ({{ all_staged_rows(['nip']) }}) as staged where nip is not null
    union
    select asked_nip as nip from {{ ref('stg_landing__answers') }} where asked_nip is not null and outcome <> 'error'
),

told as (
    select
        nip,
        pns_id,
        nik,
        birth_date,
        extract_date,
        row_key,
        src_row_id,
        row_number() over (partition by nip order by extract_date desc, row_key desc) as newest
    from {{ ref('stg_kepegawaian__profil_asn') }}
    where reasons = '' and nip is not null
),

steadiness as (
    select nip, count(distinct coalesce(pns_id, nik)) <= 1 as is_steady
    from told
    group by nip
),

earlier as (
    select
        told.nip,
        told.pns_id,
        told.src_row_id,
        row_number() over (partition by told.nip order by told.extract_date desc, told.row_key desc) as choice
    from told
    inner join told as latest on told.nip = latest.nip and latest.newest = 1 and told.pns_id <> latest.pns_id
)

select
    numbers.nip,
    substr(numbers.nip, 13, 2) between '01' and '12' as is_pns_shaped,
    latest.pns_id,
    latest.nik,
    latest.birth_date,
    latest.extract_date,
    latest.src_row_id,
    coalesce(steadiness.is_steady, false) as is_steady,
    earlier.pns_id as earlier_pns_id,
    earlier.src_row_id as earlier_src_row_id
from numbers
left join told as latest on numbers.nip = latest.nip and latest.newest = 1
left join steadiness on numbers.nip = steadiness.nip
left join earlier on numbers.nip = earlier.nip and earlier.choice = 1
