-- Grain: one landed line of a file `seleksi`, good or bad.
-- Applicants of the selection with scores and status, without names. The limits are the highest scores of the tests.
{% set scores = {
    'score_twk': ['nilai_twk', 150], 'score_tiu': ['nilai_tiu', 175], 'score_tkp': ['nilai_tkp', 225],
    'score_skb': ['nilai_skb', 1000], 'score_final': ['nilai_akhir', 1000]
} %}
{% set unread_scores = [] %}
{% set impossible_scores = [] %}
{% for score, (column, highest) in scores.items() %}
    {% do unread_scores.append([score ~ '_text', score]) %}
    {% do impossible_scores.append('not (' ~ score ~ ' between 0 and ' ~ highest ~ ')') %}
{% endfor %}
{% set rules = {
    'key_missing': 'year_text is null or participant_number is null',
    'key_conflict': has_two_contents('keyed', 'src_file_sha256', 'delivery_key'),
    'year_unreadable': any_unread([['year_text', 'selection_year']]),
    'date_unreadable': any_unread([['registered_date_text', 'registered_date'], ['result_date_text', 'result_date']]),
    'interval_reversed': 'result_date < registered_date',
    'number_unreadable': any_unread(unread_scores),
    'number_out_of_range': impossible_scores | join(' or '),
    'code_unknown': {
        'jenis_kelamin': unknown_code('sex_text', 'sex'),
        'status': unknown_code('status_text', 'status_code'),
    },
    'required_missing': 'vacancy_id is null or status_text is null',
} %}
with landed as (
    select
        {{ row_identity() }},
        {{ small_code(filled('tahun')) }} as year_text,
        {{ filled('no_peserta') }} as participant_number,
        {{ filled_id('formasi_id') }} as vacancy_id,
        {{ filled('jenis_kelamin') }} as sex_text,
        {% for score, (column, highest) in scores.items() -%}
        {{ filled(column) }} as {{ score }}_text,
        {% endfor -%}
        replace(upper({{ filled('status') }}), ' ', '') as status_text,
        {{ filled_date('tanggal_daftar') }} as registered_date_text,
        {{ filled_date('tanggal_akhir') }} as result_date_text,
        {{ delivered_record() }}
    from {{ source('landing', 'rekrutmen__seleksi') }}
),

coded as (
    select
        landed.*,
        {{ to_year('year_text') }} as selection_year,
        {{ to_sex('sex_text') }} as sex,
        {% for score in scores -%}
        {{ to_decimal(score ~ '_text', 9, 3) }} as {{ score }},
        {% endfor -%}
        status.status_code,
        {{ to_date('registered_date_text') }} as registered_date,
        {{ to_date('result_date_text') }} as result_date
    from landed
    left join {{ ref('selection_status') }} as status on landed.status_text = status.status_code
),

keyed as (
    select
        coded.*,
        cast(selection_year as varchar) as delivery_period,
        cast(selection_year as varchar) || '|' || participant_number as delivery_key
    from coded
),

judged as (
    select
        keyed.*,
        {{ judgement(rules) }}
    from keyed
)

select
    {{ row_identity_columns() }},
    cast(null as varchar) as nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    delivery_period,
    selection_year,
    participant_number,
    vacancy_id,
    sex,
    score_twk,
    score_tiu,
    score_tkp,
    score_skb,
    score_final,
    status_code,
    registered_date,
    result_date
from judged
