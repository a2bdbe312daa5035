-- Grain: one landed line of a file `kebutuhan_jabatan`, good or bad.
-- Posts needed and filled by position, jenjang and unit. A key may stand with several dates, from each of which its
-- numbers hold; so the date is part of what makes two lines the same.
{% set rules = {
    'key_missing': 'position_base_name is null or grade_text is null or unit_id is null',
    'key_conflict': has_two_contents('keyed', 'src_file_sha256', 'delivery_key'),
    'date_unreadable': any_unread([['valid_from_text', 'valid_from']]),
    'number_unreadable': any_unread([['needed_text', 'needed'], ['filled_text', 'filled']]),
    'number_out_of_range': 'needed < 0 or filled < 0',
    'code_unknown': unknown_code('grade_text', 'grade_id'),
    'required_missing': 'needed_text is null or filled_text is null or valid_from_text is null',
} %}
with landed as (
    select
        {{ row_identity() }},
        {{ filled('jabatan') }} as position_base_name,
        upper({{ filled('jenjang') }}) as grade_text,
        {{ filled_id('unor_id') }} as unit_id,
        {{ filled('kebutuhan') }} as needed_text,
        {{ filled('terisi') }} as filled_text,
        {{ filled_date('tmt') }} as valid_from_text,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__kebutuhan_jabatan') }}
),

typed as (
    select
        landed.*,
        grade.grade_id,
        {{ to_integer('needed_text') }} as needed,
        {{ to_integer('filled_text') }} as filled,
        {{ to_date('valid_from_text') }} as valid_from
    from landed
    left join {{ ref('functional_grade') }} as grade on landed.grade_text = grade.grade_id
),

keyed as (
    select
        typed.*,
        upper(position_base_name) || '|' || grade_id || '|' || unit_id || '|' || cast(valid_from as varchar) as delivery_key
    from typed
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
    position_base_name,
    grade_id,
    unit_id,
    needed,
    filled,
    valid_from
from judged
