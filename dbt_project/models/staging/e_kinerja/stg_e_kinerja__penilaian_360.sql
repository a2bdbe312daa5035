-- Grain: one landed line of a file `penilaian_360`, good or bad.
-- Scores of the multi-rater appraisal of behaviour. Roles are named from the side of the rater: SUPERIOR is the score
-- that the superior gave.
{% set rules = listed_person_rules() %}
{% do rules.update({
    'key_missing': 'period is null or role_text is null or rater_code is null or value_text is null or indicator is null',
    'key_conflict': has_two_contents('keyed', 'src_file_sha256', 'delivery_key'),
    'number_unreadable': any_unread([['score_text', 'score']]),
    'number_out_of_range': 'not (score between 0 and 100)',
    'code_unknown': {
        'peran_penilai': unknown_code('role_text', 'rater_role'),
        'nilai_dasar': unknown_code('value_text', 'value_code'),
    },
    'required_missing': 'score_text is null',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ listed_person('nip_dinilai') }},
        upper({{ filled('periode') }}) as period,
        upper({{ filled('peran_penilai') }}) as role_text,
        {{ filled('kode_penilai') }} as rater_code,
        {{ filled('nilai_dasar') }} as value_text,
        {{ filled('indikator') }} as indicator,
        {{ filled('skor') }} as score_text,
        {{ delivered_record() }}
    from {{ source('landing', 'e_kinerja__penilaian_360') }}
),

coded as (
    select
        landed.*,
        {{ listed_person_read() }},
        case when landed.role_text in ('SELF', 'SUPERIOR', 'PEER', 'SUBORDINATE') then landed.role_text end as rater_role,
        core_value.value_code,
        {{ to_decimal('score_text', 9, 3) }} as score
    from landed
    left join {{ ref('core_value') }} as core_value on {{ spelling_key('landed.value_text') }} = core_value.spelling
),

keyed as (
    select
        coded.*,
        period || '|' || nip || '|' || rater_role || '|' || rater_code || '|' || value_code || '|' || upper(indicator)
            as delivery_key
    from coded
),

judged as (
    select
        keyed.*,
        {{ judgement(rules, footnote=is_footnote(['period', 'role_text', 'rater_code'])) }}
    from keyed
)

select
    {{ row_identity_columns() }},
    nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    period as delivery_period,
    period,
    rater_role,
    rater_code,
    value_code,
    indicator,
    score
from judged
