-- Grain: one landed row of a local training export, good or bad.
-- One row a certificate; the region is part of the key, for the numbers are given locally. Levels of leadership training
-- bear the local application's own ids, which are not those of BKN.
{% set rules = listed_person_rules() %}
{% do rules.update({
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('coded', 'src_file_sha256', 'delivery_key'),
    'date_unreadable': any_unread([['start_date_text', 'start_date'], ['end_date_text', 'end_date']]),
    'interval_reversed': 'end_date < start_date',
    'year_unreadable': any_unread([['year_text', 'written_year']]),
    'number_unreadable': any_unread([['duration_jp_text', 'duration_jp']]),
    'number_out_of_range': 'duration_jp < 0',
    'code_unknown': unknown_code('kind_text', 'training_kind_id'),
    'required_missing': 'course_name is null',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ listed_person('ID Pegawai', '"ID Pegawai"') }},
        {{ filled('"Nama Pegawai"') }} as written_name,
        {{ small_code(filled('"ID Jenis Diklat"')) }} as kind_text,
        {{ small_code(filled('"ID Diklat Struktural"')) }} as local_structural_id,
        {{ filled('"Jenis Diklat Struktural"') }} as local_structural_name,
        {{ filled('"Nama Pelatihan"') }} as course_name,
        {{ filled('"Penyelenggara"') }} as organiser,
        nullif(nullif({{ filled('"Nomor Sertifikat"') }}, 'belum ada data'), 'Belum ada data') as certificate_number,
        {{ filled_date('"Tanggal Mulai"') }} as start_date_text,
        {{ filled_date('"Tanggal Selesai"') }} as end_date_text,
        nullif({{ small_code(filled('"Tahun Pelatihan"')) }}, '0') as year_text,
        {{ regexp_replace_all(filled('"Durasi (Jam)"'), "' *([Jj][Pp]|[Jj][Aa][Mm])$'", "''") }} as duration_jp_text,
        {{ adapter.quote('Durasi (Jam)') }} as duration_jp_told,
        {{ delivered_record() }}
    from {{ source('landing', 'pelatihan__rekap_pelatihan') }}
),

coded as (
    select
        landed.*,
        {{ listed_person_read() }},
        landed.region_slug || '|' || upper(landed.certificate_number) as delivery_key,
        {{ name_without_titles('landed.written_name') }} as employee_name,
        {{ to_date('start_date_text') }} as start_date,
        {{ to_date('end_date_text') }} as end_date,
        {{ to_year('year_text') }} as written_year,
        {{ to_decimal('duration_jp_text', 9, 2) }} as duration_jp,
        kind.training_kind_id
    from landed
    left join {{ ref('training_kind') }} as kind on landed.kind_text = kind.training_kind_id
),

judged as (
    select
        coded.*,
        {{ judgement(rules, footnote=is_footnote(['certificate_number', 'course_name', 'start_date_text', 'year_text'])) }}
    from coded
)

select
    {{ row_identity_columns() }},
    nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    employee_name,
    training_kind_id,
    local_structural_id,
    local_structural_name,
    course_name,
    organiser,
    certificate_number,
    start_date,
    end_date,
    coalesce(written_year, cast(extract(year from start_date) as integer)) as training_year,
    duration_jp,
    duration_jp_told
from judged
