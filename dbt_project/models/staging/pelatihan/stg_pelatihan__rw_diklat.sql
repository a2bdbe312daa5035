-- Grain: one landed record of an rw-diklat answer, good or bad.
-- Leadership training; hours are JP. The year is the written one, else that of the start.
{% set rules = asked_person_rules(own='nipBaru') %}
{% do rules.update({
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('coded', 'src_file_sha256, src_row', 'delivery_key'),
    'date_unreadable': any_unread([
        ['start_date_text', 'start_date'], ['end_date_text', 'end_date'], ['fetched_at_text', 'fetched_at']
    ]),
    'interval_reversed': 'end_date < start_date',
    'year_unreadable': any_unread([['year_text', 'written_year']]),
    'number_unreadable': any_unread([['duration_jp_text', 'duration_jp']]),
    'number_out_of_range': 'duration_jp < 0',
    'code_unknown': unknown_code('structural_text', 'structural_training_id'),
    'required_missing': 'structural_text is null and training_name is null',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person(own='nipBaru') }},
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ small_code(filled('latihanStrukturalId')) }} as structural_text,
        {{ filled('latihanStrukturalNama') }} as training_name,
        {{ filled('nomor') }} as certificate_number,
        {{ filled_date('tanggal') }} as start_date_text,
        {{ filled_date('tanggalSelesai') }} as end_date_text,
        nullif({{ small_code(filled('tahun')) }}, '0') as year_text,
        {{ filled('jumlahJam') }} as duration_jp_text,
        {{ adapter.quote('jumlahJam') }} as duration_jp_told,
        {{ filled('institusiPenyelenggara') }} as organiser,
        {{ delivered_record() }}
    from {{ source('landing', 'pelatihan__rw_diklat') }}
),

coded as (
    select
        landed.*,
        {{ asked_person_read() }},
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        {{ to_date('start_date_text') }} as start_date,
        {{ to_date('end_date_text') }} as end_date,
        {{ to_year('year_text') }} as written_year,
        {{ to_decimal('duration_jp_text', 9, 2) }} as duration_jp,
        structural.structural_training_id,
        structural.structural_training_name
    from landed
    left join {{ ref('structural_training') }} as structural
        on landed.structural_text = structural.structural_training_id
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
    structural_training_id,
    coalesce(training_name, structural_training_name) as training_name,
    certificate_number,
    start_date,
    end_date,
    coalesce(written_year, cast(extract(year from start_date) as integer)) as training_year,
    duration_jp,
    duration_jp_told,
    organiser
from judged
