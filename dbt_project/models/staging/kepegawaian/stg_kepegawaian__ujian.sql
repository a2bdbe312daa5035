-- Grain: one landed line of a file `ujian`, good or bad.
-- Examinations and recorded degrees. The region is part of the key: the numbers are given locally.
{% set rules = listed_person_rules() %}
{% do rules.update({
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('coded', 'src_file_sha256', 'delivery_key'),
    'date_unreadable': any_unread([['pass_date_text', 'pass_date']]),
    'code_unknown': {
        'jenis': unknown_code('kind_text', 'exam_kind'),
        'jenjang': "(level_code_list = 'education_level' and " ~ unknown_code('level_text', 'education_level_id')
            ~ ") or (level_code_list = 'functional_grade' and " ~ unknown_code('level_text', 'grade_id') ~ ')',
    },
    'required_missing': 'kind_text is null or pass_date_text is null'
        ~ ' or (level_code_list is not null and level_text is null)',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ listed_person('nip') }},
        upper({{ filled('jenis') }}) as kind_text,
        {{ filled('nomor') }} as exam_number,
        {{ filled_date('tanggal_lulus') }} as pass_date_text,
        upper({{ filled('jenjang') }}) as level_text,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__ujian') }}
),

coded as (
    select
        landed.*,
        {{ listed_person_read() }},
        landed.region_slug || '|' || upper(landed.exam_number) as delivery_key,
        {{ to_date('pass_date_text') }} as pass_date,
        exam.exam_kind,
        exam.level_code_list,
        level.level_id as education_level_id,
        grade.grade_id
    from landed
    left join {{ ref('exam_kind') }} as exam on landed.kind_text = exam.exam_kind
    left join {{ ref('education_level') }} as level on {{ two_digits('landed.level_text') }} = level.level_id
    left join {{ ref('functional_grade') }} as grade on landed.level_text = grade.grade_id
),

judged as (
    select
        coded.*,
        {{ judgement(rules, footnote=is_footnote(['exam_number', 'kind_text', 'pass_date_text'])) }}
    from coded
)

select
    {{ row_identity_columns() }},
    nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    exam_kind,
    exam_number,
    pass_date,
    case level_code_list
        when 'education_level' then education_level_id
        when 'functional_grade' then grade_id
        else level_text
    end as exam_level
from judged
