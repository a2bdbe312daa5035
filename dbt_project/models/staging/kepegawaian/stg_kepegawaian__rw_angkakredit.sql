-- Grain: one landed record of an rw-angkakredit answer, good or bad.
-- Credit decisions (PAK): the months that were assessed and the credit given for them. An empty flag means no.
{% set rules = asked_person_rules() %}
{% do rules.update({
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('spans', 'src_file_sha256, src_row', 'delivery_key'),
    'date_unreadable': any_unread([['decree_date_text', 'decree_date'], ['fetched_at_text', 'fetched_at']]),
    'year_unreadable': any_unread([['start_year_text', 'start_year'], ['end_year_text', 'end_year']]),
    'interval_reversed': 'period_end < period_start',
    'number_unreadable': any_unread([
        ['start_month_text', 'written_start_month'], ['end_month_text', 'written_end_month'],
        ['credit_main_text', 'credit_main'], ['credit_support_text', 'credit_support'], ['credit_total_text', 'credit_total']
    ]),
    'number_out_of_range': 'not (written_start_month between 1 and 12) or not (written_end_month between 1 and 12)'
        ~ ' or credit_main < 0 or credit_support < 0 or credit_total < 0',
    'code_unknown': {
        'isAngkaKreditPertama': any_unread([['first_text', 'is_first']]),
        'isIntegrasi': any_unread([['integration_text', 'is_integration']]),
        'isKonversi': any_unread([['conversion_text', 'is_conversion']]),
    },
    'required_missing': 'credit_total_text is null or end_month_text is null or end_year_text is null',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person() }},
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ filled('nomorSk') }} as decree_number,
        {{ filled_date('tanggalSk') }} as decree_date_text,
        {{ small_code(filled('bulanMulaiPenailan')) }} as start_month_text,
        nullif({{ small_code(filled('tahunMulaiPenailan')) }}, '0') as start_year_text,
        {{ small_code(filled('bulanSelesaiPenailan')) }} as end_month_text,
        nullif({{ small_code(filled('tahunSelesaiPenailan')) }}, '0') as end_year_text,
        {{ filled('kreditUtamaBaru') }} as credit_main_text,
        {{ filled('kreditPenunjangBaru') }} as credit_support_text,
        {{ filled('kreditBaruTotal') }} as credit_total_text,
        {{ adapter.quote('kreditBaruTotal') }} as credit_total_told,
        {{ filled('namaJabatan') }} as position_name,
        {{ filled('isAngkaKreditPertama') }} as first_text,
        {{ filled('isIntegrasi') }} as integration_text,
        {{ filled('isKonversi') }} as conversion_text,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__rw_angkakredit') }}
),

read as (
    select
        landed.*,
        {{ asked_person_read() }},
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        {{ to_date('decree_date_text') }} as decree_date,
        {{ to_integer('start_month_text') }} as written_start_month,
        {{ to_year('start_year_text') }} as start_year,
        {{ to_integer('end_month_text') }} as written_end_month,
        {{ to_year('end_year_text') }} as end_year,
        {{ to_decimal('credit_main_text', 9, 3) }} as credit_main,
        {{ to_decimal('credit_support_text', 9, 3) }} as credit_support,
        {{ to_decimal('credit_total_text', 9, 3) }} as credit_total,
        {{ to_boolean('first_text') }} as is_first,
        {{ to_boolean('integration_text') }} as is_integration,
        {{ to_boolean('conversion_text') }} as is_conversion
    from landed
),

months as (
    select
        read.*,
        case when written_start_month between 1 and 12 then written_start_month end as start_month,
        case when written_end_month between 1 and 12 then written_end_month end as end_month
    from read
),

spans as (
    select
        months.*,
        {{ make_date('start_year', 'start_month', '1') }} as period_start,
        {{ add_days(add_months(make_date('end_year', 'end_month', '1'), 1), -1) }} as period_end
    from months
),

judged as (
    select
        spans.*,
        {{ judgement(rules, '_line_error') }}
    from spans
)

select
    {{ row_identity_columns() }},
    nip,
    fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    delivery_key as record_id,
    start_month,
    start_year,
    end_month,
    end_year,
    period_start,
    period_end,
    credit_main,
    credit_support,
    credit_total,
    credit_total_told,
    position_name,
    coalesce(is_first, false) as is_first,
    coalesce(is_integration, false) as is_integration,
    coalesce(is_conversion, false) as is_conversion,
    decree_number,
    decree_date
from judged
