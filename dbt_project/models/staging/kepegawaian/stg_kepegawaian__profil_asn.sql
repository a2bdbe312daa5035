-- Grain: one landed row of a "Profil ASN" export, good or bad.
-- The state of each person on the day of the export. Where the NIP cannot be read, pns_id and NIK still tie the row.
{% set rules = {
    'nip_missing': "nip_problem = 'nip_missing'",
    'nip_malformed': "nip_problem = 'nip_malformed'",
    'nip_invalid': "nip_problem = 'nip_invalid'",
    'numeric_identifier': 'is_nip_numeric or is_old_nip_numeric or is_nik_numeric',
    'key_conflict': has_two_contents('coded', 'src_file_sha256', 'nip'),
    'date_unreadable': any_unread([
        ['birth_date_text', 'birth_date'], ['cpns_date_text', 'cpns_date'], ['pns_date_text', 'pns_date'],
        ['golongan_date_text', 'golongan_date'], ['position_date_text', 'position_date']
    ]),
    'year_unreadable': any_unread([['graduation_year_text', 'graduation_year']]),
    'golongan_unreadable': 'is_golongan_unreadable or is_initial_unreadable',
    'golongan_mismatch': 'is_golongan_contradictory or is_initial_contradictory',
    'code_unknown': {
        'GOL AKHIR ID': 'is_golongan_id_unknown',
        'GOL AWAL ID': 'is_initial_id_unknown',
        'JENIS KELAMIN': unknown_code('sex_text', 'sex'),
        'STATUS CPNS PNS': unknown_code('status_text', 'status_of_text'),
        'KEDUDUKAN HUKUM ID': unknown_code('legal_text', 'legal_status_id'),
        'JENIS JABATAN ID': unknown_code('kind_text', 'position_kind_id'),
        'ESELON ID': unknown_code('echelon_text', 'echelon_id'),
        'TINGKAT PENDIDIKAN ID': unknown_code('level_text', 'education_level_id'),
    },
} %}
with landed as (
    select
        {{ row_identity() }},
        {{ identifier_digits('"NIP BARU"') }} as nip_digits,
        {{ is_numeric_cell('NIP BARU') }} as is_nip_numeric,
        {{ is_numeric_cell('NIP LAMA') }} as is_old_nip_numeric,
        {{ identifier_digits('"NIK"') }} as nik_digits,
        {{ is_numeric_cell('NIK') }} as is_nik_numeric,
        {{ filled_id('"PNS ID"') }} as pns_id,
        {{ filled('"NAMA"') }} as written_name,
        {{ filled('"GELAR DEPAN"') }} as title_prefix,
        {{ filled('"GELAR BELAKANG"') }} as title_suffix,
        {{ filled_date('"TANGGAL LAHIR"') }} as birth_date_text,
        {{ filled('"JENIS KELAMIN"') }} as sex_text,
        {{ small_code(filled('"JENIS PEGAWAI ID"')) }} as employee_type_id,
        {{ filled('"JENIS PEGAWAI NAMA"') }} as employee_type_name,
        {{ two_digits(small_code(filled('"KEDUDUKAN HUKUM ID"'))) }} as legal_text,
        {{ filled('"KEDUDUKAN HUKUM NAMA"') }} as legal_status_name,
        upper({{ filled('"STATUS CPNS PNS"') }}) as status_text,
        {{ filled_date('"TMT CPNS"') }} as cpns_date_text,
        {{ filled_date('"TMT PNS"') }} as pns_date_text,
        {{ filled_golongan('"GOL AWAL NAMA"') }} as initial_text,
        {{ small_code(filled('"GOL AWAL ID"')) }} as initial_id,
        {{ filled_golongan('"GOL AKHIR NAMA"') }} as golongan_text,
        {{ small_code(filled('"GOL AKHIR ID"')) }} as golongan_id,
        {{ filled_date('"TMT GOLONGAN"') }} as golongan_date_text,
        {{ small_code(filled('"JENIS JABATAN ID"')) }} as kind_text,
        {{ filled_id('"JABATAN ID"') }} as position_id,
        {{ filled('"JABATAN NAMA"') }} as position_name,
        {{ filled_date('"TMT JABATAN"') }} as position_date_text,
        {{ two_digits(small_code(filled('"ESELON ID"'))) }} as echelon_text,
        {{ two_digits(small_code(filled('"TINGKAT PENDIDIKAN ID"'))) }} as level_text,
        {{ filled('"PENDIDIKAN NAMA"') }} as education_name,
        nullif({{ small_code(filled('"TAHUN LULUS"')) }}, '0') as graduation_year_text,
        {{ filled_id('"UNOR ID"') }} as unit_id,
        {{ filled('"UNOR NAMA"') }} as unit_name,
        {{ filled_id('"INSTANSI KERJA ID"') }} as agency_id,
        {{ filled('"INSTANSI KERJA NAMA"') }} as agency_name,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__profil_asn') }}
),

