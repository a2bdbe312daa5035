-- Grain: one landed record of an rw-pendidikan answer, good or bad.
-- Education history. A diploma without a date or a year is a fact without a date, not a bad row.
{% set rules = asked_person_rules(own='nipBaru') %}
{% do rules.update({
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('coded', 'src_file_sha256, src_row', 'delivery_key'),
    'date_unreadable': any_unread([['graduation_date_text', 'graduation_date'], ['fetched_at_text', 'fetched_at']]),
    'year_unreadable': any_unread([['graduation_year_text', 'graduation_year']]),
    'code_unknown': {
        'tkPendidikanId': unknown_code('level_text', 'education_level_id'),
        'isPendidikanPertama': any_unread([['is_first_text', 'is_first']]),
    },
    'required_missing': 'level_text is null',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person(own='nipBaru') }},
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ two_digits(filled('tkPendidikanId')) }} as level_text,
        {{ filled('tkPendidikanNama') }} as education_level_name,
        {{ filled('pendidikanNama') }} as education_name,
        {{ filled_date('tglLulus') }} as graduation_date_text,
        nullif({{ filled('tahunLulus') }}, '0') as graduation_year_text,
        {{ filled('isPendidikanPertama') }} as is_first_text,
        {{ filled('nomorIjasah') }} as diploma_number,
        {{ filled('namaSekolah') }} as school_name,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__rw_pendidikan') }}
),

coded as (
    select
        landed.*,
        {{ asked_person_read() }},
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        {{ to_date('graduation_date_text') }} as graduation_date,
        {{ to_year('graduation_year_text') }} as graduation_year,
        {{ to_boolean('is_first_text') }} as is_first,
        level.level_id as education_level_id
    from landed
    left join {{ ref('education_level') }} as level on landed.level_text = level.level_id
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
    education_level_id,
    education_level_name,
    education_name,
    graduation_date,
    graduation_year,
    is_first,
    diploma_number,
    school_name
from judged
