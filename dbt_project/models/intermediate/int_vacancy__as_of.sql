-- Grain: one region x position x jenjang x evaluation date: whether a post is free in any unit, as last reported.
with reported as (
    select
        dates.evaluation_date,
        need.region_slug,
        upper(trim(need.position_base_name)) as base_name,
        need.grade_id,
        need.needed,
        need.filled,
        need.src_row_id,
        row_number() over (
            partition by
                dates.evaluation_date, need.region_slug, upper(trim(need.position_base_name)), need.grade_id, need.unit_id
            order by need.valid_from desc, need.row_key desc
        ) as newest
    from {{ ref('stg_kepegawaian__kebutuhan_jabatan') }} as need
    inner join {{ ref('int_rows__resolve') }} as resolved
        on need.row_key = resolved.row_key and resolved.dataset = 'kebutuhan_jabatan' and resolved.disposition = 'used'
    inner join {{ ref('int_evaluation__dates') }} as dates on need.valid_from <= dates.evaluation_date
)

select
    evaluation_date,
    region_slug,
    base_name,
    grade_id,
    max(case when needed > filled then 1 else 0 end) = 1 as has_free,
    {{ collect_ids('src_row_id') }} as src_row_ids
from reported
where newest = 1
group by evaluation_date, region_slug, base_name, grade_id
