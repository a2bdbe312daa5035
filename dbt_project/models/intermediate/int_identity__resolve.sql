-- Grain: one number (NIP or NI PPPK) that any extract told of.
-- The person behind it. Numbers are one person's where they share the PNS ID, or a NIK and birth date of which at most one
-- PNS has the number: a NIP stays for life, unless BKN corrects it under the same PNS ID; the NI of a PPPK changes with the
-- agency, and a PPPK who becomes CPNS gets a NIP. Two numbers that stand side by side in one snapshot are two people if
-- both are PNS or the names differ: then the id that they share is wrong.
with ties as (
    select 'pns_id' as tie_kind, pns_id as tie, nip, is_pns_shaped, pns_id
    from {{ ref('int_identity__numbers') }}
    where is_steady and pns_id is not null
    union all
    select 'nik' as tie_kind, nik || '|' || cast(birth_date as varchar) as tie, nip, is_pns_shaped, pns_id
    from {{ ref('int_identity__numbers') }}
    where is_steady and nik is not null and birth_date is not null
),

shared as (
    select tie_kind, tie, min(nip) as first_nip
    from ties
    group by tie_kind, tie
    having count(*) > 1 and count(distinct case when is_pns_shaped then coalesce(pns_id, nip) end) <= 1
),

side_by_side as (
    select distinct tie_kind, tie
    from (
        select
            ties.tie_kind,
            ties.tie,
            profile.region_slug,
            profile.extract_date
        from ties
        inner join shared on ties.tie_kind = shared.tie_kind and ties.tie = shared.tie
        inner join {{ ref('stg_kepegawaian__profil_asn') }} as profile on ties.nip = profile.nip and profile.reasons = ''
        group by ties.tie_kind, ties.tie, profile.region_slug, profile.extract_date
        having
            count(distinct ties.nip) > 1
            and (
                count(distinct {{ spelling_key('profile.employee_name') }}) > 1
                or count(distinct case when ties.is_pns_shaped then ties.nip end) > 1
            )
    ) as snapshots
),

sound as (
    select ties.tie_kind, ties.tie, ties.nip
    from ties
    inner join shared on ties.tie_kind = shared.tie_kind and ties.tie = shared.tie
    left join side_by_side on ties.tie_kind = side_by_side.tie_kind and ties.tie = side_by_side.tie
    where side_by_side.tie is null
),

{# Each step hands on the lowest number of a group: by PNS ID, by NIK, and by PNS ID once more. #}
{% for step, before, tie_kind in [('by_pns_id', none, 'pns_id'), ('by_nik', 'by_pns_id', 'nik'), ('tied', 'by_nik', 'pns_id')] -%}
{{ step }} as (
    select
        known.nip,
        min(coalesce(least(known.person_nip, other_known.person_nip), known.person_nip)) as person_nip
    from {% if before %}{{ before }}{% else %}(select nip, nip as person_nip from {{ ref('int_identity__numbers') }}){% endif %} as known
    left join sound on known.nip = sound.nip and sound.tie_kind = '{{ tie_kind }}'
    left join sound as other on sound.tie = other.tie and sound.tie_kind = other.tie_kind
    left join {% if before %}{{ before }}{% else %}(select nip, nip as person_nip from {{ ref('int_identity__numbers') }}){% endif %} as other_known
        on other.nip = other_known.nip
    group by known.nip
),

{% endfor -%}
ordered as (
    select
        numbers.nip,
        numbers.is_pns_shaped,
        tied.person_nip,
        row_number() over (
            partition by tied.person_nip
            order by
                coalesce(numbers.extract_date, date '1900-01-01') desc,
                numbers.is_pns_shaped desc,
                substr(numbers.nip, 9, 4) desc,
                numbers.nip desc
        ) as recency
    from tied
    inner join {{ ref('int_identity__numbers') }} as numbers on tied.nip = numbers.nip
)

select
    nip,
    {{ surrogate_key(["'employee'", 'person_nip']) }} as employee_key,
    is_pns_shaped,
    recency = 1 as is_current
from ordered
