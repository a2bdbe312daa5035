-- Grain: one landed record of an rw-kursus answer, good or bad.
-- Training other than leadership training; hours are JP. The year is the written one, else that of the start.
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
    'code_unknown': {
        'jenisDiklatId': unknown_code('kind_text', 'training_kind_id'),
        'jenisKursusSertifikat': "class_text not in ('T', 'F', 'P')",
    },
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person(own='nipBaru') }},
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        coalesce({{ filled('namaKursus') }}, {{ filled('jenisKursusNama') }}) as course_name,
        {{ small_code(filled('jenisDiklatId')) }} as kind_text,
        upper({{ filled('jenisKursusSertifikat') }}) as class_text,
        {{ filled('noSertipikat') }} as certificate_number,
        {{ filled('jumlahJam') }} as duration_jp_text,
        {{ adapter.quote('jumlahJam') }} as duration_jp_told,
        {{ filled_date('tanggalKursus') }} as start_date_text,
        {{ filled_date('tanggalSelesaiKursus') }} as end_date_text,
        nullif({{ small_code(filled('tahunKursus')) }}, '0') as year_text,
        {{ filled('institusiPenyelenggara') }} as organiser,
        {{ delivered_record() }}
    from {{ source('landing', 'pelatihan__rw_kursus') }}
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
        kind.training_kind_id,
        kind.certificate_class as class_of_kind
    from landed
    left join {{ ref('training_kind') }} as kind on landed.kind_text = kind.training_kind_id
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
    course_name,
    training_kind_id,
    case when class_text in ('T', 'F', 'P') then class_text else class_of_kind end as certificate_class,
    certificate_number,
    duration_jp,
    duration_jp_told,
    start_date,
    end_date,
    coalesce(written_year, cast(extract(year from start_date) as integer)) as training_year,
    organiser
from judged
