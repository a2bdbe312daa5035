-- Grain: one region x position x jenjang x evaluation date: the most posts that are free in one unit, as last reported.
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
),

-- A row in quarantine leaves it open whether that unit has a free post.
quarantined as (
    select distinct need.region_slug, upper(trim(need.position_base_name)) as base_name, need.grade_id
    from {{ ref('stg_kepegawaian__kebutuhan_jabatan') }} as need
    inner join {{ ref('int_rows__resolve') }} as resolved
        on need.row_key = resolved.row_key and resolved.dataset = 'kebutuhan_jabatan' and resolved.is_standing
)

select
    reported.evaluation_date,
    reported.region_slug,
    reported.base_name,
    reported.grade_id,
    cast(max(reported.needed - reported.filled) as integer) as free_posts,
    max(case when quarantined.base_name is not null then 1 else 0 end) = 1 as has_quarantined,
    {{ collect_ids('reported.src_row_id') }} as src_row_ids
from reported
left join quarantined
    on
        reported.region_slug = quarantined.region_slug
        and reported.base_name = quarantined.base_name
        and reported.grade_id = quarantined.grade_id
where reported.newest = 1
group by reported.evaluation_date, reported.region_slug, reported.base_name, reported.grade_id
