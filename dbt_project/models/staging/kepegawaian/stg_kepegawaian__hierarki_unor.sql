-- Grain: one landed line of a file `hierarki_unor`, good or bad.
-- The tree of work units. A unit that names itself as its parent stands at the top.
{% set rules = {
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('landed', 'src_file_sha256', 'delivery_key'),
    'required_missing': 'unit_name is null',
} %}
with landed as (
    select
        {{ row_identity() }},
        {{ filled_id('"ID"') }} as delivery_key,
        {{ filled('"NAMA_UNOR"') }} as unit_name,
        {{ filled_id('"ID_ATASAN"') }} as written_parent_id,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__hierarki_unor') }}
),

judged as (
    select
        landed.*,
        {{ judgement(rules) }}
    from landed
)

select
    {{ row_identity_columns() }},
    cast(null as varchar) as nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    delivery_key as unit_id,
    unit_name,
    nullif(written_parent_id, delivery_key) as parent_unit_id
from judged
