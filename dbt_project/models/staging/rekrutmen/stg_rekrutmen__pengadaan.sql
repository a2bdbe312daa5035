-- Grain: one landed record of a list-pengadaan-instansi page, good or bad.
-- Appointments out of the recruitment. The list is asked for the region, so nobody's number was asked; the number in the
-- record is the one that BKN gave, none until then.
{% set rules = {
    'numeric_identifier': 'is_nip_numeric',
    'nip_malformed': "not is_nip_numeric and nip_problem = 'nip_malformed'",
    'nip_invalid': "not is_nip_numeric and nip_problem = 'nip_invalid'",
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('typed', 'src_file_sha256', 'delivery_key'),
    'date_unreadable': any_unread([
        ['approval_date_text', 'approval_date'], ['decree_date_text', 'decree_date'],
        ['contract_start_date_text', 'contract_start_date'], ['contract_end_date_text', 'contract_end_date'],
        ['fetched_at_text', 'fetched_at']
    ]),
    'interval_reversed': 'contract_end_date < contract_start_date',
    'year_unreadable': any_unread([['year_text', 'period_year']]),
    'required_missing': 'year_text is null',
} %}
with landed as (
    select
        {{ row_identity() }},
        {{ listed_person('nip') }},
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ filled('no_peserta') }} as participant_number,
        {{ filled('nama') }} as written_name,
        {{ small_code(filled('periode')) }} as year_text,
        {{ filled('no_pertek') }} as approval_number,
        {{ filled_date('tgl_pertek') }} as approval_date_text,
        {{ filled('no_sk') }} as decree_number,
        {{ filled_date('tgl_sk') }} as decree_date_text,
        {{ filled_date('tgl_kontrak_mulai') }} as contract_start_date_text,
        {{ filled_date('tgl_kontrak_akhir') }} as contract_end_date_text,
        {{ filled('jenis_formasi_id') }} as vacancy_kind_id,
        {{ filled('jenis_formasi_nama') }} as vacancy_kind_name,
        {{ delivered_record() }}
    from {{ source('landing', 'rekrutmen__pengadaan') }}
),

typed as (
    select
        landed.*,
        {{ usable_nip('nip_digits', 'is_nip_numeric') }} as nip_assigned,
        {{ nip_problem('nip_digits') }} as nip_problem,
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        {{ name_without_titles('landed.written_name') }} as employee_name,
        {{ to_year('year_text') }} as period_year,
        {{ to_date('approval_date_text') }} as approval_date,
        {{ to_date('decree_date_text') }} as decree_date,
        {{ to_date('contract_start_date_text') }} as contract_start_date,
        {{ to_date('contract_end_date_text') }} as contract_end_date
    from landed
),

judged as (
    select
        typed.*,
        {{ judgement(rules, '_line_error') }}
    from typed
)

select
    {{ row_identity_columns() }},
    cast(null as varchar) as nip,
    fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    delivery_key as record_id,
    participant_number,
    nip_assigned,
    employee_name,
    period_year,
    approval_number,
    approval_date,
    decree_number,
    decree_date,
    contract_start_date,
    contract_end_date,
    vacancy_kind_id,
    vacancy_kind_name
from judged
