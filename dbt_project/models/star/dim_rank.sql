-- Grain: one golongan of PNS or PPPK.
select
    {{ surrogate_key(["'rank'", 'scheme', 'golongan']) }} as rank_key,
    scheme,
    golongan_id,
    golongan,
    ordinal,
    pangkat
from {{ ref('rank') }}
