-- Grain: one landed line of a file `seleksi_terbuka`, good or bad.
-- Applications in open selections. The region is part of the key: the ids of the openings are given locally.
{% set rules = listed_person_rules() %}
{% do rules.update({
    'key_missing': 'vacancy_id is null',
    'key_conflict': has_two_contents('keyed', 'src_file_sha256', 'delivery_key'),
    'date_unreadable': any_unread([
        ['announced_date_text', 'announced_date'], ['closed_date_text', 'closed_date'],
        ['inaugurated_date_text', 'inaugurated_date']
    ]),
    'interval_reversed': 'closed_date < announced_date or inaugurated_date < announced_date',
    'number_unreadable': any_unread([['score_text', 'score']]),
    'number_out_of_range': 'not (score between 0 and 1000)',
    'code_unknown': {
        'lulus_administrasi': any_unread([['passed_text', 'passed_administration']]),
        'tiga_besar': any_unread([['top_three_text', 'is_top_three']]),
        'terpilih': any_unread([['selected_text', 'is_selected']]),
    },
    'required_missing': 'position_name is null',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ listed_person('nip_pelamar') }},
        {{ filled_id('id_lowongan') }} as vacancy_id,
        {{ filled('jabatan') }} as position_name,
        upper({{ filled('jenis_jabatan') }}) as position_kind,
        {{ filled_id('unor_id') }} as unit_id,
        {{ filled_date('tanggal_umum') }} as announced_date_text,
        {{ filled_date('tanggal_tutup') }} as closed_date_text,
        {{ filled('lulus_administrasi') }} as passed_text,
        {{ filled('nilai') }} as score_text,
        {{ filled('tiga_besar') }} as top_three_text,
        {{ filled('terpilih') }} as selected_text,
        {{ filled_date('tanggal_pelantikan') }} as inaugurated_date_text,
        {{ delivered_record() }}
    from {{ source('landing', 'rekrutmen__seleksi_terbuka') }}
),

typed as (
    select
        landed.*,
        {{ listed_person_read() }},
        {{ to_date('announced_date_text') }} as announced_date,
        {{ to_date('closed_date_text') }} as closed_date,
        {{ to_yes_no('passed_text') }} as passed_administration,
        {{ to_decimal('score_text', 9, 3) }} as score,
        {{ to_yes_no('top_three_text') }} as is_top_three,
        {{ to_yes_no('selected_text') }} as is_selected,
        {{ to_date('inaugurated_date_text') }} as inaugurated_date
    from landed
),

keyed as (
    select
        typed.*,
        region_slug || '|' || vacancy_id || '|' || nip as delivery_key
    from typed
),

judged as (
    select
        keyed.*,
        {{ judgement(rules, footnote=is_footnote(['vacancy_id', 'position_name'])) }}
    from keyed
)

select
    {{ row_identity_columns() }},
    nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    vacancy_id,
    position_name,
    position_kind,
    unit_id,
    announced_date,
    closed_date,
    passed_administration,
    score,
    is_top_three,
    is_selected,
    inaugurated_date
from judged
