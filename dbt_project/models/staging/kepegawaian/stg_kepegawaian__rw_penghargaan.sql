-- Grain: one landed record of an rw-penghargaan answer, good or bad.
-- Awards. An award without a date or year is a fact without a time, not a bad row.
{% set rules = asked_person_rules() %}
{% do rules.update({
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('coded', 'src_file_sha256, src_row', 'delivery_key'),
    'date_unreadable': any_unread([['decree_date_text', 'decree_date'], ['fetched_at_text', 'fetched_at']]),
    'year_unreadable': any_unread([['year_text', 'award_year']]),
    'code_unknown': unknown_code('award_text', 'award_id'),
    'required_missing': 'award_text is null and written_name is null',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person() }},
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ small_code(filled('hargaId')) }} as award_text,
        {{ filled('hargaNama') }} as written_name,
        nullif({{ small_code(filled('tahun')) }}, '0') as year_text,
        {{ filled('skNomor') }} as decree_number,
        {{ filled_date('skDate') }} as decree_date_text,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__rw_penghargaan') }}
),

coded as (
    select
        landed.*,
        {{ asked_person_read() }},
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        award.award_id,
        coalesce(landed.written_name, award.award_name) as award_name,
        {{ to_year('year_text') }} as award_year,
        {{ to_date('decree_date_text') }} as decree_date
    from landed
    left join {{ ref('award') }} as award on landed.award_text = award.award_id
),

judged as (
    select
        coded.*,
        {{ judgement(rules, '_line_error') }}
    from coded
)

select
    {{ row_identity_columns() }},
    nip,
    fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    delivery_key as record_id,
    award_id,
    award_name,
    award_year,
    decree_number,
    decree_date
from judged
