-- Grain: one landed line of a file `formasi`, good or bad.
-- Vacancies, repeated for each study programme: count posts by vacancy. Lines of another agency are out of scope.
{% set rules = {
    'key_missing': 'vacancy_id is null',
    'key_conflict': has_two_contents('typed', 'src_file_sha256', 'delivery_key'),
    'number_unreadable': any_unread([
        ['posts_text', 'posts'], ['salary_min_text', 'salary_min'], ['salary_max_text', 'salary_max']
    ]),
    'number_out_of_range': 'posts < 0 or salary_min < 0 or salary_max < 0',
    'code_unknown': any_unread([['disabled_text', 'is_open_to_disabled']]),
    'required_missing': 'agency_name is null or position_name is null or posts_text is null',
} %}
with landed as (
    select
        {{ row_identity() }},
        {{ filled_id('formasi_id') }} as vacancy_id,
        {{ filled('ins_nm') }} as agency_name,
        {{ filled('jp_nama') }} as procurement_kind,
        {{ filled('formasi_nm') }} as vacancy_class,
        {{ filled('jabatan_nm') }} as position_name,
        {{ place_path(filled('lokasi_nm')) }} as location_path,
        {{ filled('jumlah_formasi') }} as posts_text,
        {{ filled('program_studi') }} as study_program,
        {{ filled('gaji_min') }} as salary_min_text,
        {{ filled('gaji_max') }} as salary_max_text,
        {{ filled('disable') }} as disabled_text,
        {{ delivered_record() }}
    from {{ source('landing', 'rekrutmen__formasi') }}
),

typed as (
    select
        landed.*,
        landed.vacancy_id || '|' || coalesce(upper(landed.study_program), '') as delivery_key,
        {{ to_integer('posts_text') }} as posts,
        {{ to_rupiah('salary_min_text') }} as salary_min,
        {{ to_rupiah('salary_max_text') }} as salary_max,
        {{ to_boolean('disabled_text') }} as is_open_to_disabled,
        coalesce({{ spelling_key('landed.agency_name') }} <> {{ spelling_key('region.agency_name') }}, false) as is_out_of_scope
    from landed
    left join {{ ref('region') }} as region on landed.region_slug = region.region_slug
),

judged as (
    select
        typed.*,
        {{ judgement(rules) }}
    from typed
)

select
    {{ row_identity_columns() }},
    cast(null as varchar) as nip,
    cast(null as timestamp) as fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    vacancy_id,
    agency_name,
    procurement_kind,
    vacancy_class,
    position_name,
    location_path,
    posts,
    study_program,
    salary_min,
    salary_max,
    is_open_to_disabled,
    is_out_of_scope
from judged
