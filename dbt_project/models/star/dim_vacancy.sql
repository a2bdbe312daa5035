-- Grain: one vacancy (formasi) of a region; it is published once for each study programme, its posts count once.
with published as (
    select formasi.*
    from {{ ref('stg_rekrutmen__formasi') }} as formasi
    inner join {{ ref('int_rows__resolve') }} as resolved
        on formasi.row_key = resolved.row_key and resolved.dataset = 'formasi' and resolved.disposition = 'used'
),

vacancies as (
    select
        region_slug,
        vacancy_id,
        min(extract_date) as extract_date,
        min(agency_name) as agency_name,
        min(procurement_kind) as procurement_kind,
        min(vacancy_class) as vacancy_class,
        min(position_name) as position_name,
        min(location_path) as location_path,
        max(posts) as posts,
        min(posts) <> max(posts) as has_conflicting_posts,
        count(distinct study_program) as study_programmes,
        {{ collect_ids('src_row_id') }} as src_row_ids
    from published
    group by region_slug, vacancy_id
)

select
    {{ surrogate_key(["'vacancy'", 'vacancies.region_slug', 'vacancies.vacancy_id']) }} as vacancy_key,
    region.region_code,
    vacancies.vacancy_id,
    vacancies.extract_date,
    vacancies.agency_name,
    vacancies.procurement_kind,
    vacancies.vacancy_class,
    vacancies.position_name,
    vacancies.location_path,
    vacancies.posts,
    vacancies.has_conflicting_posts,
    cast(vacancies.study_programmes as integer) as study_programmes,
    case
        when units.matched_id is not null
            then {{ surrogate_key(["'unit'", 'vacancies.region_slug', 'units.matched_id']) }}
    end as unit_key,
    units.method as unit_match_method,
    units.score as unit_match_score,
    positions.matched_id as bkn_position_id,
    positions.method as position_match_method,
    positions.score as position_match_score,
    vacancies.src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from vacancies
inner join {{ ref('region') }} as region on vacancies.region_slug = region.region_slug
left join {{ ref('int_unit__matches') }} as units
    on
        {{ surrogate_key(['vacancies.region_slug', 'cast(null as varchar)', 'vacancies.location_path']) }}
        = units.mention_key
left join {{ ref('int_position__matches') }} as positions
    on {{ surrogate_key(['cast(null as varchar)', 'vacancies.position_name']) }} = positions.mention_key
