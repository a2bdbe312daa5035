-- Grain: one landed row of an SKP rekap export, good or bad.
-- Appraisals of one period each, as the e-Kinerja export tells them. The ratings are words: a digit could be of either
-- scale, so it is not read. A draft may be without ratings, a final document not.
{% set rules = listed_person_rules() %}
{% do rules.update({
    'key_missing': 'year_text is null or period_name is null',
    'key_conflict': has_two_contents('keyed', 'src_file_sha256', 'delivery_key'),
    'year_unreadable': any_unread([['year_text', 'appraisal_year']]),
    'code_unknown': {
        'Rating Hasil Kerja': unknown_code('result_text', 'result_rating'),
        'Rating Hasil Perilaku': unknown_code('behaviour_text', 'behaviour_rating'),
        'Predikat Kinerja': unknown_code('predikat_text', 'predikat'),
    },
    'required_missing': "document_status is null or (document_status = 'FINAL' and predikat_text is null"
        ~ ' and (result_text is null or behaviour_text is null))',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ listed_person('NIP', '"NIP"') }},
        {{ small_code(filled('"Tahun"')) }} as year_text,
        upper({{ filled('"Periode"') }}) as period_name,
        upper({{ filled('"Jenis Dokumen"') }}) as document_kind,
        upper({{ filled('"Status"') }}) as document_status,
        {{ filled('"Rating Hasil Kerja"') }} as result_text,
        {{ filled('"Rating Hasil Perilaku"') }} as behaviour_text,
        {{ filled('"Predikat Kinerja"') }} as predikat_text,
        {{ filled('"Nama Pegawai"') }} as written_name,
        {{ filled('"Jabatan"') }} as position_name,
        {{ filled('"Unit Kerja"') }} as unit_name,
        {{ delivered_record() }}
    from {{ source('landing', 'e_kinerja__rekap_skp') }}
),

coded as (
    select
        landed.*,
        {{ listed_person_read() }},
        {{ to_year('year_text') }} as appraisal_year,
        result_spelling.rating as result_rating,
        behaviour_spelling.rating as behaviour_rating,
        predikat_spelling.predikat,
        {{ name_without_titles('landed.written_name') }} as employee_name
    from landed
    left join {{ ref('rating_spelling') }} as result_spelling
        on {{ spelling_key('landed.result_text') }} = result_spelling.spelling
    left join {{ ref('rating_spelling') }} as behaviour_spelling
        on {{ spelling_key('landed.behaviour_text') }} = behaviour_spelling.spelling
    left join {{ ref('predikat_spelling') }} as predikat_spelling
        on {{ spelling_key('landed.predikat_text') }} = predikat_spelling.spelling
),

keyed as (
    select
        coded.*,
        cast(appraisal_year as varchar) || ' ' || period_name as delivery_period,
        nip || '|' || cast(appraisal_year as varchar) || '|' || period_name as delivery_key
    from coded
),

judged as (
    select
        keyed.*,
        {{ judgement(rules, footnote=is_footnote(['year_text', 'period_name', 'document_status'])) }}
    from keyed
)

select
    {{ row_identity_columns() }},
    nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    delivery_period,
    appraisal_year,
    period_name,
    document_kind,
    document_status,
    result_rating,
    behaviour_rating,
    predikat,
    employee_name,
    position_name,
    unit_name
from judged
