-- Grain: one indicator x region x year about posts. Posts are no people: only the applicants among the numerators are protected.
with published as (
    select
        region_code,
        cast(extract(year from extract_date) as integer) as year,
        count(*) as formasi,
        sum(posts) as posts
    from {{ ref('dim_vacancy') }}
    group by region_code, cast(extract(year from extract_date) as integer)
),

-- The vacancies of a selection, known by those who applied for them.
applied_for as (
    select distinct selection.region_code, selection.selection_year as year, selection.vacancy_key
    from {{ ref('fct_selection') }} as selection
    where selection.dataset = 'seleksi' and selection.vacancy_key is not null
),

selected_for as (
    select
        applied_for.region_code,
        applied_for.year,
        sum(vacancy.posts) as posts
    from applied_for
    inner join {{ ref('dim_vacancy') }} as vacancy on applied_for.vacancy_key = vacancy.vacancy_key
    group by applied_for.region_code, applied_for.year
),

announced as (
    select
        region_code,
        cast(extract(year from announced_date) as integer) as year,
        count(distinct vacancy_id) as posts,
        count(distinct case when is_selected then vacancy_id end) as filled_posts
    from {{ ref('fct_open_selection') }}
    where announced_date is not null
    group by region_code, cast(extract(year from announced_date) as integer)
),

applicants as (
    select measure, region_code, year, sum(people) as people, least(sum(people), sum(true_people)) as fewest
    from {{ ref('int_disclosure__counts') }}
    where measure in ('applicant_outcome', 'open_outcome') and group_type = 'total'
    group by measure, region_code, year
),

figures as (
    select 'posts' as indicator, region_code, year, formasi as n, posts as numerator, cast(null as bigint) as denominator, cast(null as bigint) as fewest
    from published
    union all
    select 'posts_per_formasi' as indicator, region_code, year, formasi as n, posts as numerator, formasi as denominator, cast(null as bigint) as fewest
    from published
    union all
    select 'open_posts' as indicator, region_code, year, posts as n, posts as numerator, cast(null as bigint) as denominator, cast(null as bigint) as fewest
    from announced
    union all
    select 'open_posts_filled_share' as indicator, region_code, year, posts as n, filled_posts as numerator, posts as denominator, cast(null as bigint) as fewest
    from announced
    union all
    select 'applicants_per_post' as indicator, posts.region_code, posts.year, posts.posts as n, people.people as numerator, posts.posts as denominator, people.fewest
    from selected_for as posts
    inner join applicants as people
        on people.measure = 'applicant_outcome' and posts.region_code = people.region_code and posts.year = people.year
    union all
    select 'open_applicants_per_post' as indicator, posts.region_code, posts.year, posts.posts as n, people.people as numerator, posts.posts as denominator, people.fewest
    from announced as posts
    inner join applicants as people
        on people.measure = 'open_outcome' and posts.region_code = people.region_code and posts.year = people.year
),

parameters as (
    select cast(value as bigint) as min_count from {{ ref('rule') }} where rule_id = 'POL.SDC.MIN'
)

select
    figures.indicator,
    figures.region_code,
    figures.year,
    cast(figures.n as bigint) as n,
    cast(figures.numerator as bigint) as numerator,
    cast(figures.denominator as bigint) as denominator,
    coalesce(figures.fewest < parameters.min_count, false) as is_small
from figures
cross join parameters
