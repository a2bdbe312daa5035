-- Grain: one landed record of an rw-golongan answer, good or bad.
-- Rank history. A rank without a TMT is a fact without a date, not a bad row.
{% set rules = asked_person_rules(own='nipBaru') %}
{% do rules.update({
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('ranked', 'src_file_sha256, src_row', 'delivery_key'),
    'date_unreadable': any_unread([
        ['golongan_date_text', 'golongan_date'], ['decree_date_text', 'decree_date'], ['fetched_at_text', 'fetched_at']
    ]),
    'golongan_unreadable': 'is_golongan_unreadable',
    'golongan_mismatch': 'is_golongan_contradictory',
    'code_unknown': 'is_golongan_id_unknown',
    'required_missing': 'golongan_text is null and golongan_id is null',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person(own='nipBaru') }},
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ filled('golongan') }} as golongan_text,
        {{ filled('golonganId') }} as golongan_id,
        {{ filled_date('tmtGolongan') }} as golongan_date_text,
        {{ filled('jenisKPId') }} as promotion_kind_id,
        {{ filled('jenisKPNama') }} as promotion_kind_name,
        {{ filled('skNomor') }} as decree_number,
        {{ filled_date('skTanggal') }} as decree_date_text,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__rw_golongan') }}
),

spelled as (
    select
        landed.*,
        {{ asked_person_read() }},
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        {{ golongan_code('golongan_text') }} as golongan_code,
        {{ pangkat_key('golongan_text') }} as golongan_pangkat_key,
        {{ to_date('golongan_date_text') }} as golongan_date,
        {{ to_date('decree_date_text') }} as decree_date
    from landed
),

ranked as (
    select
        spelled.*,
        {{ golongan_of('spelled', 'golongan') }} as golongan,
        {{ golongan_is_unreadable('spelled', 'golongan') }} as is_golongan_unreadable,
        {{ golongan_contradicts('golongan') }} as is_golongan_contradictory,
        {{ golongan_id_is_unknown('spelled', 'golongan') }} as is_golongan_id_unknown
    from spelled
    {{ golongan_joins('spelled', 'golongan') }}
),

judged as (
    select
        ranked.*,
        {{ judgement(rules, '_line_error') }}
    from ranked
)

select
    {{ row_identity_columns() }},
    nip,
    fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    delivery_key as record_id,
    golongan,
    {{ golongan_scheme('golongan') }} as golongan_scheme,
    golongan_date,
    promotion_kind_id,
    promotion_kind_name,
    decree_number,
    decree_date
from judged
