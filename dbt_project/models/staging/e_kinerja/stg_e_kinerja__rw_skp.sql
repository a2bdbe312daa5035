-- Grain: one landed record of an rw-skp answer, good or bad.
-- Yearly appraisals up to 2021: scores under PP 46/2011, and for 2021 the integrated value with PP 30/2019.
{% set scores = {
    'nilai_skp': 'nilaiSkp', 'orientasi_pelayanan': 'orientasiPelayanan', 'integritas': 'integritas',
    'komitmen': 'komitmen', 'disiplin': 'disiplin', 'kerjasama': 'kerjasama', 'kepemimpinan': 'kepemimpinan',
    'inisiatif_kerja': 'inisiatifKerja', 'nilai_perilaku_kerja': 'nilaiPerilakuKerja',
    'nilai_prestasi_kerja': 'nilaiPrestasiKerja', 'nilai_integrasi': 'nilaiIntegrasi'
} %}
{% set unread_scores = [] %}
{% set impossible_scores = [] %}
{% for score in scores %}
    {% do unread_scores.append([score ~ '_text', score]) %}
    {% do impossible_scores.append('not (' ~ score ~ ' between 0 and 120)') %}
{% endfor %}
{% set rules = asked_person_rules() %}
{% do rules.update({
    'nip_malformed': rules['nip_malformed'] ~ ' or is_appraiser_malformed',
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('coded', 'src_file_sha256, src_row', 'delivery_key'),
    'date_unreadable': any_unread([['fetched_at_text', 'fetched_at']]),
    'year_unreadable': any_unread([['year_text', 'appraisal_year']]),
    'number_unreadable': any_unread(unread_scores),
    'number_out_of_range': impossible_scores | join(' or '),
    'code_unknown': {
        'jenisPeraturanKinerjaKd': unknown_code('regulation_text', 'regulation'),
        'jenisJabatan': unknown_code('kind_text', 'position_kind_id'),
        'statusPenilai': unknown_code('status_text', 'appraiser_status'),
        'penilaiGolongan': "appraiser_status = 'ASN' and " ~ unknown_code('appraiser_golongan_text', 'appraiser_golongan_id'),
    },
    'required_missing': 'year_text is null or (nilai_skp_text is null and nilai_prestasi_kerja_text is null'
        ~ ' and nilai_integrasi_text is null)',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person(identifiers=['penilaiNipNrp', 'atasanPenilaiNipNrp']) }},
        {{ is_numeric_cell('penilaiNipNrp') }} as is_appraiser_numeric,
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ small_code(filled('tahun')) }} as year_text,
        upper({{ filled('jenisPeraturanKinerjaKd') }}) as regulation_text,
        {% for score, column in scores.items() -%}
        {{ filled(column) }} as {{ score }}_text,
        {% endfor -%}
        {{ identifier_digits('penilaiNipNrp') }} as appraiser_digits,
        {{ filled('penilaiNama') }} as appraiser_name,
        upper({{ filled('statusPenilai') }}) as status_text,
        {{ small_code(filled('penilaiGolongan')) }} as appraiser_golongan_text,
        {{ small_code(filled('jenisJabatan')) }} as kind_text,
        {{ delivered_record() }}
    from {{ source('landing', 'e_kinerja__rw_skp') }}
),

coded as (
    select
        landed.*,
        {{ asked_person_read() }},
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        {{ to_year('year_text') }} as appraisal_year,
        case
            when {{ regexp_like('regulation_text', "'^PP *(NO[.]?)? *46([^0-9]|$)'") }} then 'PP46'
            when {{ regexp_like('regulation_text', "'^PP *(NO[.]?)? *30([^0-9]|$)'") }} then 'PP30'
        end as regulation,
        {% for score in scores -%}
        {{ to_decimal(score ~ '_text', 9, 3) }} as {{ score }},
        {% endfor -%}
        {{ appraiser_status('status_text') }} as appraiser_status,
        {{ appraiser_nip('appraiser_digits', 'is_appraiser_numeric') }} as appraiser_nip,
        {{ appraiser_is_malformed('appraiser_digits', 'is_appraiser_numeric', 'status_text') }} as is_appraiser_malformed,
        appraiser_rank.golongan_id as appraiser_golongan_id,
        kind.position_kind_id
    from landed
    left join {{ ref('rank') }} as appraiser_rank on landed.appraiser_golongan_text = appraiser_rank.golongan_id
    left join {{ ref('position_kind') }} as kind on landed.kind_text = kind.position_kind_id
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
    appraisal_year,
    regulation,
    nilai_skp,
    orientasi_pelayanan,
    integritas,
    komitmen,
    disiplin,
    kerjasama,
    kepemimpinan,
    inisiatif_kerja,
    nilai_perilaku_kerja,
    nilai_prestasi_kerja,
    nilai_integrasi,
    appraiser_nip,
    appraiser_name,
    appraiser_status,
    appraiser_golongan_id,
    position_kind_id
from judged
