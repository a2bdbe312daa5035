-- Grain: one landed record of an rw-hukdis answer, good or bad.
-- Disciplinary punishments. Level R is reported and never blocks, so nothing about its dates makes the row bad.
{% set heavy = "coalesce(level_id, '') <> 'R'" %}
{% set rules = asked_person_rules() %}
{% do rules.update({
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('coded', 'src_file_sha256, src_row', 'delivery_key'),
    'date_unreadable': '(' ~ heavy ~ ' and ' ~ any_unread([
        ['start_date_text', 'start_date'], ['end_date_text', 'end_date'], ['decree_date_text', 'decree_date'],
        ['annulment_date_text', 'annulment_date']
    ]) ~ ') or ' ~ any_unread([['fetched_at_text', 'fetched_at']]),
    'interval_reversed': heavy ~ ' and end_date < start_date',
    'number_unreadable': heavy ~ ' and ' ~ any_unread([
        ['duration_years_text', 'duration_years'], ['duration_months_text', 'duration_months']
    ]),
    'number_out_of_range': heavy ~ ' and (duration_years < 0 or duration_months < 0)',
    'code_unknown': unknown_code('level_text', 'level_of_text') ~ ' or level_id is null',
    'required_missing': "level_id in ('S', 'B') and start_date_text is null",
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person() }},
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ small_code(filled('jenisHukuman')) }} as punishment_kind_id,
        {{ filled('jenisHukumanNama') }} as written_kind_name,
        upper({{ filled('jenisTingkatHukumanId') }}) as level_text,
        {{ filled_date('hukumanTanggal') }} as start_date_text,
        {{ filled_date('akhirHukumTanggal') }} as end_date_text,
        {{ filled('masaTahun') }} as duration_years_text,
        {{ filled('masaBulan') }} as duration_months_text,
        {{ filled('skNomor') }} as decree_number,
        {{ filled_date('skTanggal') }} as decree_date_text,
        {{ filled_date('skPembatalanTanggal') }} as annulment_date_text,
        {{ filled('nomorPp') }} as regulation_name,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__rw_hukdis') }}
),

coded as (
    select
        landed.*,
        {{ asked_person_read() }},
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        case when landed.level_text in ('R', 'S', 'B') then landed.level_text end as level_of_text,
        case
            when landed.level_text is null then kind.level_id
            when landed.level_text in ('R', 'S', 'B') then landed.level_text
        end as level_id,
        coalesce(kind.punishment_kind_name, landed.written_kind_name) as punishment_kind_name,
        {{ to_date('start_date_text') }} as start_date,
        {{ to_date('end_date_text') }} as end_date,
        {{ to_integer('duration_years_text') }} as duration_years,
        {{ to_integer('duration_months_text') }} as duration_months,
        {{ to_date('decree_date_text') }} as decree_date,
        {{ to_date('annulment_date_text') }} as annulment_date
    from landed
    left join {{ ref('punishment_kind') }} as kind on landed.punishment_kind_id = kind.punishment_kind_id
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
    punishment_kind_id,
    punishment_kind_name,
    level_id,
    start_date,
    end_date,
    duration_years,
    duration_months,
    decree_number,
    decree_date,
    annulment_date,
    regulation_name
from judged