spelled as (
    select
        landed.*,
        {{ usable_nip('nip_digits', 'is_nip_numeric') }} as nip,
        case when not is_nip_numeric then {{ nip_problem('nip_digits') }} end as nip_problem,
        case
            when not is_nik_numeric and {{ regexp_like('nik_digits', "'^[0-9]{16}$'") }} then nik_digits
        end as nik,
        {{ name_without_titles('written_name') }} as employee_name,
        {{ to_date('birth_date_text') }} as birth_date,
        {{ to_sex('sex_text') }} as sex,
        case when {{ regexp_like('legal_text', "'^[0-9]{2,3}$'") }} then legal_text end as legal_status_id,
        case
            when status_text in ('C', 'CPNS') then 'C'
            when status_text in ('P', 'PNS') then 'P'
            when status_text = 'PPPK' then ''
        end as status_of_text,
        {{ to_date('cpns_date_text') }} as cpns_date,
        {{ to_date('pns_date_text') }} as pns_date,
        {{ golongan_code('initial_text') }} as initial_code,
        {{ pangkat_key('initial_text') }} as initial_pangkat_key,
        {{ golongan_code('golongan_text') }} as golongan_code,
        {{ pangkat_key('golongan_text') }} as golongan_pangkat_key,
        {{ to_date('golongan_date_text') }} as golongan_date,
        {{ to_date('position_date_text') }} as position_date,
        {{ to_year('graduation_year_text') }} as graduation_year
    from landed
),

coded as (
    select
        spelled.*,
        {{ golongan_of('spelled', 'initial') }} as initial_golongan,
        {{ golongan_is_unreadable('spelled', 'initial') }} as is_initial_unreadable,
        {{ golongan_contradicts('initial') }} as is_initial_contradictory,
        {{ golongan_id_is_unknown('spelled', 'initial') }} as is_initial_id_unknown,
        {{ golongan_of('spelled', 'golongan') }} as golongan,
        {{ golongan_is_unreadable('spelled', 'golongan') }} as is_golongan_unreadable,
        {{ golongan_contradicts('golongan') }} as is_golongan_contradictory,
        {{ golongan_id_is_unknown('spelled', 'golongan') }} as is_golongan_id_unknown,
        kind.position_kind_id,
        echelon.echelon_id,
        level.level_id as education_level_id
    from spelled
    {{ golongan_joins('spelled', 'initial') }}
    {{ golongan_joins('spelled', 'golongan') }}
    left join {{ ref('position_kind') }} as kind on spelled.kind_text = kind.position_kind_id
    left join {{ ref('echelon') }} as echelon on spelled.echelon_text = echelon.echelon_id
    left join {{ ref('education_level') }} as level on spelled.level_text = level.level_id
),

judged as (
    select
        coded.*,
        {{ judgement(rules, footnote=is_footnote(['pns_id', 'written_name', 'nik_digits'])) }}
    from coded
)

select
    {{ row_identity_columns() }},
    nip,
    cast(null as timestamp) as fetched_at,
    nip as delivery_key,
    {{ judgement_columns() }},
    pns_id,
    employee_name,
    title_prefix,
    title_suffix,
    birth_date,
    sex,
    nik,
    employee_type_id,
    employee_type_name,
    legal_status_id,
    legal_status_name,
    nullif(status_of_text, '') as status_cpns_pns,
    cpns_date,
    pns_date,
    initial_golongan,
    {{ golongan_scheme('initial_golongan') }} as initial_golongan_scheme,
    golongan,
    {{ golongan_scheme('golongan') }} as golongan_scheme,
    golongan_date,
    position_kind_id,
    position_id,
    position_name,
    position_date,
    echelon_id,
    education_level_id,
    education_name,
    graduation_year,
    unit_id,
    unit_name,
    agency_id,
    agency_name
from judged
