-- Grain: one indicator x region x year about vacancies. Vacancies are published posts, not people: nothing to protect.
with vacancies as (
    select
        region_code,
        cast(extract(year from extract_date) as integer) as year,
        count(*) as formasi,
        sum(posts) as posts
    from {{ ref('dim_vacancy') }}
    group by region_code, cast(extract(year from extract_date) as integer)
)

select 'posts' as indicator, region_code, year, formasi as n, posts as numerator, cast(null as bigint) as denominator
from vacancies
union all
select 'posts_per_formasi' as indicator, region_code, year, formasi as n, posts as numerator, formasi as denominator
from vacancies
