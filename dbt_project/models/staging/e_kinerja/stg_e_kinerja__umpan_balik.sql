-- Grain: one landed line of a file `umpan_balik`, good or bad.
-- Feedback on appraisals, and objections to them with the day they were filed and decided.
{% set objection = "feedback_kind = 'KEBERATAN'" %}
{% set rules = listed_person_rules() %}
{% do rules.update({
    'key_missing': 'year_text is null or kind_text is null or (' ~ objection ~ ' and filed_date_text is null)',
    'key_conflict': has_two_contents('keyed', 'src_file_sha256', 'delivery_key'),
    'year_unreadable': any_unread([['year_text', 'appraisal_year']]),
    'date_unreadable': any_unread([
        ['received_date_text', 'received_date'], ['filed_date_text', 'filed_date'], ['decided_date_text', 'decided_date']
    ]),
    'interval_reversed': 'filed_date < received_date or decided_date < filed_date',
    'code_unknown': {
        'jenis': unknown_code('kind_text', 'feedback_kind'),
        'putusan': unknown_code('decision_text', 'decision'),
    },
    'required_missing': objection ~ ' and (decision_text is null) <> (decided_date_text is null)',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ listed_person('nip') }},
        {{ small_code(filled('tahun')) }} as year_text,
        {{ spelling_key(filled('jenis')) }} as kind_text,
        {{ filled_date('tanggal_terima') }} as received_date_text,
        {{ filled_date('tanggal_ajukan') }} as filed_date_text,
        {{ filled_date('tanggal_putus') }} as decided_date_text,
        upper({{ filled('putusan') }}) as decision_text,
        {{ filled('isi') }} as content,
        {{ delivered_record() }}
    from {{ source('landing', 'e_kinerja__umpan_balik') }}
),

typed as (
    select
        landed.*,
        {{ listed_person_read() }},
        {{ to_year('year_text') }} as appraisal_year,
        case kind_text when 'KEBERATAN' then 'KEBERATAN' when 'UMPANBALIK' then 'UMPAN_BALIK' end as feedback_kind,
        case when decision_text in ('DITERIMA', 'DITOLAK') then decision_text end as decision,
        {{ to_date('received_date_text') }} as received_date,
        {{ to_date('filed_date_text') }} as filed_date,
        {{ to_date('decided_date_text') }} as decided_date
    from landed
),

keyed as (
    select
        typed.*,
        case
            when filed_date is not null or filed_date_text is null
                then
                    nip || '|' || cast(appraisal_year as varchar) || '|' || feedback_kind || '|'
                    || coalesce(cast(filed_date as varchar), '')
        end as delivery_key
    from typed
),

judged as (
    select
        keyed.*,
        {{ judgement(rules, footnote=is_footnote(['year_text', 'kind_text', 'filed_date_text'])) }}
    from keyed
)

select
    {{ row_identity_columns() }},
    nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    appraisal_year,
    feedback_kind,
    received_date,
    filed_date,
    decided_date,
    decision,
    content
from judged
