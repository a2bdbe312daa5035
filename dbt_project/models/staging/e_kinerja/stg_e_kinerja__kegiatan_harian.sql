-- Grain: one landed line of a file `kegiatan_harian`, good or bad.
-- Daily activities; a file is complete for each month that it holds. An end before the begin is a night shift or a slip:
-- the activity counts, its length does not.
{% set rules = listed_person_rules() %}
{% do rules.update({
    'key_missing': 'activity_date_text is null or action_plan is null or start_time_text is null',
    'key_conflict': has_two_contents('keyed', 'src_file_sha256', 'delivery_key'),
    'date_unreadable': any_unread([['activity_date_text', 'activity_date']]),
    'time_unreadable': any_unread([['start_time_text', 'start_time'], ['end_time_text', 'end_time']]),
    'number_unreadable': any_unread([['realisation_text', 'realisation']]),
    'number_out_of_range': 'realisation < 0',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ listed_person('nip') }},
        {{ filled_date('tanggal') }} as activity_date_text,
        {{ filled('rencana_aksi') }} as action_plan,
        {{ filled('jam_mulai') }} as start_time_text,
        {{ filled('jam_selesai') }} as end_time_text,
        {{ filled('realisasi') }} as realisation_text,
        {{ filled('satuan') }} as unit_of_measure,
        {{ delivered_record() }}
    from {{ source('landing', 'e_kinerja__kegiatan_harian') }}
),

typed as (
    select
        landed.*,
        {{ listed_person_read() }},
        {{ to_date('activity_date_text') }} as activity_date,
        {{ to_time('start_time_text') }} as start_time,
        {{ to_time('end_time_text') }} as end_time,
        {{ to_decimal('realisation_text', 12, 2) }} as realisation
    from landed
),

keyed as (
    select
        typed.*,
        substr(cast(activity_date as varchar), 1, 7) as delivery_period,
        nip || '|' || cast(activity_date as varchar) || '|' || start_time || '|' || upper(action_plan) as delivery_key
    from typed
),

judged as (
    select
        keyed.*,
        {{ judgement(rules, footnote=is_footnote(['activity_date_text', 'action_plan', 'start_time_text'])) }}
    from keyed
)

select
    {{ row_identity_columns() }},
    nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    delivery_period,
    activity_date,
    action_plan,
    start_time,
    end_time,
    realisation,
    unit_of_measure
from judged
